"""The flagship after its second visit day: three people were away, and the days to come are planned again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cohortplan.evaluate import evaluate, owed
from cohortplan.io import read_plan, read_scenario
from tests.cli.conftest import Runner, run

__all__ = ["run"]

FLAGSHIP = Path(__file__).parents[1] / "scenarios" / "threesector-30x10"
AWAY = ("P01", "P14", "P30")


@pytest.fixture
def recorded(run: Runner, tmp_path: Path) -> Path:
    """Return the flagship's folder in which that is recorded, with the wish that those meet who missed each other."""
    folder = tmp_path / "flagship"
    shutil.copytree(FLAGSHIP, folder)
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[rules]]\nrule = "catch_up"\n')
    for name, away in (("D2", ()), ("D3", AWAY)):
        sheet = tmp_path / "sheet.csv"
        sheet.write_text("\n".join(["participant", *away, ""]), encoding="utf-8")
        options = ("--listed", "absent", "--round", name, "--today", "2026-10-25")
        assert run("attend", folder, folder / "plan.json", sheet, *options).code == 0
    return folder


def test_the_plan_in_force_owes_what_was_missed(recorded: Path) -> None:
    """Nobody of a set with somebody away met them: each such pair is owed, unless they met on the first day."""
    scenario, plan = read_scenario(recorded), read_plan(recorded / "plan.json")
    sets = {name: group.members for group in plan.by_round["D3"].sets for name in group.members}
    first = [set(group.members) for group in plan.by_round["D2"].sets]
    missed = {frozenset((name, other)) for name in AWAY for other in sets[name] if other != name}
    expected = {pair for pair in missed if not any(pair <= group for group in first)}
    debts = owed(scenario, plan)
    assert {frozenset((debt.a, debt.b)) for debt in debts} == expected
    left = sum(not debt.later for debt in debts)
    assert evaluate(scenario, plan).objectives["catch_up"].value == left


@pytest.mark.slow
def test_planning_again_repays_the_debt_and_leaves_the_past(run: Runner, recorded: Path) -> None:
    """The new plan keeps every hard rule, the days that are over to the letter, and owes less than the old one."""
    old, new = recorded / "plan.json", recorded / "new.json"
    told = run("solve", recorded, "-o", new, "--keep", old, "--seconds", "25")
    assert told.code == 0
    assert "Kept as planned: D2, D3, home." in told.err
    scenario, before, after = read_scenario(recorded), read_plan(old), read_plan(new)
    for name in ("D2", "D3", "home"):
        assert after.by_round[name] == before.by_round[name]
    assert evaluate(scenario, after).valid
    assert sum(not debt.later for debt in owed(scenario, after)) < sum(
        not debt.later for debt in owed(scenario, before)
    )
