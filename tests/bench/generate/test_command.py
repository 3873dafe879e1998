"""``bench generate`` as it is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cohortplan.bench.generate import Factors
from tests.bench.generate.small import SMALL
from tests.cli.conftest import Runner

README = Path(__file__).parents[3] / "README.md"
OPTIONS = [word for name, value in SMALL.items() for word in (f"--{name.replace('_', '-')}", value)]


def test_the_readme_shows_what_is_printed(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples in the README print what stands there, word for word; to renew it, put the output in its place."""
    text = README.read_text(encoding="utf-8").partition("## Instances to measure with")[2].partition("\n## ")[0]
    design = re.search(r"```toml\n(.+?)```", text, re.S)
    assert design is not None
    (tmp_path / "sweep.toml").write_text(design[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = re.findall(r"^\$ cohortplan ([^\n]+)\n(.*?)(?=^\$|^```)", text, re.S | re.M)
    assert len(shown) == 2
    for typed, out in shown:
        assert run(*typed.split()).out == out


def test_one_instance_is_drawn_by_options(run: Runner, tmp_path: Path) -> None:
    """Options are factors; what is written holds together, and is whole."""
    told = run("bench", "generate", *OPTIONS, "--plant", "--difficulty", "hard", "-o", tmp_path / "one", "--json")
    assert told.code == 0
    (card,) = told.json["instances"]
    assert (card["difficulty"], card["best"]["soft"], card["features"]["participants"]) == ("hard", 0, 18)
    assert run("bench", "generate", "--check", tmp_path / "one").out.endswith("1 instance is whole.\n")
    assert run("check", tmp_path / "one", tmp_path / "one" / "planted.plan.json").code == 0


def test_every_factor_is_an_option(run: Runner) -> None:
    """The help names every factor but the kinds of hosts, which need a file, with its usual value."""
    shown = run("bench", "generate", "--help").out
    for name in Factors.model_fields.keys() - {"kinds"}:
        assert f"--{name.replace('_', '-')} " in shown
    assert "[default: 5-7]" in shown


@pytest.mark.parametrize(
    "typed", [[], ["-o", "x", "--check", "x"], ["d.toml", "--ties", "0", "-o", "x"], ["d.toml", "--check", "x"]]
)
def test_contradicting_options_are_wrong_usage(run: Runner, typed: list[str]) -> None:
    """A design, factors and --check exclude each other, and it must be said where to write."""
    told = run("bench", "generate", *typed)
    assert told.code == 2
    assert "Usage" in told.err


def test_bad_factors_and_files_are_bad_input(run: Runner, tmp_path: Path) -> None:
    """What cannot be used exits with 2, all problems told; nothing is written."""
    told = run("bench", "generate", "--ties", "2", "--seed", "x", "-o", tmp_path / "one")
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "factors, column ties: this must be at most 1.0 (found: '2'). Mend the number",
        "factors, column seed: this must be a whole number (found: 'x'). Write it like 6",
        "2 problems found.",
    ]
    assert not (tmp_path / "one").exists()
    assert run("bench", "generate", tmp_path / "none.toml", "-o", tmp_path).code == 2
    assert run("bench", "generate", "--check", tmp_path).code == 2
