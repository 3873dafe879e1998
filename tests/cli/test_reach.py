"""Whom the hub reaches, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Runner

FOLDER = Path(__file__).parents[2] / "scenarios" / "partner-hub-60"


def test_reach_is_shown_round_by_round(run: Runner) -> None:
    """Before the first round the hub knows one organisation by contract; after it, it has met all eighteen."""
    rows = run("show", FOLDER, FOLDER / "plan.json", "reach", "--json").json["rows"]
    assert [row["round"] for row in rows] == ["before", "R1", "R2", "R3", "R4", "R5", "R6"]
    assert [(row["organisations"], row["bodies"]) for row in rows[:3]] == [(1, 12), (18, 82), (18, 82)]
    assert rows[0]["new_organisations"] == "Jericho Carers"


def test_without_links_there_is_nothing_to_show(run: Runner, folder: Path, plan_file: Path) -> None:
    """The command says which table is missing."""
    told = run("show", folder, plan_file, "reach")
    assert told.code == 2
    assert "the scenario has no links of organisations. Add links.csv" in told.err
