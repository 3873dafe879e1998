"""``rules``: the table is made from the rules themselves."""

from __future__ import annotations

from pathlib import Path

from cohortplan.rules import registry
from tests.cli.conftest import Runner


def test_every_rule_is_listed(run: Runner) -> None:
    """A row for each registered rule, in alphabetical order, with its first sentence."""
    rows = run("rules", "--json").json
    assert [row["rule"] for row in rows] == list(registry())
    size = next(row for row in rows if row["rule"] == "set_size")
    assert size == {
        "rule": "set_size",
        "level": "hard",
        "implied": True,
        "serves": "",
        "fields": {},
        "meaning": "Every set has between its least and its most members.",
    }


def test_fields_are_shown_as_typed(run: Runner) -> None:
    """Fields that must be given are told from those with a default; soft rules are told from hard ones."""
    rows = {row["rule"]: row for row in run("rules", "--json").json}
    assert rows["fair_floor"]["fields"] == {"at_least": "none", "known": "['knows']", "power": "none"}
    assert rows["fair_floor"]["level"] == "soft"
    told = run("rules").out
    assert "at_least = none, known = ['knows'], power = none" in told
    assert "attribute (required), at_least = none" in told


def test_the_readme_has_the_table_of_all_rules(run: Runner) -> None:
    """The README has what ``rules --markdown`` prints, word for word; to renew it, put that in its place."""
    table = run("rules", "--markdown").out
    assert len(table.splitlines()) == 2 + len(registry())
    assert f"\n\n{table}\n" in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_table_is_one_line_a_rule(run: Runner) -> None:
    """Piped, the table has a title, headings, and a line for each rule."""
    assert len(run("rules").out.splitlines()) == 2 + len(registry())
