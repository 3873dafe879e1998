"""Scenarios that programs make, as folders: what can be said in files is read as it was, and all else is refused."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from benchmarks.cases import nation, visits
from cohortplan.errors import InputError
from cohortplan.io import read_instance, read_scenario, write_scenario
from cohortplan.model import Charter, Scenario, SetSpec, Tie, VisitLock
from cohortplan.model.hosts import Closure, Hours, Opening

SHIPPED = Path(__file__).parents[2] / "scenarios"
OFFERED, MIDNIGHT = date(2026, 10, 5), date(2026, 10, 6)


def rich() -> Scenario:
    """Return a scenario with hosts, hours, ties and locks, in which text looks like a formula."""
    made = visits.open_instance("3x2x6")
    names = {each.id: f"year.{number}" for number, each in enumerate(made.rounds[0].sets, start=1)}
    sets = tuple(SetSpec(id=names[each.id], least=number, most=8) for number, each in enumerate(made.rounds[0].sets))
    first, second, *rest = made.participants
    host = made.hosts[0].model_copy(
        update={
            "name": "=1+1",
            "leader": (Hours(weekdays=(0, 2), opens=time(9), closes=time(0)),),
            "openings": (
                Opening(start=datetime.combine(OFFERED, time(9, 30)), end=datetime.combine(MIDNIGHT, time())),
            ),
            "closures": (Closure(first=date(2026, 10, 7), last=date(2026, 10, 9), reason="stocktaking, all of it"),),
            "lat": 51.5,
            "lon": -0.1,
            "reserve": True,
        }
    )
    online = first.model_copy(update={"online": True, "weekdays": (0, 4), "joins": date(2026, 10, 1)})
    return made.but(
        charter=Charter(purpose='"Why" = [so]', engagement=("One", "# two")),
        participants=(online, second, *rest),
        rounds=(made.rounds[0].model_copy(update={"sets": sets, "contacts": False}),),
        hosts=(host, *made.hosts[1:]),
        ties=(Tie(a=first.id, b=second.id, kind="apart", source="café"),),
        seat_locks=tuple(each.model_copy(update={"set": names[each.set]}) for each in made.seat_locks),
        visit_locks=(VisitLock(set="year.1", activity="visit-1", host=made.hosts[1].id),),
    )


def test_what_was_written_is_read_as_the_same(tmp_path: Path) -> None:
    """Groups alone, hubs with holidays, and visits with all that hosts say of their time."""
    golf = read_instance("sgp:3-2-3")
    assert golf is not None
    for number, scenario in enumerate((golf.scenario, nation.open_instance("60x3"), rich())):
        write_scenario(tmp_path / str(number), scenario)
        assert read_scenario(tmp_path / str(number)) == scenario


def test_what_cannot_be_said_in_files_is_refused(tmp_path: Path) -> None:
    """Sets with names of their own, and duties, of which nothing is written; both with what to do."""
    with pytest.raises(InputError, match=r"there is no set 'S001'.*Call its sets ROUND\.1"):
        write_scenario(tmp_path / "visits", visits.open_instance("3x2x6"))
    with pytest.raises(InputError, match="cannot be written as a folder"):
        write_scenario(tmp_path / "full", read_scenario(SHIPPED / "connect-11"))
