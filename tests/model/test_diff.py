"""What is not the same in two plans."""

from __future__ import annotations

from cohortplan.model.diff import SeatChange, differences
from tests.support.builders import make_scenario
from tests.support.plans import make_plan

SCENARIO = make_scenario()
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P03 P05 P07 | P02 P04 P06 P08"}
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180)}
PLAN = make_plan(SCENARIO, SEATS, VISITS)


def test_nothing_is_other_in_the_same_plan() -> None:
    """Two equal plans have no differences."""
    assert differences(PLAN, make_plan(SCENARIO, SEATS, VISITS)) == ((), ())


def test_seats_by_person() -> None:
    """Who sits elsewhere is told, by round and by person; who sits nowhere, too."""
    new = make_plan(
        SCENARIO, {"D1": "P01 P02 P03 P05 | P04 P06 P07 P08", "D2": "P01 P03 P05 | P02 P04 P06 P08"}, VISITS
    )
    found = differences(PLAN, new)
    assert found.seats == (
        SeatChange("D1", "P04", "D1.1", "D1.2"),
        SeatChange("D1", "P05", "D1.2", "D1.1"),
        SeatChange("D2", "P07", "D2.1", None),
    )
    assert found.people["P05"] == (SeatChange("D1", "P05", "D1.2", "D1.1"),)
    assert found.activities == ()


def test_hosts_and_times() -> None:
    """A visit to another host, at another time, and one that is not made any more; the same moment is the same time."""
    new = make_plan(SCENARIO, SEATS, {("D1.1", "visit"): ("H3", "2026-10-08T10:00", 180)})
    changes = differences(PLAN, new).activities
    assert [(each.set, each.old and each.old.host, each.new and each.new.host) for each in changes] == [
        ("D1.1", "H1", "H3"),
        ("D1.2", "H2", None),
    ]
    later = make_plan(SCENARIO, SEATS, {**VISITS, ("D1.1", "visit"): ("H1", "2026-10-08T11:00", 120)})
    assert [each.set for each in differences(PLAN, later).activities] == ["D1.1"]


def test_a_round_that_only_one_plan_has() -> None:
    """Its seats are all other."""
    short = make_plan(SCENARIO, {"D1": SEATS["D1"]}, VISITS)
    assert len(differences(PLAN, short).seats) == len(differences(short, PLAN).seats) == 8
