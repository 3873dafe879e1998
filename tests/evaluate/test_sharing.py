"""Contacts between two sets at one host at the same time weigh less than those inside a set."""

from __future__ import annotations

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.sharing import side_by_side
from tests.support import make_scenario, visit_rounds
from tests.support.plans import make_plan

SCENARIO = make_scenario(rounds=visit_rounds(2, [(2, 4), (2, 4)], minutes=60, step=30))
SEATS = {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P05"}


def visit(host: str, day: str, clock: str) -> tuple[str, str, int]:
    """A visit of an hour."""
    return (host, f"2026-10-{day}T{clock}", 60)


def test_people_of_two_sets_at_one_host_meet_a_little() -> None:
    """On the first day the two sets overlap by half an hour: four pairs, of whom P01 and P03 share a set later on."""
    plan = make_plan(
        SCENARIO,
        SEATS,
        {("D1.1", "visit"): visit("H1", "08", "10:00"), ("D1.2", "visit"): visit("H1", "08", "10:30")},
    )
    assert side_by_side(SCENARIO, plan) == {("P01", "P03"), ("P01", "P04"), ("P02", "P03"), ("P02", "P04")}
    figures = evaluate(SCENARIO, plan).metrics.as_json()
    assert (figures["distinct_pairs"], figures["side_by_side"], figures["weighted_contacts"]) == (4, 3, 4.9)


def test_sets_that_follow_each_other_or_are_elsewhere_do_not() -> None:
    """One visit begins as the other ends; on the second day the hosts are two."""
    plan = make_plan(
        SCENARIO,
        SEATS,
        {
            ("D1.1", "visit"): visit("H1", "08", "10:00"),
            ("D1.2", "visit"): visit("H1", "08", "11:00"),
            ("D2.1", "visit"): visit("H1", "22", "10:00"),
            ("D2.2", "visit"): visit("H2", "22", "10:00"),
        },
    )
    assert side_by_side(SCENARIO, plan) == set()
    assert "weighted_contacts" not in evaluate(SCENARIO, plan).metrics.as_json()
