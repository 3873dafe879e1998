"""``sar``: tell somebody all that is held on them (a subject access request)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, scenario_argument
from cohortplan.cli.messages import ledger_option, open_ledger, when
from cohortplan.cli.naming import Named, find
from cohortplan.cli.output import emit, say

if TYPE_CHECKING:
    from cohortplan.model import Plan, Scenario


@click.command("sar")
@scenario_argument
@click.argument("person", metavar="PERSON")
@click.argument("plan_path", metavar="[PLAN]", required=False)
@ledger_option
@json_option
def command(scenario_path: str, person: str, plan_path: str | None, ledger_path: Path | None, as_json: bool) -> None:
    """Tell somebody all that is held on them: every row of every table, the plan, and what they were told and answered.

    PERSON is the id or name of a participant, facilitator or guest. Whoever else stands in these rows is left out. The
    answer is for that person alone.
    """
    from cohortplan.model.privacy import FACTS

    scenario = load_scenario(scenario_path, plan_path)
    (found,) = find(scenario, [person], ("participant", "facilitator", "guest"))
    plan = None if plan_path is None else load_plan(scenario, plan_path)
    purposes = {name: fact.purpose for name, fact in FACTS.items() if fact.seen.get("self") == "yes"}
    if found.kind != "participant":
        purposes = {name: FACTS[name].purpose for name in ("helper", "contact")}
    content: dict[str, Any] = {
        found.kind: found.id,
        **_held(scenario_path, scenario, found, plan),
        "messages": _messages(scenario_path, found, ledger_path),
        "purposes": purposes,
    }
    who = found.id
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


def _held(scenario_path: str, scenario: Scenario, found: Named, plan: Plan | None) -> dict[str, Any]:
    """Return name, rows of files and what is planned."""
    from cohortplan.io.privacy.access import held, held_on_helper, helper_name, planned, planned_for_helper

    kind, who = found
    if kind == "participant":
        rows = held(scenario_path, scenario, who)
        seats = [] if plan is None else planned(scenario, plan, who)
        return {"name": scenario.people[who].name, "files": rows, "plan": seats}
    rows = held_on_helper(scenario_path, scenario, kind, who)
    seats = [] if plan is None else planned_for_helper(scenario, plan, kind, who)
    return {"name": helper_name(scenario, kind, who), "files": rows, "plan": seats}


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


def _messages(scenario_path: str, person: Named, path: Path | None) -> list[dict[str, Any]]:
    """Return what the ledger says that somebody was told and answered."""
    from cohortplan.io.privacy.rows import settings_file

    path = path or settings_file(scenario_path).with_name("ledger.sqlite")
    if not path.exists():
        return []
    with open_ledger(scenario_path, path, make=False) as ledger:
        mine = [entry for entry in ledger.entries() if (entry.audience, entry.to) == person]
        places = {entry.address for entry in mine if entry.address}
        told: list[dict[str, Any]] = [
            {"told": each.event.summary, "when": when(each.event), "kind": each.kind, "address": each.address}
            for each in mine
        ]
        answers = [each for each in ledger.replies() if each.address in places]
    return told + [
        {"answered": str(each.partstat), "at": f"{each.at:%Y-%m-%d %H:%M}", "comment": each.comment} for each in answers
    ]
