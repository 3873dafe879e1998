"""``bookings``: two cohorts that share hosts keep to their limits together."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

from cohortplan.io import read_scenario, write_bookings
from cohortplan.model import Plan, Scenario, Visit
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.cli.conftest import Runner
from tests.support import cohort, hosts, make_scenario, visit_rounds
from tests.support.folders import base_folder, write_folder


def test_a_plan_becomes_bookings_that_another_folder_reads(
    run: Runner, folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    """Every visit of the plan is in the table, with its people, and counts for the host of the folder it is put in."""
    table = tmp_path / "bookings.csv"
    told = run("bookings", folder, plan_file, "-o", table)
    assert told.code == 0
    assert f"4 visits written to {table}" in told.out
    other = write_folder(tmp_path / "other", base_folder() | {"bookings.csv": table.read_text()})
    assert sum(len(host.bookings) for host in read_scenario(other).hosts) == 4


def test_a_place_that_cannot_be_written(run: Runner, folder: Path, plan_file: Path) -> None:
    """A folder in the place of the table is bad input, without a traceback."""
    told = run("bookings", folder, plan_file, "-o", folder)
    assert (told.code, told.out) == (2, "")


def shared() -> Scenario:
    """Return a cohort of 6 in two sets on three visit days, and four hosts with limits."""
    rounds = visit_rounds(3, [(3, 3), (3, 3)], minutes=60, step=60)
    limited = hosts(4, organisation="", most_visits=4, capacity=6, sets_at_once=2, gap_days=14)
    rules = [build_rule("most_visits"), build_rule("new_contacts")]
    return make_scenario(rules, participants=cohort(6), rounds=rounds, hosts=limited)


def visits_of(scenario: Scenario, plan: Plan | None) -> list[Visit]:
    """Return the visits of a plan there must be."""
    assert plan is not None
    return list(scenario.visits(plan))


def test_limits_hold_for_two_cohorts_together(tmp_path: Path) -> None:
    """The second cohort plans around the first: together they keep the most visits, capacity, sets at once and gaps."""
    first = shared()
    mine = visits_of(first, solve(first, stop=Stop(seconds=30)).plan)
    write_bookings(tmp_path / "bookings.csv", first, mine)
    names = "id,name,capacity,max_visits,sets_at_once,gap_days"
    rows = [f"{host.id},{host.name},6,4,2,14" for host in first.hosts]
    (tmp_path / "hosts.csv").write_text("\n".join([names, *rows, ""]))
    table = {"bookings.csv": (tmp_path / "bookings.csv").read_text(), "hosts.csv": (tmp_path / "hosts.csv").read_text()}
    people = "\n".join(["id,name", *(f"Q{k},Person {k}" for k in range(6)), ""])
    days = "round,sets,size,activity,kind,date,from,until,minutes,step\n" + "".join(
        f"D{k},2,3,visit,visit,{day},10:00,13:00,60,60\n"
        for k, day in enumerate(("2026-10-08", "2026-10-22", "2026-11-05"))
    )
    settings = '[programme]\nid = "second"\ntitle = "Second"\nstarts = 2026-09-01\nends = 2027-07-31\n'
    contents = {**table, "participants.csv": people, "rounds.csv": days, "scenario.toml": settings}
    second = read_scenario(write_folder(tmp_path / "second", contents))
    result = solve(second, stop=Stop(seconds=30))
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE)
    both = [*mine, *visits_of(second, result.plan)]
    assert len(both) == 12
    assert max(Counter(visit.host for visit in both).values()) <= 4
    for v, w in combinations(both, 2):
        if v.host == w.host:
            assert v.start.date() == w.start.date() or abs((v.start.date() - w.start.date()).days) >= 14
    for visit in both:
        there = [other for other in both if other.host == visit.host and other.start <= visit.start < other.end]
        assert len(there) <= 2
        assert sum(len(other.members) for other in there) <= 6
