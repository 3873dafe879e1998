"""What is left of a plan, on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_readme_shows_what_is_printed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```console\n\$ cohortplan (simulate [^\n]+)\n(.+?)```\n", text, re.S)
    assert found is not None
    monkeypatch.chdir(ROOT)
    assert run(*found[1].split()).out == found[2]


def test_figures_stand_in_a_table(run: Runner, folder: Path, plan_file: Path) -> None:
    """Each figure has what was planned, the mean, its interval, and what one run in ten does not exceed."""
    told = run("simulate", folder, plan_file, "--no-show", "10%", "--runs", 200)
    assert told.code == 0
    head, columns, pairs, new, fewest, *rest = told.out.splitlines()
    assert head == "Two days in York: 200 runs"
    assert columns.split()[:3] == ["figure", "planned", "mean"]
    cells = re.split(r"  +", pairs)
    assert cells[:2] == ["pairs that meet", "10"]
    low, high = map(float, cells[3].split(" to "))
    # Two pairs meet twice and eight once.
    expected = 8 * 0.81 + 2 * (1 - 0.19**2)
    assert low - 0.3 < expected < high + 0.3
    assert re.split(r"  +", new)[1] == "9"
    assert fewest.startswith("new, whoever has fewest")
    assert "10% that somebody stays away on a day" in " ".join(rest)


def test_the_same_seed_prints_the_same(run: Runner, folder: Path, plan_file: Path) -> None:
    """Output depends on the seed alone."""
    options = ("simulate", folder, plan_file, "--cancel", "20", "--runs", 50, "--json")
    first, again, other = (run(*options, "--seed", seed) for seed in (1, 1, 2))
    assert first.out == again.out != other.out
    assert first.json["chances"] == {"no_show": 0.03, "cancel": 0.2, "refuse": 0.0}
    assert first.json["pairs"]["planned"] == 10


@pytest.mark.parametrize("value", ["101%", "-1", "often", "nan", "%"])
def test_a_chance_is_a_percentage(run: Runner, folder: Path, plan_file: Path, value: str) -> None:
    """What is no percentage from 0 to 100 is refused with its value."""
    told = run("simulate", folder, plan_file, f"--no-show={value}")
    assert told.code == 2
    assert value in told.err


def test_nobody_is_named(run: Runner, folder: Path, plan_file: Path) -> None:
    """Neither the table nor the document names a participant, so that both may be handed on."""
    for more in ((), ("--json",)):
        out = run("simulate", folder, plan_file, "--runs", 20, *more).out
        assert not re.search(r"A0\d|Benning|Quayle", out)
