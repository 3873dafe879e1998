"""What is held on one person in a scenario's folder, as they may read it: all of theirs, and of others nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cohortplan.io.changes import CHANGES
from cohortplan.io.findings import Findings
from cohortplan.io.privacy.leftovers import imported
from cohortplan.io.privacy.rows import PEOPLE, Cells, Sheet, settings_file, sheets, whose
from cohortplan.io.tables import TABLES
from cohortplan.io.toml import read_toml
from cohortplan.model import Plan, PlannedActivity, Scenario

#: What stands in the place of another person.
REDACTED = "somebody else"


def held(source: str | Path, scenario: Scenario, participant: str) -> dict[str, list[dict[str, Any]]]:
    """Return by file what its rows and entries say of a participant, others redacted."""
    ids, there = whose(scenario), sheets(source)
    found: dict[str, list[dict[str, Any]]] = {}
    mine = {row["key"] for row in _rows(there, "keys") if ids.get(row["participant"]) == participant}
    for table, sheet in there.items():
        rows = [
            _redacted(table, row, ids, participant) for row in sheet.rows() if _concerns(table, row, ids, participant)
        ]
        if table == "sealed":
            rows = [dict(row) for row in sheet.rows() if row["key"] in mine]
        if rows:
            found[sheet.path.name] = rows
    names = {name for name, each in ids.items() if each == participant}
    settings = settings_file(source)
    for path in (settings, settings.with_name(CHANGES)):
        entries = list(_entries(path, names, set(ids)))
        if entries:
            found[path.name] = entries
    return found | imported(settings.parent, participant)


def helper_name(scenario: Scenario, kind: str, who: str) -> str:
    """Return what a facilitator or guest is called."""
    return (scenario.facilitator[who] if kind == "facilitator" else scenario.guest[who]).name


def held_on_helper(source: str | Path, scenario: Scenario, kind: str, who: str) -> dict[str, list[dict[str, Any]]]:
    """Return by file what is said of a facilitator or guest, participants redacted."""
    ids, table = whose(scenario), f"{kind}s"
    there = sheets(source)
    rows = [_redacted(table, row, ids, who) for row in _rows(there, table) if row[kind] == who]
    found = {there[table].path.name: rows} if rows else {}
    name = helper_name(scenario, kind, who)
    settings = settings_file(source)
    entries = list(_entries(settings.with_name(CHANGES), {who, name}, set(ids)))
    return found | ({CHANGES: entries} if entries else {})


def planned_for_helper(scenario: Scenario, plan: Plan, kind: str, who: str) -> list[dict[str, Any]]:
    """Return what a plan has of a facilitator or guest: the sets looked after or sat with, and what these do."""
    found = []
    for each in plan.rounds:
        for group in each.sets:
            after = kind == "facilitator" and who in group.facilitators
            done = [_done(scenario, a) for a in group.activities if after or (kind == "guest" and who in a.guests)]
            if done or after:
                found.append({"round": each.id, "set": group.id, "others": len(group.members), "activities": done})
    return found


def planned(scenario: Scenario, plan: Plan, participant: str) -> list[dict[str, Any]]:
    """Return what a plan has of a participant: sets, with how many others, and what these do."""
    return [
        {
            "round": each.id,
            "set": group.id,
            "others": len(set(group.members) - {participant}),
            "activities": [
                {
                    **_done(scenario, done),
                    "duties": [duty for duty, names in done.duties.items() if participant in names],
                }
                for done in group.activities
            ],
        }
        for each in plan.rounds
        for group in each.sets
        if participant in group.members
    ]


def _done(scenario: Scenario, done: PlannedActivity) -> dict[str, Any]:
    return {
        "activity": done.id,
        "host": scenario.host[done.host].name if done.host in scenario.host else "",
        "from": f"{scenario.local(done.start):%Y-%m-%d %H:%M}",
        "until": f"{scenario.local(done.end):%Y-%m-%d %H:%M}",
    }


def _rows(there: Mapping[str, Sheet], table: str) -> Iterator[Cells]:
    return there[table].rows() if table in there else iter(())


def _named(cell: str, ids: Mapping[str, str]) -> list[str]:
    """Return the ids of those whom a cell names."""
    names = (each.strip() for each in cell.replace(",", ";").split(";"))
    return [ids[cell]] if cell in ids else [ids.get(name, name) for name in names]


def _concerns(table: str, row: Cells, ids: Mapping[str, str], participant: str) -> bool:
    return any(participant in _named(row[column], ids) for column in PEOPLE.get(table, ()) if column in row)


def _redacted(table: str, row: Cells, ids: Mapping[str, str], participant: str) -> dict[str, Any]:
    """Return a row with everyone else's names left out; of a row about two, what is sealed, too."""
    found: dict[str, Any] = dict(row)
    for column in PEOPLE.get(table, ()):
        if column in found:
            found[column] = "; ".join(
                dict.fromkeys(name if name == participant else REDACTED for name in _named(row[column], ids))
            )
    known = {column.name for column in TABLES[table].columns}
    others = [name for name, each in ids.items() if each != participant]
    for column in set(found) - known:  # the organiser's own, such as notes on who knows whom
        found[column] = re.sub(rf"\b(?:{'|'.join(map(re.escape, others)) or '$.'})\b", REDACTED, row[column])
    if table == "guests" and row.get("guest") != participant:
        return {name: found[name] for name in ("of", "kind") if name in found}
    if table == "ties":  # what somebody told in confidence of another is the other's as well
        found.pop("source", None)
        found["kind"] = found.get("kind", "knows") if found.get("kind", "knows") == "knows" else "a rule's"
    return found


def _entries(path: Path, names: set[str], everyone: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries of a TOML file that name somebody, others redacted."""
    toml = read_toml(path, path.name, Findings()) if path.exists() else None
    for section in () if toml is None else toml.data.values():
        for entry in section if isinstance(section, list) else ():
            if _mentions(entry, names):
                yield {name: _without(value, names, everyone) for name, value in entry.items()}


def _mentions(value: Any, names: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_mentions(each, names) for pair in value.items() for each in pair)
    return any(_mentions(each, names) for each in value) if isinstance(value, list) else value in names


def _without(value: Any, names: set[str], everyone: set[str]) -> Any:
    if isinstance(value, dict):
        return {_without(name, names, everyone): _without(each, names, everyone) for name, each in value.items()}
    if isinstance(value, list):
        return (
            list(dict.fromkeys(_without(each, names, everyone) for each in value))
            if _flat(value)
            else [_without(each, names, everyone) for each in value]
        )
    if isinstance(value, str):
        return REDACTED if value in everyone and value not in names else value
    return value if isinstance(value, bool | int | float) else f"{value}"


def _flat(value: list[Any]) -> bool:
    return not any(isinstance(each, list | dict) for each in value)
