"""The suites that come with the project: their cases are found, can be opened, and have what is judged."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.cases import classics, laboratory, mixing, nation, scale, shipped, tracks, visits
from cohortplan.bench.case import Case
from cohortplan.bench.contestants import find_contestant
from cohortplan.bench.generate.design import read_design
from cohortplan.bench.source import open_source
from cohortplan.bench.suite import read_suite, work_list
from cohortplan.bench.tracks.days import Days
from cohortplan.errors import InputError
from cohortplan.io import read_plan

ROOT = Path(__file__).parents[2]
NOWHERE = Path("no-instances")


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Suites are run from the root of the project."""
    monkeypatch.chdir(ROOT)


def a_case_of_each(instances: Path) -> list[Case]:
    """Return the first case of every block of the suite of the search."""
    blocks = read_suite(Path("benchmarks/search.toml")).block
    return [case for block in blocks for case in list(block.cases(instances))[:1]]


def test_every_family_is_named_in_the_suite() -> None:
    """All functions of the families stand in ``search.toml``, and none twice."""
    families = [block.family for block in read_suite(Path("benchmarks/search.toml")).block]
    made = {
        f"{module.__name__}:{name}"
        for module in (classics, mixing, nation, scale, shipped, visits)
        for name, value in vars(module).items()
        if name[0] != "_" and getattr(value, "__annotations__", {}).get("return") == "Iterator[Case]"
    }
    assert sorted(families) == sorted(made)


def test_without_public_instances_the_others_are_left() -> None:
    """Golfers that need no table, generated crowds and the shipped scenarios are cases on every machine."""
    assert {case.group for case in a_case_of_each(NOWHERE)} == {"diner", "nation", "scale", "scenarios", "visits"}


def test_shipped_scenarios_are_cases() -> None:
    """A scenario is one case, with every value that is recorded for it, the sources of which are the same anywhere."""
    cases = {case.name: case for case in shipped.shipped(NOWHERE)}
    assert {"connect-11#2", "connect-11", "threesector-30x10"} <= cases.keys()
    city = cases["city-240"]
    assert city.source == "scenarios/city-240"
    assert [figure.name for figure in city.figures] == ["distinct_pairs", "min_contacts", "facilitator_places_filled"]
    assert city.figures[0].proved
    assert {budget.seconds for budget in city.budgets} == {90}


def test_public_instances_are_cases(tmp_path: Path) -> None:
    """A row of a table of best known values becomes a case that can be opened, with value, source and time."""
    (tmp_path / "mdgp").mkdir()
    (tmp_path / "sgp").mkdir()
    (tmp_path / "mixing").mkdir()
    (tmp_path / "mdgp" / "four.txt").write_text("4 2 ss 2 2 2 2\n0 1 5\n0 2 1\n0 3 1\n1 2 1\n1 3 1\n2 3 5\n")
    head = "instance,n,groups,type,best_known,status,source,average_of_20_runs_tpsdp,tpsdp_time_limit_s"
    (tmp_path / "mdgp" / "best_known.csv").write_text(f"{head}\nfour,4,2,ss,10,optimal,by hand,9.5,3\n")
    (tmp_path / "sgp" / "best_known_rounds.csv").write_text(
        "groups,size,upper_bound,best_known_rounds,status\n10,5,12,9,open\n"
    )
    with (tmp_path / "mixing" / "W1.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", *mixing.ATTRIBUTES])
        table.writerows([[f"P{k}", "s", "r", "t", "woman" if k % 2 else "man", f"o{k}"] for k in range(48)])
    [four] = classics.grouping(tmp_path)
    assert (four.figures[0].best, four.figures[0].proved, four.figures[0].reference) == (10, True, "by hand")
    assert four.peers[0].figure == "9.5 on average in 3 s"
    assert open_source(four.source).classic is not None
    [golf] = classics.golfers(tmp_path)
    [beyond] = classics.more_golf(tmp_path)
    assert (golf.name, beyond.name, beyond.figures[0].name) == ("sgp:10-5-9", "sgp:10-5-10", "rounds_without_repeats")
    [people] = mixing.workloads(tmp_path)
    assert len(open_source(people.source).scenario.participants) == 48


def test_what_is_judged_is_measured() -> None:
    """The figures that cases name are among what their plans are worth: by the plans that are kept, and shipped."""
    plan = read_plan(Path("benchmarks/best/sgp-10-5-10.plan.json"))
    assert {"value", "rounds_without_repeats"} <= open_source("sgp:10-5-10").figures(plan).keys()
    cases = {case.name: case for case in shipped.shipped(NOWHERE)}
    for name in ("connect-11", "partner-hub-60"):
        plan = read_plan(Path(f"scenarios/{name}/plan.json"))
        figures = open_source(cases[name].source).figures(plan)
        assert {figure.name for figure in cases[name].figures} <= figures.keys()


def test_generated_cases_can_be_opened() -> None:
    """Crowds, nations and visits are made by name, of the size that it says."""
    assert len(open_source(f"python:{scale.__name__}:2x3").scenario.participants) == 2 * scale.SIZE
    assert len(open_source(f"python:{visits.__name__}:3x2x6").scenario.hosts) == 6
    assert len(open_source(f"python:{nation.__name__}:60x1").scenario.participants) == 60


def test_a_nation_is_tried_for_several_times(tmp_path: Path) -> None:
    """Each time that a case names is a unit for each seed."""
    first, *_ = nation.nations(NOWHERE)
    assert [budget.seconds for budget in first.budgets] == [1, 2]
    file = tmp_path / "suite.toml"
    case = 'name = "golf"\nsource = "sgp:2-2-2"\nbudgets = [{ seconds = 1 }, { iterations = 9 }]\n'
    file.write_text(f"[[block]]\nseeds = 3\n[[block.case]]\n{case}")
    assert [str(unit.budget) for unit in work_list(read_suite(file), NOWHERE)] == 3 * ["1 s"] + 3 * ["9 iterations"]


def test_the_tracks_can_be_opened() -> None:
    """Each case of the suite of the tracks is one, reports what its track measures, and its contestants are there."""
    suite = read_suite(Path("benchmarks/tracks.toml"))
    cases = [case for block in suite.block for case in block.cases(NOWHERE)]
    assert len(cases) == len(tracks.DAYS) + len(tracks.FRONTS)
    for case in (cases[0], cases[-1]):
        subject = open_source(case.source)
        plan = read_plan(Path(case.source.partition(":")[2]) / "plan.json")
        plans = [plan] * len(subject.script) if isinstance(subject, Days) else [plan]
        assert {figure.name for figure in case.figures} <= subject.measure(plans).figures.keys()
    assert all(find_contestant(solver) for block in suite.block for solver in block.solvers)


def test_the_laboratory_has_twenty_four_instances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fourteen stand in the family, ten are drawn by the design; without these one is told how to draw them."""
    suite = read_suite(Path("benchmarks/laboratory.toml"))
    drawn = read_design(Path("benchmarks/laboratory-design.toml"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="the generated instances are not there"):
        list(laboratory.instances(NOWHERE))
    for name, factors in drawn.items():
        folder = tmp_path / "laboratory" / name
        folder.mkdir(parents=True)
        (folder / "scenario.toml").touch()
        if factors.plant:
            (folder / "planted.plan.json").touch()
    cases = list(laboratory.instances(NOWHERE))
    assert len(cases) == len({case.name for case in cases}) == 24
    assert sum(case.figures[0].proved for case in cases) == 5
    contestants = {solver for block in suite.block for solver in block.solvers}
    assert contestants == {"random", "deal", "greedy", "annealing", "portfolio"}
    assert all(block.iterations and len(block.seeds) == 5 for block in suite.block)
