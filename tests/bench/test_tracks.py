"""The tracks: days of a script are lived through and scored, and fronts of plans are measured exactly."""

from __future__ import annotations

import json
import random
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.contestants import find_contestant
from cohortplan.bench.execute import do_unit
from cohortplan.bench.record import Record, other_plan_files, plan_file
from cohortplan.bench.registry import Registry, enter_run
from cohortplan.bench.source import open_source
from cohortplan.bench.tracks.attainment import surfaces
from cohortplan.bench.tracks.days import CHANGE, Days
from cohortplan.bench.tracks.front import Point, Wishes, best_of
from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import write_list
from cohortplan.errors import InputError
from cohortplan.io import read_plan
from cohortplan.living.front import dominated
from tests.cli.conftest import Runner, run
from tests.cli.two_days import plan_content, write_folder, write_plan_file

__all__ = ["run"]

NOWHERE = Path("no-instances")
#: Somebody is ill on the first day; the host of the second day's first set closes on that day.
SCRIPT = """
[[change]]
known = 2026-10-01
change = "absence"
participants = ["A06"]
rounds = ["D1"]

[[change]]
known = 2026-11-01
change = "closure"
host = "H3"
from = 2026-12-03
until = 2026-12-03
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a scenario with a script and the plan that people were told."""
    path = write_folder(tmp_path)
    write_plan_file(path)
    (path / "disruptions.toml").write_text(SCRIPT)
    return path


def opened(folder: Path) -> Days:
    """Return the days of a scenario."""
    found = open_source(f"days:{folder}")
    assert isinstance(found, Days)
    return found


def answered(name: str, source: str, budget: Budget | None = None) -> dict[str, float]:
    """Return the figures of what a contestant hands in."""
    subject = open_source(source)
    answer = find_contestant(name).answer(subject, "case", 0, budget or Budget(iterations=100_000), lambda _: None)
    return dict(subject.measure(answer.plans).figures)


def test_doing_nothing_loses_what_breaks(folder: Path) -> None:
    """A plan that is left as it is changes nothing; the pairs of who is away and of a set without a host are lost.

    Ten pairs meet by the plan. Who is away on the first day no longer meets A04 there (A05 only later). On the second
    day the set of A01, A05 and A06 has no host, and loses its pairs but those that meet on the first day.
    """
    days = opened(folder)
    assert (days.value, days.events) == (10, 12)
    figures = answered("untouched", f"days:{folder}")
    assert figures["changes"] == 0
    assert figures["broken 2026-10-01"] == 1
    assert figures["value_kept 2026-10-01"] == 0.9
    assert figures["value_kept 2026-11-01"] == pytest.approx(0.6)
    assert figures["value_kept"] == figures["score"] == pytest.approx(0.75)


def changed_plan() -> dict[str, Any]:
    """Return the plan with the second day's first set at the host that is left."""
    content = plan_content()
    content["rounds"][1]["sets"][0]["activities"][0]["host"] = "H2"
    return content


def test_the_score_is_what_is_kept_less_what_is_changed(folder: Path, tmp_path: Path) -> None:
    """Each formula is as the track says; a set that goes elsewhere changes a visit of each of its members."""
    days = opened(folder)
    file = tmp_path / "other.json"
    content = plan_content()
    swapped = content["rounds"][1]["sets"]
    swapped[0]["members"], swapped[1]["members"] = ["A01", "A05", "A04"], ["A02", "A03", "A06"]
    file.write_text(json.dumps(content))
    figures = days.measure([days.told, read_plan(file)]).figures
    assert figures["changes 2026-11-01"] == 2
    kept = (figures["value_kept 2026-10-01"] + figures["value_kept 2026-11-01"]) / 2
    assert figures["value_kept"] == pytest.approx(kept, abs=1e-6)
    assert figures["score"] == pytest.approx(kept - CHANGE * 2 / 12, abs=1e-6)
    again = figures["value_kept 2026-11-01"] - CHANGE * 2 / 12
    assert figures["score 2026-11-01"] == pytest.approx(again, abs=1e-6)


def test_the_past_cannot_be_rewritten(folder: Path, tmp_path: Path) -> None:
    """What a plan says of rounds that are over by then counts for nothing: they are as people were told them."""
    days = opened(folder)
    content = plan_content()
    first = content["rounds"][0]["sets"]
    first[0]["members"], first[1]["members"] = first[1]["members"], first[0]["members"]
    file = tmp_path / "other.json"
    file.write_text(json.dumps(content))
    assert days.measure([days.told, read_plan(file)]) == days.measure([days.told, days.told])
    assert days.measure([read_plan(file), days.told]).figures["changes"] == 5


def test_as_many_plans_as_days(folder: Path) -> None:
    """A contestant that hands in another number of plans is told so; a solver of single plans is one of these."""
    days = opened(folder)
    with pytest.raises(InputError, match="there are 1 plans for 2 days"):
        days.measure([days.told])
    with pytest.raises(InputError, match="Hand in one"):
        open_source(str(folder)).measure([days.told, days.told])


def test_contestants_of_tracks_keep_to_them(folder: Path) -> None:
    """Whoever lives through days or holds wishes against each other says where; a solver that is not there is named."""
    for name, source in (("untouched", str(folder)), ("afresh:cpsat", "sgp:2-2-2"), ("weights:cpsat", str(folder))):
        with pytest.raises(InputError, match="takes part in the track"):
            answered(name, source)
    with pytest.raises(InputError, match="there is no solver 'mine'"):
        find_contestant("afresh:mine")
    with pytest.raises(InputError, match="there is no contestant 'bends:cpsat'"):
        find_contestant("bends:cpsat")


def test_who_plans_anew_mends_but_changes(folder: Path) -> None:
    """Solving afresh breaks less than doing nothing, and pays for what it changes."""
    afresh, untouched = (answered(name, f"days:{folder}") for name in ("afresh:cpsat", "untouched"))
    assert afresh["broken"] < untouched["broken"]
    assert afresh["changes"] > 0
    assert afresh["value_kept"] > untouched["value_kept"]


@pytest.mark.slow
def test_replanning_changes_least(folder: Path) -> None:
    """Changing as little as can be breaks nothing and costs less than solving afresh; again it comes to the same."""
    budget, source = Budget(iterations=20_000), f"days:{folder}"
    replan, afresh = (answered(name, source, budget) for name in ("replan", "afresh"))
    assert replan["broken"] == 0
    assert replan["changes"] < afresh["changes"]
    assert replan["score"] > afresh["score"]
    assert answered("replan", source, budget) == replan


def test_a_folder_without_script_or_plan_is_told_whole(tmp_path: Path) -> None:
    """Both that are missing are named, each with what to do."""
    path = write_folder(tmp_path)
    with pytest.raises(InputError) as caught:
        open_source(f"days:{path}")
    assert [defect.message for defect in caught.value.defects] == [
        "there is no script of changes",
        "there is no plan to begin with",
    ]


def test_what_is_given_is_part_of_the_hash(folder: Path) -> None:
    """Another script or another first plan make another instance."""
    before = opened(folder).sha256
    (folder / "disruptions.toml").write_text((folder / "disruptions.toml").read_text().replace("A06", "A05"))
    other = opened(folder).sha256
    (folder / "plan.json").write_text(json.dumps(changed_plan()))
    assert len({before, other, opened(folder).sha256}) == 3


def do(run_folder: Path, source: str, solver: str, figures: tuple[str, ...]) -> Record:
    """Let a contestant do one unit, and write down the run."""
    for part in ("units", "plans"):
        (run_folder / part).mkdir(parents=True, exist_ok=True)
    told = tuple(Figure(name=name, better="more") for name in figures)
    case = Case(name="case", source=source, figures=told)
    unit = Unit(case=case, sha256=open_source(source).sha256, solver=solver, seed=0, budget=Budget(iterations=100_000))
    write_list(run_folder, [unit])
    return do_unit(run_folder, unit)


def test_days_make_a_record_like_any_other(folder: Path, tmp_path: Path) -> None:
    """The figures that the case asks for are in it, and every plan is kept; none of them enters the registry."""
    record = do(tmp_path / "run", f"days:{folder}", "untouched", ("score", "changes", "value_kept 2026-10-01"))
    assert dict(record.figures) == {"score": 0.75, "changes": 0, "value_kept 2026-10-01": 0.9}
    assert (record.status, record.others, record.error) == ("feasible", 1, "")
    files = [*other_plan_files(tmp_path / "run", record.unit, 1), plan_file(tmp_path / "run", record.unit)]
    assert all(read_plan(file).rounds for file in files)
    [outcome] = enter_run(tmp_path / "run", Registry(tmp_path / "best"), NOWHERE)
    assert (outcome.entry, outcome.why) == (None, "a track has no one plan that is the best")


def wishes(folder: Path) -> Wishes:
    """Return the wishes of a scenario."""
    found = open_source(f"front:{folder}")
    assert isinstance(found, Wishes)
    return found


def test_the_reference_follows_from_the_instance(folder: Path) -> None:
    """No pair meets, and one host receives all four visits; without ways travel is no wish."""
    subject = wishes(folder)
    assert subject.kinds == ("new_contacts", "host_balance")
    assert (subject.reference, subject.ideal) == ((12, 4), (0, 1))
    plan = read_plan(folder / "plan.json")
    assert subject.point(plan) == (2, 1)
    assert subject.measure([plan]).figures == {
        "hypervolume": round(10 / 12, 6),
        "points": 1,
        "distinct_pairs": 10,
        "most_visits_of_a_host": 1,
    }


def test_travel_is_a_wish_where_ways_are_known(folder: Path) -> None:
    """The worst is that everybody goes to the host that is furthest, there and back, for every visit."""
    people = (folder / "participants.csv").read_text().splitlines()
    rows = [f"{people[0]},town", *(f"{row},York" for row in people[1:])]
    (folder / "participants.csv").write_text("\n".join(rows))
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text().replace("[attributes]", "[attributes]\ntown = []"))
    (folder / "places.csv").write_text("place,lat,lon\nYork,53.96,-1.08\nHull,53.74,-0.33\nSelby,53.78,-1.07\n")
    subject = wishes(folder)
    assert subject.kinds == ("new_contacts", "travel", "host_balance")
    ways = max(subject.scenario.atlas.minutes("York", host.id) or 0 for host in subject.scenario.hosts)
    assert subject.reference[1] == 6 * 2 * 2 * ways
    figures = subject.measure([read_plan(folder / "plan.json")]).figures
    assert 0 < figures["travel_minutes"] < subject.reference[1]


def test_nothing_to_hold_against_coverage() -> None:
    """An instance without hosts has no front."""
    with pytest.raises(InputError, match="nothing to hold against coverage"):
        open_source("front:sgp:2-2-2")


def test_weights_make_a_front(folder: Path, tmp_path: Path, run: Runner) -> None:
    """A solver with a grid of weights hands in plans of which none beats another, and attainment tells their points."""
    record = do(tmp_path / "run", f"front:{folder}", "weights:cpsat", ("hypervolume", "points"))
    assert record.error == ""
    assert record.figures["points"] == record.others + 1
    assert 0.8 < record.figures["hypervolume"] <= 1
    told = run("bench", "attainment", tmp_path / "run", "-o", tmp_path / "points.csv")
    assert (told.code, told.err) == (0, "")
    assert "1 of 1" in told.out
    head, *rows = (tmp_path / "points.csv").read_text().splitlines()
    assert head == "case,contestant,budget,reached_by,runs,distinct_pairs,most_visits_of_a_host"
    assert len(rows) == record.others + 1
    [surface] = run("bench", "attainment", tmp_path / "run", "--json").json
    assert len(surface["points"]) == len(rows)


def test_no_front_is_no_attainment(folder: Path, tmp_path: Path, run: Runner) -> None:
    """A run of other things is refused, with the way out."""
    do(tmp_path / "run", f"days:{folder}", "untouched", ("score",))
    told = run("bench", "attainment", tmp_path / "run")
    assert told.code == 2
    assert "sources that begin with front:" in told.err


def points(rng: random.Random, wishes: int, most: int) -> list[Point]:
    """Draw a few points."""
    return [tuple(rng.randrange(6) for _ in range(wishes)) for _ in range(rng.randint(1, most))]


@pytest.mark.parametrize("wishes", [2, 3])
def test_volumes_are_exact(wishes: int) -> None:
    """The volume that points dominate is the number of unit cells that some point is below, cell by cell."""
    rng = random.Random(wishes)  # noqa: S311 - cases, no secrets
    for _ in range(60):
        some, reference = points(rng, wishes, 8), tuple(rng.randint(3, 6) for _ in range(wishes))
        cells = product(*(range(worst) for worst in reference))
        counted = sum(any(all(a <= b for a, b in zip(p, cell, strict=True)) for p in some) for cell in cells)
        assert dominated(best_of(some), reference) == dominated(some, reference) == counted


@pytest.mark.parametrize("wishes", [2, 3])
def test_surfaces_are_what_so_many_attain(wishes: int) -> None:
    """A cell is at or beyond the surface of k runs if, and only if, at least k runs have a point that is no worse."""
    rng = random.Random(10 + wishes)  # noqa: S311 - cases, no secrets
    for _ in range(30):
        fronts = [points(rng, wishes, 4) for _ in range(rng.randint(1, 4))]
        found = surfaces(fronts)
        for cell in product(range(6), repeat=wishes):
            attained = sum(any(all(a <= b for a, b in zip(p, cell, strict=True)) for p in front) for front in fronts)
            for k, surface in enumerate(found, start=1):
                beyond = any(all(a <= b for a, b in zip(p, cell, strict=True)) for p in surface)
                assert beyond == (attained >= k)
        for surface in found:
            assert not any(all(a <= b for a, b in zip(p, q, strict=True)) for p, q in combinations(surface, 2))
