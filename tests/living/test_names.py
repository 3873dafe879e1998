"""Sets keep their names unless something else about them changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.living.names import named_as_before
from cohortplan.living.replan import Policy, replan
from cohortplan.model import Objection, Plan, PlannedRound, Scenario, SeatLock
from cohortplan.solvers.base import Stop
from tests.living.disturbed import disturbed
from tests.support.builders import make_scenario, visit_rounds
from tests.support.plans import make_plan

SEATS = ("P01 P02 P03", "P04 P05 P06", "P07 P08")
VISITS = ("H1", "H2", "H3")


def scenario(**parts: Any) -> Scenario:
    """Make a day of three sets, of two or three people each."""
    return make_scenario(rounds=visit_rounds(1, [(2, 3)] * 3), **parts)


def plan(order: tuple[int, ...] = (0, 1, 2), seats: tuple[str, ...] = SEATS, hosts: tuple[str, ...] = VISITS) -> Plan:
    """Return a plan whose sets take these of the groups."""
    visits = {(f"D1.{k}", "visit"): (hosts[i], "2026-10-08T10:00", 180) for k, i in enumerate(order, start=1)}
    return make_plan(scenario(), {"D1": " | ".join(seats[i] for i in order)}, visits)


def test_groups_get_back_the_names_they_had() -> None:
    """However the sets are called in the new plan, the plan is the one that people know."""
    for order in permutations(range(3)):
        assert named_as_before(scenario(), plan(), plan(order)) == plan()


def test_most_people_keep_their_name() -> None:
    """Two people have changed places, and the host is another: the names go where most know them."""
    seats = ("P01 P02 P04", "P03 P05 P06", "P07 P08")
    new = plan((1, 0, 2), seats, ("H4", "H2", "H3"))
    assert named_as_before(scenario(), plan(), new) == plan((0, 1, 2), seats, ("H4", "H2", "H3"))


def test_what_is_locked_or_declined_keeps_its_name() -> None:
    """Names that mean something are not exchanged; those of the others are."""
    new = plan((1, 2, 0))
    for tied in (
        {"seat_locks": (SeatLock(participant="P04", set="D1.1"),)},
        {"objections": (Objection(participant="P01", set="D1.1"),)},
    ):
        named = named_as_before(scenario(**tied), plan(), new)
        assert [group.members[0] for group in named.rounds[0].sets] == ["P04", "P01", "P07"]
        assert evaluate(scenario(**tied), named).hard == evaluate(scenario(**tied), new).hard


def test_sets_of_other_sizes_keep_their_names() -> None:
    """A set of two cannot take the name of one of three."""
    rounds = visit_rounds(1, [(3, 3), (2, 2), (3, 3)])
    which = make_scenario(rounds=rounds)
    new = plan((1, 2, 0))
    named = named_as_before(which, plan(), new)
    assert [group.members[0] for group in named.rounds[0].sets] == ["P01", "P07", "P04"]


def test_rounds_and_sets_that_are_not_known_stay() -> None:
    """Without a plan of before there is nothing to go by."""
    empty = plan().model_copy(update={"rounds": ()})
    assert named_as_before(scenario(), empty, plan((1, 2, 0))) == plan((1, 2, 0))


@pytest.mark.slow
def test_nobody_hears_of_a_name_alone() -> None:
    """Where a round is planned as it was, in groups and visits, its sets are called as they were."""
    for seed in range(700, 712):
        case = disturbed(seed)
        found = replan(case.after, case.former, Policy(case.today), stop=Stop(None, 20_000))
        if case.after.seat_locks or case.after.visit_locks or case.after.objections or found.plan is None:
            continue
        for told in case.former.rounds:
            now = found.plan.by_round[told.id]
            if content(told) == content(now) and len({(s.least, s.most) for s in case.after.round[told.id].sets}) == 1:
                assert groups(told) == groups(now)


def groups(planned: PlannedRound) -> Mapping[str, object]:
    """Return what each set is and does, by its name."""
    return {group.id: (group.members, [(a.host, a.start) for a in group.activities]) for group in planned.sets}


def content(planned: PlannedRound) -> Counter[str]:
    """Return what the sets of a round are and do, whatever their names."""
    return Counter(str(each) for each in groups(planned).values())
