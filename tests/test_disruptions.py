"""The disruption scripts of the shipped scenarios speak of people, hosts, rounds and days that there are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cohortplan.io import read_scenario
from cohortplan.model import Scenario
from tests.support import cohort, make_scenario, visit_rounds

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SCRIPTS = sorted(SCENARIOS.glob("*/disruptions.toml"))

#: What each kind of change says, beside the day on which it is known; any may have a note.
FIELDS: Mapping[str, set[str]] = {
    "absence": {"participants", "rounds"},
    "activity": {"round", "activity", "date", "from", "until"},
    "attribute": {"participants", "attribute", "value", "from"},
    "closure": {"host", "from", "until"},
    "event": {"event", "date", "from", "until"},
    "joins": {"participant", "name", "attributes", "date"},
    "leaves": {"participants", "date"},
    "refused": {"participants", "clearance"},
    "opening": {"host", "date", "from", "until"},
    "room": {"host", "room"},
    "room of a place": {"place", "room"},
    "tie": {"a", "b", "kind"},
}


def problems(scenario: Scenario, changes: list[dict[str, Any]]) -> list[str]:
    """Return what is wrong with a script, each with the number of the change."""
    newcomers = {change["participant"] for change in changes if change["change"] == "joins"}
    found = [f"{number}: {each}" for number, change in enumerate(changes, 1) for each in _problems(scenario, change)]
    names = {person for change in changes for person in _people(change)}
    found += [f"no participant {name}" for name in sorted(names - scenario.people.keys() - newcomers)]
    found += [f"{name} is there already" for name in sorted(newcomers & scenario.people.keys())]
    days = [change["known"] for change in changes]
    return found if days == sorted(days) else [*found, "not in the order of the days"]


def _people(change: dict[str, Any]) -> set[str]:
    return {*change.get("participants", ()), *(change[end] for end in ("a", "b") if end in change)}


def _problems(scenario: Scenario, change: dict[str, Any]) -> Iterator[str]:
    says = change.keys() - {"known", "change", "note"}
    if says not in [fields for kind, fields in FIELDS.items() if kind.split()[0] == change["change"]]:
        yield f"a change {change['change']} does not say {sorted(says)}"
    known = {
        "host": set(scenario.host),
        "event": {event.id for event in scenario.events},
        "place": {place.id for place in scenario.places},
        "clearance": {host.clearance for host in scenario.hosts},
        "round": set(scenario.round),
        "attribute": {attribute.name for attribute in scenario.attributes},
    }
    for field, names in known.items():
        if field in change and change[field] not in names:
            yield f"no {field} {change[field]}"
    for name in set(change.get("rounds", ())) - known["round"]:
        yield f"no round {name}"
    each = scenario.round.get(change.get("round", ""))
    if each and change["activity"] not in {activity.id for activity in each.activities}:
        yield f"no activity {change['activity']}"
    yield from _bad_days(scenario, change)


def _bad_days(scenario: Scenario, change: dict[str, Any]) -> Iterator[str]:
    days = [change[field] for field in ("known", "date", "from", "until") if isinstance(change.get(field), date)]
    if not all(scenario.programme.starts <= day <= scenario.programme.ends for day in days):
        yield "a day outside the programme"
    if max(days) < change["known"]:
        yield "it is over when it becomes known"
    if "until" in change and change["until"] < change["from"]:
        yield "it ends before it begins"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.parent.name)
def test_script_fits_its_scenario(script: Path) -> None:
    """Every change is of a known kind, about known ids, on days of the programme, and they are in order."""
    changes = tomllib.loads(script.read_text(encoding="utf-8"))["change"]
    assert changes
    assert problems(read_scenario(script.parent), changes) == []


def test_slips_in_a_script_are_found() -> None:
    """Unknown people, hosts, rounds and fields, days out of order and outside the programme are all told."""
    scenario = make_scenario([], participants=cohort(4), rounds=visit_rounds(1, [(2, 2), (2, 2)]))
    day = scenario.programme.starts
    changes = [
        {"known": day, "change": "absence", "participants": ["nobody"], "rounds": ["never"]},
        {"known": day, "change": "closure", "host": "nowhere", "from": day, "until": date(1999, 1, 1)},
        {"known": scenario.programme.ends, "change": "leaves", "participants": []},
        {"known": day, "change": "room", "place": "none", "room": 3},
    ]
    found = problems(scenario, changes)
    assert found == [
        "1: no round never",
        "2: no host nowhere",
        "2: a day outside the programme",
        "2: it ends before it begins",
        "3: a change leaves does not say ['participants']",
        "4: no place none",
        "no participant nobody",
        "not in the order of the days",
    ]
