"""How a plan may change: what one change weighs, how many there may be, and how soon people are to hear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.living.replan import Policy, Replanned, replan
from cohortplan.model import Scenario
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Stop
from tests.living.disturbed import Disturbed, disturbed

pytestmark = pytest.mark.slow

STOP = Stop(None, 20_000)
SEEDS = range(800, 810)


@cache
def fewest(seed: int) -> tuple[Disturbed, Replanned]:
    """Return a case, and the plan with the fewest changes."""
    case = disturbed(seed, late=seed % 2 == 0)
    return case, replan(case.after, case.former, Policy(case.today), stop=STOP)


def kept() -> Iterator[tuple[Disturbed, Replanned]]:
    """Yield the cases in which every rule is kept."""
    for case, found in map(fewest, SEEDS):
        if found.plan is not None and not found.broken:
            yield case, found


def told(case: Disturbed) -> Scenario:
    """Return the scenario after the change, with the plan of before."""
    return case.after.but(former=case.former)


def soft(found: Replanned) -> int:
    """Return what a plan costs beside its changes."""
    assert found.plan is not None
    return evaluate(found.scenario, found.plan).soft


def test_there_are_enough_cases() -> None:
    """In most every rule is kept, and in some of them people hear of changes."""
    assert sum(1 for _ in kept()) >= 5
    assert sum(found.changes > 0 for _, found in kept()) >= 2


def test_a_price_is_paid_where_it_pays() -> None:
    """Changes at their price and all wishes together never cost more than the plan with the fewest changes."""
    for case, first in kept():
        for price in (0, 3):
            found = replan(case.after, case.former, Policy(case.today, price=price), stop=STOP)
            assert not found.broken
            assert soft(found) + price * found.changes <= soft(first) + price * first.changes
            assert build_rule("least_change").measure(told(case), found.plan).amount == found.changes  # type: ignore[arg-type]


def test_a_budget_is_kept_if_it_can_be() -> None:
    """However little a change weighs there are no more than there may be, if the fewest are no more."""
    for case, first in kept():
        policy = Policy(case.today, price=0, budget=first.changes)
        assert replan(case.after, case.former, policy, stop=STOP).changes <= first.changes


def test_changes_at_short_notice_are_counted() -> None:
    """Those of days nearer than the notice are told apart from the others; there are none if no notice is wished."""
    for case, first in kept():
        assert first.short == 0
        policy = Policy(case.today, notice_days=21)
        found = replan(case.after, case.former, policy, stop=STOP)
        near = {"since": case.today, "until": case.today + timedelta(days=20)}
        assert found.plan is not None
        assert build_rule("least_change", **near).measure(told(case), found.plan).amount == found.short
        assert found.short <= found.changes
