"""``bounds``: what is impossible, and the rule to blame."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner


@pytest.fixture
def mixed(folder: Path) -> Path:
    """Ask for sets that hold one of each sector, so that two of one sector never meet."""
    scenario = folder / "scenario.toml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text + '\n[[rules]]\nrule = "mix"\nattribute = "sector"\n', encoding="utf-8")
    return folder


def test_impossible_pairs_are_named_with_the_rule(run: Runner, mixed: Path) -> None:
    """Each pair that can never meet is named, and the rule to blame is explained."""
    told = run("bounds", mixed)
    assert told.code == 0
    assert "Orla Benning (A01) and Hana Ridley (A04), because of mix" in told.out
    assert "mix: Every set has its share" in told.out


def test_bounds_as_json(run: Runner, mixed: Path) -> None:
    """The three pairs of one sector are impossible, and two days of three leave 2 + 3 pairs unmet at least."""
    told = run("bounds", mixed, "--json").json
    assert [pair["people"] for pair in told["impossible_pairs"]] == [["A01", "A04"], ["A02", "A05"], ["A03", "A06"]]
    assert {pair["rule"] for pair in told["impossible_pairs"]} == {"mix"}
    assert told["bounds"]["new_contacts"]["value"] >= 3
    assert told["bounds"]["new_contacts"]["argument"]
    assert told["soft"] == 10 * told["bounds"]["new_contacts"]["value"]


def test_nothing_impossible_is_said_in_words(run: Runner, folder: Path) -> None:
    """Without such a rule nobody is kept apart, and the bound on contacts is told as what can be won."""
    told = run("bounds", folder)
    assert "No hard rule keeps any two people apart for good." in told.out
    assert "new contacts: at most" in told.out
