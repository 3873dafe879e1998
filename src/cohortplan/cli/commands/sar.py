"""``sar``: tell somebody all that is held on them (a subject access request)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, scenario_argument
from cohortplan.cli.messages import ledger_option, open_ledger, when
from cohortplan.cli.naming import find
from cohortplan.cli.output import emit, say


@click.command("sar")
@scenario_argument
@click.argument("person", metavar="PERSON")
@click.argument("plan_path", metavar="[PLAN]", required=False)
@ledger_option
@json_option
def command(scenario_path: str, person: str, plan_path: str | None, ledger_path: Path | None, as_json: bool) -> None:
    """Tell somebody all that is held on them: every row of every table, the plan, and what they were told and answered.

    PERSON is an id or a name. Whoever else stands in these rows is left out. The answer is for that person alone.
    """
    from cohortplan.io.privacy.access import held, planned
    from cohortplan.model.privacy import FACTS

    scenario = load_scenario(scenario_path, plan_path)
    (found,) = find(scenario, [person], ("participant",))
    who = found.id
    content: dict[str, Any] = {
        "participant": who,
        "name": scenario.people[who].name,
        "files": held(scenario_path, scenario, who),
        "plan": [] if plan_path is None else planned(scenario, load_plan(scenario, plan_path), who),
        "messages": _messages(scenario_path, who, ledger_path),
        "purposes": {name: fact.purpose for name, fact in FACTS.items() if fact.seen.get("self") == "yes"},
    }
    if as_json:
        emit(content)
        return
    say(f"All that is held on {content['name']} ({who}) in {scenario.programme.title}")
    for file, rows in content["files"].items():
        _section(file, rows)
    for title, rows in (("The plan", _flat(content["plan"])), ("Messages", content["messages"])):
        _section(title, rows)
    say()
    say("What it is kept for")
    for name, purpose in content["purposes"].items():
        say(f"  {name.replace('_', ' ')}: {purpose}")


def _section(title: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        say()
        say(title)
    for row in rows:
        say("  " + "; ".join(f"{name}: {_words(cell)}" for name, cell in row.items() if cell not in ("", [], None)))


def _words(cell: Any) -> str:
    return ", ".join(map(str, cell)) if isinstance(cell, list) else str(cell)


def _flat(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a plan, one for each activity."""
    rows = []
    for each in plan:
        seat = {name: each[name] for name in ("round", "set", "others")}
        rows += [{**seat, **done} for done in each["activities"]] or [seat]
    return rows


def _messages(scenario_path: str, who: str, path: Path | None) -> list[dict[str, Any]]:
    """Return what the ledger says that a participant was told and answered."""
    from cohortplan.io.privacy.rows import settings_file

    path = path or settings_file(scenario_path).with_name("ledger.sqlite")
    if not path.exists():
        return []
    with open_ledger(scenario_path, path, make=False) as ledger:
        mine = [entry for entry in ledger.entries() if entry.audience == "participant" and entry.to == who]
        places = {entry.address for entry in mine if entry.address}
        told: list[dict[str, Any]] = [
            {"told": each.event.summary, "when": when(each.event), "kind": each.kind, "address": each.address}
            for each in mine
        ]
        answers = [each for each in ledger.replies() if each.address in places]
    return told + [
        {"answered": str(each.partstat), "at": f"{each.at:%Y-%m-%d %H:%M}", "comment": each.comment} for each in answers
    ]
