"""Suites: what is read from one, what is refused, and the work that it makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.source import open_source
from cohortplan.bench.suite import Suite, read_suite, work_list
from cohortplan.bench.unit import Unit
from cohortplan.errors import InputError
from cohortplan.model import Scenario

GOLF = """
[[block]]
solvers = ["search", "portfolio"]
seeds = [3, 1]
iterations = [10, 20]
sources = ["sgp:2-2-3"]
"""
FAMILY = '[[block]]\nseconds = 1\nfamily = "{}"\n'


def suite(folder: Path, text: str) -> Suite:
    """Write a suite and read it."""
    file = folder / "suite.toml"
    file.write_text(text, encoding="utf-8")
    return read_suite(file)


def refusal(folder: Path, text: str) -> str:
    """Return what is said of a suite that cannot be used, when it is read or its work is listed."""
    with pytest.raises(InputError) as refused:
        work_list(suite(folder, text), folder)
    return str(refused.value)


def test_work_is_every_instance_by_budget_solver_and_seed(tmp_path: Path) -> None:
    """A block makes a unit of each budget, solver and seed of each of its cases, in the order it names them."""
    units = work_list(suite(tmp_path, GOLF), tmp_path)
    assert [(each.budget.iterations, each.solver, each.seed) for each in units] == [
        (budget, solver, seed) for budget in (10, 20) for solver in ("search", "portfolio") for seed in (3, 1)
    ]
    assert len({each.id for each in units}) == len(units)
    assert {each.sha256 for each in units} == {open_source("sgp:2-2-3").scenario.sha256}


def test_a_number_of_seeds_counts_from_nought(tmp_path: Path) -> None:
    """``seeds = 3`` is short for the seeds 0, 1 and 2."""
    units = work_list(suite(tmp_path, GOLF.replace("[3, 1]", "3")), tmp_path)
    assert {each.seed for each in units} == {0, 1, 2}


def test_a_command_may_be_long(tmp_path: Path) -> None:
    """As those with the ways to programs and models are."""
    command = f"program:python {'a/long/way/to/' * 20}solver.py {{plan}}"
    assert work_list(suite(tmp_path, GOLF.replace("portfolio", command)), tmp_path)[2].solver == command


def test_a_units_name_tells_all_that_is_done() -> None:
    """Units that differ in instance, solver, seed or budget have other ids; what figures are reported changes none."""
    case = Case(name="a", source="sgp:2-2-3")
    unit = Unit(case=case, sha256="1", solver="search", seed=0, budget=Budget(iterations=5))
    changes = (
        {"case": case.model_copy(update={"name": "b"})},
        {"sha256": "2"},
        {"solver": "cpsat"},
        {"seed": 1},
        {"budget": Budget(iterations=6)},
        {"budget": Budget(seconds=5)},
    )
    ids = [unit.id, *(unit.model_copy(update=each).id for each in changes)]
    assert len(set(ids)) == len(ids)
    figured = case.model_copy(update={"figures": (Figure(name="distinct_pairs", better="more"),)})
    assert unit.model_copy(update={"case": figured}).id == unit.id


def test_the_folder_of_instances_and_stars_are_filled_in(tmp_path: Path) -> None:
    """``{instances}`` stands for a folder, ``*`` for every file there is, and cases are called as the files are."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(
            "4 2 ss 2 2 2 2\n" + "".join(f"{i} {j} {i + j}\n" for i in range(4) for j in range(i + 1, 4))
        )
    text = '[[block]]\nseeds = 1\nseconds = 1\nsources = ["mdgp:{instances}/*.txt"]\n'
    units = work_list(suite(tmp_path, text), tmp_path)
    assert [each.case.name for each in units] == ["mdgp:a.txt", "mdgp:b.txt"]
    assert units[0].case.source == f"mdgp:{tmp_path}/a.txt"


def test_cases_of_a_family_keep_their_own_budgets(tmp_path: Path) -> None:
    """A family's cases are solved for as long as they say themselves, unless the block says something else."""
    family = f'[[block]]\nfamily = "{__name__}:own_budgets"\nseeds = 1\n'
    assert [str(each.budget) for each in work_list(suite(tmp_path, family), tmp_path)] == ["7 iterations"]
    assert [str(each.budget) for each in work_list(suite(tmp_path, f"{family}seconds = 2\n"), tmp_path)] == ["2 s"]


def own_budgets(instances: Path) -> list[Case]:
    """Return a family of one case."""
    assert instances.is_dir()
    return [Case(name="own", source=f"python:{__name__}:golf", budgets=(Budget(iterations=7),))]


def open_instance(name: str) -> Scenario:
    """Open what a ``python:`` source of this module names."""
    return {"golf": open_source("sgp:2-2-3").scenario}[name]


def test_a_module_can_open_instances() -> None:
    """``python:MODULE:NAME`` asks the module for the scenario; a module that has none of that name is refused."""
    assert open_source(f"python:{__name__}:golf").scenario == open_source("sgp:2-2-3").scenario
    for wrong in (f"python:{__name__}:tennis", "python:nowhere:golf", "python:json:golf", "python:.x:golf"):
        with pytest.raises(InputError, match="cannot be opened"):
            open_source(wrong)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "block"),
        ("[[block]]\n", "there is nothing to solve"),
        ("nonsense", "this is no TOML"),
        (GOLF.replace("iterations", "iteration"), "this name is not known"),
        (GOLF.replace("[10, 20]", "[0]"), "at least 1"),
        (GOLF.replace("[3, 1]", "[-1]"), "at least 0"),
        (GOLF.replace("iterations = [10, 20]", ""), "there is no budget"),
        (GOLF.replace("sgp:2-2-3", "sgp:2-2"), "not of the form"),
        (GOLF.replace("sgp:2-2-3", "nowhere/*"), "there is nothing of that name"),
        (GOLF.replace("[3, 1]", "[1, 1]"), "this would be done 2 times"),
        (GOLF + '[[block.case]]\nname = "sgp:2-2-3"\nsource = "sgp:3-2-3"\n', "2 cases are called alike"),
        (GOLF.replace("sgp:2-2-3", "/"), "no case can be called like this source"),
        (GOLF.replace("[3, 1]", "1_000_000_000"), "seeds are a number from 1 to 1,000,000, or a list"),
        (GOLF.replace("[3, 1]", "-3"), "seeds are a number"),
        (GOLF.replace("[3, 1]", "[]"), "there are fewer than 1 of these"),
        (GOLF.replace("[3, 1]", "400_000"), "this would be more than 1,000,000 units"),
        (GOLF.replace("iterations = [10, 20]", "seconds = inf"), "at most"),
        (GOLF.replace("[10, 20]", "[99999999999999999999]"), "less than"),
        (GOLF.replace('"search"', '"serch", "program:solve"'), "there is no contestant 'serch'"),
        (GOLF.replace('"search"', '"program:solve"'), "the command does not say where the plan goes"),
        (FAMILY.format("nowhere:cases"), "there is no such family (No module named 'nowhere')"),
        (FAMILY.format(".suite:cases"), "there is no such family"),
        (FAMILY.format(f"{__name__}:failing"), "this family fails (SystemExit: 3)"),
        (FAMILY.format(f"{__name__}:rubbish"), "this family yields what is no case"),
        (FAMILY.format("json:decoder"), "this family fails (TypeError: 'module' object is not callable)"),
        ('[[block]]\nseconds = 1\ncase = [{ name = "a", source = "sgp:2-2-3", figures = [] }]', "fewer than 1"),
    ],
)
def test_what_is_wrong_with_a_suite_is_said(tmp_path: Path, text: str, told: str) -> None:
    """Suites that cannot be used are refused, with the reason."""
    assert told in refusal(tmp_path, text)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Two sources that cannot be opened are both named, beside a pattern of nothing and a contestant that is none."""
    text = GOLF.replace('"sgp:2-2-3"', '"nowhere/*", "sgp:2-2", "sgp:x-y-z"').replace("search", "serch")
    told = refusal(tmp_path, text)
    assert (told.count("not of the form"), told.count("\n")) == (2, 3)
    assert "there is nothing of that name" in told
    assert "there is no contestant 'serch'" in told


def test_a_block_that_has_a_fault_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """What is wrong in it is all that is told."""
    assert refusal(tmp_path, GOLF.replace("[3, 1]", "[-1]")).count("\n") == 0


def test_what_is_wrong_with_several_blocks_is_said_once(tmp_path: Path) -> None:
    """As where all have the same family."""
    assert refusal(tmp_path, FAMILY.format("nowhere:cases") * 2).count("\n") == 0


def failing(instances: Path) -> list[Case]:
    """Yield no family, but end the program."""
    del instances
    sys.exit(3)


def rubbish(instances: Path) -> list[str]:
    """Return what are no cases."""
    return [str(instances)]
