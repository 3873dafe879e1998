"""Plans changed by hand."""

from __future__ import annotations

from datetime import datetime

from cohortplan.model import Plan, SeatLock, VisitLock
from cohortplan.model.edits import as_planned, edited
from tests.support.builders import make_scenario, visit_rounds
from tests.support.plans import make_plan

SCENARIO = make_scenario()
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P03 P05 P07 | P02 P04 P06 P08"}
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180)}
PLAN = make_plan(SCENARIO, SEATS, VISITS)


def members(plan: Plan) -> list[str]:
    """Return the members of every set, in the order of the plan."""
    return [" ".join(group.members) for planned in plan.rounds for group in planned.sets]


def seat(person: str, set_id: str) -> SeatLock:
    """Want somebody in a set."""
    return SeatLock(participant=person, set=set_id)


def test_somebody_moves() -> None:
    """A person leaves the old set of that round; the other rounds are the same objects."""
    new = edited(SCENARIO, PLAN, [seat("P04", "D1.2")])
    assert members(new) == ["P01 P02 P03", "P04 P05 P06 P07 P08", *members(PLAN)[2:]]
    assert new.rounds[1] is PLAN.rounds[1]


def test_two_people_swap() -> None:
    """Each takes the other's place, members in order."""
    new = edited(SCENARIO, PLAN, [seat("P04", "D1.2"), seat("P05", "D1.1")])
    assert members(new)[:2] == ["P01 P02 P03 P05", "P04 P06 P07 P08"]


def test_what_holds_already_changes_nothing() -> None:
    """A plan edited into itself shares every round."""
    new = edited(SCENARIO, PLAN, as_planned(SCENARIO, PLAN))
    assert [id(each) for each in new.rounds] == [id(each) for each in PLAN.rounds]


def test_whoever_sits_nowhere_or_twice_gets_the_one_seat() -> None:
    """Somebody without a seat, or with two, sits in the wanted set alone."""
    odd = make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P01 P05 P06 P07"})
    new = edited(SCENARIO, odd, [seat("P08", "D1.1"), seat("P01", "D1.2")])
    assert members(new) == ["P02 P03 P04 P08", "P01 P05 P06 P07"]


def test_a_visit_goes_elsewhere() -> None:
    """It keeps its time unless another is wanted, and lasts as long as its window has it."""
    at_eleven = datetime.fromisoformat("2026-10-08T11:00")
    new = edited(SCENARIO, PLAN, [VisitLock(set="D1.1", activity="visit", host="H4")])
    (one,) = new.rounds[0].sets[0].activities
    assert (one.host, one.start, one.end) == ("H4", *_times(PLAN))
    short = make_scenario(rounds=visit_rounds(3, [(3, 5), (3, 5)], minutes=60, step=30))
    new = edited(short, PLAN, [VisitLock(set="D1.1", activity="visit", host="H4", start=at_eleven)])
    (one,) = new.rounds[0].sets[0].activities
    assert [f"{short.local(each):%H:%M}" for each in (one.start, one.end)] == ["11:00", "12:00"]


def test_a_visit_that_is_missing_is_made() -> None:
    """A set without its visit gets it, at the first time of its window."""
    bare = make_plan(SCENARIO, SEATS)
    new = edited(SCENARIO, bare, [VisitLock(set="D2.1", activity="visit", host="H4")])
    (one,) = new.rounds[1].sets[0].activities
    assert (one.kind, one.host, f"{SCENARIO.local(one.start):%d %H:%M}") == ("visit", "H4", "22 10:00")


def test_what_the_plan_or_the_scenario_lacks_is_not_made() -> None:
    """An unknown activity, or a set that the plan lacks, leaves the plan as it is."""
    short = make_plan(SCENARIO, {"D1": SEATS["D1"]}, VISITS)
    wanted = [
        VisitLock(set="D1.1", activity="walk", host="H4"),
        VisitLock(set="D2.1", activity="visit", host="H4"),
        seat("P01", "D2.2"),
    ]
    assert edited(SCENARIO, short, wanted).rounds == short.rounds


def test_a_plan_as_locks_leaves_out_what_nobody_knows() -> None:
    """Strangers, and visits to unknown hosts or not asked for, cannot be kept."""
    odd = make_plan(
        SCENARIO,
        {"D1": "P01 Nobody | P05"},
        {
            ("D1.1", "visit"): ("H9", "2026-10-08T10:00", 180),
            ("D1.2", "walk"): ("H1", "2026-10-08T10:00", 180),
        },
    )
    assert list(as_planned(SCENARIO, odd)) == [seat("P01", "D1.1"), seat("P05", "D1.2")]


def _times(plan: Plan) -> tuple[datetime, datetime]:
    done = plan.rounds[0].sets[0].activities[0]
    return done.start, done.end


def test_a_whole_plan_is_made_of_its_locks() -> None:
    """Edited as planned, an empty plan of the same sets becomes the plan."""
    empty = make_plan(SCENARIO, dict.fromkeys(SEATS, "|"))
    new = edited(SCENARIO, empty, as_planned(SCENARIO, PLAN))
    assert new.rounds == PLAN.rounds
