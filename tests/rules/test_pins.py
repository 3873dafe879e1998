from datetime import datetime

from cohortplan.model import SeatLock, VisitLock
from cohortplan.rules import build_rule
from tests.support.builders import visit_rounds
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

RULE = build_rule("pins")
SCENARIO = example_scenario(RULE)
START = "2026-10-22T10:00"
SEATS = {"D1": "P03 P01 | P02", "D2": "P03 P01 | P02", "M1": "P01 | P02 | P07"}


def test_kept_when_locked_seats_and_visits_stay() -> None:
    """P03 sits in D1.1, P07 in M1.3 and D2.1 visits H2; other sets and visits are free."""
    visits = {("D2.1", "visit"): ("H2", START, 180), ("D2.2", "visit"): ("H4", START, 180)}
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits)).amount == 0


def test_broken_by_a_person_in_another_set() -> None:
    """A locked person who sits in another set of the round counts once."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {**SEATS, "D1": "P01 | P03 P02"}))
    assert measure.amount == 1
    assert measure.matches[0].people == ("P03",)
    assert measure.matches[0].sentence == "P03 is locked to set D1.1 but sits in D1.2."


def test_broken_by_a_visit_to_another_host() -> None:
    """A locked visit to another host counts once and names both hosts."""
    visits = {("D2.1", "visit"): ("H4", START, 180)}
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits))
    assert measure.amount == 1
    assert measure.matches[0].hosts == ("H2", "H4")
    assert measure.matches[0].sentence == "Set D2.1 is locked to H2 for visit but goes to H4."


def test_a_locked_start_binds_as_well() -> None:
    """A visit to the locked host at another time breaks a lock that gives a start."""
    lock = VisitLock(set="D2.1", activity="visit", host="H2", start=datetime.fromisoformat("2026-10-22T10:30"))
    rounds = visit_rounds(3, [(3, 5), (3, 5)], minutes=60, step=30)
    scenario = example_scenario(RULE, rounds=rounds, visit_locks=(lock,), seat_locks=(), absences=())
    late = make_plan(scenario, {"D2": "P03 | P02"}, {("D2.1", "visit"): ("H2", "2026-10-22T11:00", 60)})
    kept = make_plan(scenario, {"D2": "P03 | P02"}, {("D2.1", "visit"): ("H2", "2026-10-22T10:30", 60)})
    assert RULE.measure(scenario, kept).amount == 0
    assert RULE.measure(scenario, late).matches[0].sentence == (
        "Set D2.1 is locked to H2 at 2026-10-22 10:30 for visit but goes to H2 at 2026-10-22 11:00."
    )


def test_a_lock_given_twice_counts_once() -> None:
    """The same row twice is one lock."""
    lock = SeatLock(participant="P03", set="D1.1")
    scenario = example_scenario(RULE, seat_locks=(lock, lock))
    assert RULE.measure(scenario, make_plan(scenario, {"D1": "P01 | P03"})).amount == 1


def test_locks_that_contradict_are_refused() -> None:
    """Two sets of one round, a round that is missed, and two hosts for one visit are each reported."""
    seats = (
        SeatLock(participant="P03", set="D1.1"),
        SeatLock(participant="P03", set="D1.2"),
        SeatLock(participant="P08", set="D2.1"),
    )
    visits = tuple(VisitLock(set="D2.1", activity="visit", host=host) for host in ("H1", "H2"))
    assert {defect.message for defect in refusals(RULE, seat_locks=seats, visit_locks=visits)} == {
        "P03 is locked to sets D1.1 and D1.2 of one round",
        "P08 is locked to set D2.1 of a round they miss",
        "visit of set D2.1 is locked in two ways",
    }


def test_a_lock_to_a_time_outside_the_window_is_refused() -> None:
    """A visit of an hour in a window that ends at 13:00 cannot start at 12:30."""
    rounds = visit_rounds(3, [(3, 5), (3, 5)], minutes=60, step=30)
    lock = VisitLock(set="D2.1", activity="visit", host="H2", start=datetime.fromisoformat("2026-10-22T12:30"))
    (defect,) = refusals(RULE, rounds=rounds, visit_locks=(lock,), seat_locks=(), absences=())
    assert defect.message == "visit of set D2.1 is locked to a start at which it does not fit its window"
    assert (defect.value, defect.path) == ("2026-10-22 12:30", ("visit_locks", 0, "start"))
