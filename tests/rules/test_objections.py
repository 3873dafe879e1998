"""Objections: another name makes no other set of the one that was declined, and nobody is singled out."""

from __future__ import annotations

from typing import Any

import pytest

from cohortplan.model import Objection, Plan, Scenario
from cohortplan.rules import build_rule
from tests.support.builders import make_scenario, visit_rounds
from tests.support.plans import make_plan

SHOWN = "P01 P02 P03 P04 | P05 P06 P07 P08"
BAKERY, PRISON = ("H1", "2026-10-08T10:00", 90), ("H2", "2026-10-08T10:00", 90)


def scenario(**parts: Any) -> Scenario:
    """Make a day of two sets, the first of which P03 declined."""
    rounds = visit_rounds(1, [(3, 5), (3, 5)], minutes=90, step=90)
    return make_scenario(rounds=rounds, objections=(Objection(participant="P03", set="D1.1"),), **parts)


def plan(first: tuple[str, str, int], second: tuple[str, str, int], seats: str = SHOWN) -> Plan:
    """Return a plan of the day."""
    return make_plan(scenario(), {"D1": seats}, {("D1.1", "visit"): first, ("D1.2", "visit"): second})


def broken(new: Plan, shown: Plan | None = None) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return set, amount and people of each match."""
    measure = build_rule("objections").measure(scenario(former=shown), new)
    assert {match.sentence for match in measure.matches} <= {f"Set {k} cannot stay as it is." for k in ("D1.1", "D1.2")}
    return [(match.sets[0], match.amount, match.people) for match in measure.matches]


def test_the_seat_is_declined() -> None:
    """Without the plan that was shown the set is known by its name; all its members are named."""
    assert broken(plan(BAKERY, PRISON)) == [("D1.1", 1, ("P01", "P02", "P03", "P04"))]
    assert broken(plan(BAKERY, PRISON, "P01 P02 P05 P04 | P03 P06 P07 P08")) == []


def test_another_name_makes_no_other_set() -> None:
    """The four go to the bakery as they were shown, under the name of the other set."""
    renamed = plan(PRISON, BAKERY, "P05 P06 P07 P08 | P01 P02 P03 P04")
    assert broken(renamed) == []
    assert broken(renamed, plan(BAKERY, PRISON)) == [("D1.2", 1, ("P01", "P02", "P03", "P04"))]


def test_seat_and_visit_are_declined() -> None:
    """Nothing changes: both count, once each."""
    assert broken(plan(BAKERY, PRISON), plan(BAKERY, PRISON)) == [("D1.1", 2, ("P01", "P02", "P03", "P04"))]


def test_with_others_elsewhere_all_is_well() -> None:
    """P03 goes with the other set, or to the bakery at another time with it."""
    swapped = "P01 P02 P05 P04 | P03 P06 P07 P08"
    assert broken(plan(BAKERY, PRISON, swapped), plan(BAKERY, PRISON)) == []
    later = ("H1", "2026-10-08T11:30", 90)
    assert broken(plan(PRISON, later, swapped), plan(BAKERY, PRISON)) == []


@pytest.mark.parametrize("seats", ["P01 P02 P05 P04 | P03 P06 P07 P08", "P01 P02 P04 P08 | P03 P05 P06 P07"])
def test_a_visit_that_sets_share_may_be_made_with_the_other(seats: str) -> None:
    """Both sets were to be at the bakery; P03 is there with the other one."""
    assert broken(plan(BAKERY, BAKERY, seats), plan(BAKERY, BAKERY)) == []
