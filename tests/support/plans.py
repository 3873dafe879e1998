"""Plans written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Scenario, ScenarioRef


def make_plan(
    scenario: Scenario,
    seats: Mapping[str, str],
    visits: Mapping[tuple[str, str], tuple[str, str, int]] | None = None,
) -> Plan:
    """Write a plan down.

    Parameters
    ----------
    scenario : Scenario
        Gives the ids of the rounds' sets and the time zone.
    seats : mapping of str to str
        For each round its sets' members: people parted by blanks, sets by bars, as in ``"P01 P02 | P03 P04"``.
    visits : mapping of (str, str) to (str, str, int), optional
        Host, local start and minutes for a set id and an activity id.
    """
    rounds = []
    for round_id, text in seats.items():
        specs = scenario.round[round_id].sets
        groups = [tuple(part.split()) for part in text.split("|")]
        rounds.append(
            PlannedRound(
                id=round_id,
                sets=tuple(
                    PlannedSet(id=spec.id, members=members, activities=_visits(scenario, spec.id, visits or {}))
                    for spec, members in zip(specs, groups, strict=True)
                ),
            )
        )
    return Plan(scenario=ScenarioRef(id=scenario.programme.id), rounds=tuple(rounds))


def _visits(
    scenario: Scenario, set_id: str, visits: Mapping[tuple[str, str], tuple[str, str, int]]
) -> tuple[PlannedActivity, ...]:
    found = []
    for (where, activity), (host, start, minutes) in visits.items():
        if where == set_id:
            begins = scenario.aware(datetime.fromisoformat(start))
            ends = datetime.fromtimestamp(begins.timestamp() + 60 * minutes, begins.tzinfo)
            found.append(PlannedActivity(id=activity, kind="visit", host=host, start=begins, end=ends))
    return tuple(found)
