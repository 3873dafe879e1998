"""Planned, attended and confirmed contacts, and what is owed."""

from __future__ import annotations

from datetime import date

from cohortplan.evaluate import attended_contacts, confirmed_contacts, owed, planned_contacts
from cohortplan.model import Confirmation
from tests.model.test_attendance import SEATS, recorded
from tests.support import make_scenario
from tests.support.plans import make_plan

LATER = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P05 P03 P06 | P02 P07 P04 P08"}


def test_before_anything_is_recorded_nothing_is_attended_or_owed() -> None:
    """Of two sets of four on two days, 24 meetings are planned."""
    scenario = make_scenario()
    plan = make_plan(scenario, SEATS)
    assert sum(map(len, planned_contacts(scenario, plan).values())) == 24
    assert (attended_contacts(scenario), owed(scenario, plan)) == ({}, ())


def test_what_was_planned_stays_planned_whatever_is_planned_since() -> None:
    """A later plan that has somebody elsewhere on a day that is over does not change who was to meet there."""
    scenario = recorded("P02")
    plan = make_plan(scenario, SEATS)
    other = make_plan(scenario, {**SEATS, "D1": "P05 P02 P03 P04 | P01 P06 P07 P08"})
    first = {pair: rounds for pair, rounds in planned_contacts(scenario, plan).items() if "D1" in rounds}
    second = {pair: rounds for pair, rounds in planned_contacts(scenario, other).items() if "D1" in rounds}
    assert {pair for pair in first if set(pair) <= {"P01", "P02", "P03", "P04"}} <= second.keys()
    assert attended_contacts(scenario) == dict.fromkeys([("P01", "P03"), ("P01", "P04"), ("P03", "P04")], ("D1",))


def test_what_is_owed_is_made_up_by_a_later_round() -> None:
    """P02 missed three people: the plan brings one of them together with P02 on the second day."""
    scenario = recorded("P02")
    debts = owed(scenario, make_plan(scenario, LATER))
    assert [(debt.a, debt.b, debt.missed, debt.later) for debt in debts] == [
        ("P01", "P02", ("D1",), ""),
        ("P02", "P03", ("D1",), ""),
        ("P02", "P04", ("D1",), "D2"),
    ]


def test_rounds_that_count_no_contacts_are_left_out() -> None:
    """Where a round is one of home sets, nobody was to meet anybody new."""
    first, *others = make_scenario().rounds
    scenario = recorded("P02", rounds=(first.model_copy(update={"contacts": False}), *others))
    plan = make_plan(scenario, SEATS)
    assert (attended_contacts(scenario), owed(scenario, plan)) == ({}, ())


def test_confirmations_are_of_one_side_or_both() -> None:
    """Who says no confirms nothing; whether the two were ever in a set together makes no difference."""
    said = [("P01", "P02", True), ("P02", "P01", True), ("P05", "P01", True), ("P01", "P05", False)]
    day = date(2026, 10, 9)
    given = tuple(Confirmation(participant=a, met=b, date=day, confirms=yes) for a, b, yes in said)
    assert confirmed_contacts(make_scenario(confirmed=given)) == {("P01", "P02"): 2, ("P01", "P05"): 1}
