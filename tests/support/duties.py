"""A small scenario with duties: six people in two sets who visit in the morning and meet in the afternoon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cohortplan.model import (
    Activity,
    Attribute,
    Duty,
    Participant,
    Plan,
    PlannedActivity,
    PlannedRound,
    PlannedSet,
    Round,
    Scenario,
    ScenarioRef,
    SetSpec,
    Window,
)
from tests.support.builders import make_scenario

ATTRIBUTES = tuple(Attribute(name=name, optional=True) for name in ("sector", "organisation", "town", "role", "topics"))

CHAIR = Duty(id="chair", title="Chairs", kind="meet", minutes=60)
NOTES = Duty(id="notes", kind="meet")
THANKS = Duty(id="thanks", kind="visit")
PRESENTS = Duty(id="presents", kind="meet", cases=True, minutes=30, count=2)


def meetings(count: int, sizes: tuple[int, ...] = (3, 3), *, visits: bool = False) -> tuple[Round, ...]:
    """Rounds M1.. a week apart, each with a meeting from 14:00 to 16:00, and a visit at 10:00 if there are visits."""
    found = []
    for number in range(1, count + 1):
        day = datetime.fromisoformat("2026-10-01T00:00") + timedelta(days=7 * number)
        meet = Window(start=day + timedelta(hours=14), end=day + timedelta(hours=16))
        visit = Window(start=day + timedelta(hours=10), end=day + timedelta(hours=11))
        activities = [Activity(id="meet", windows=(meet,))]
        if visits:
            activities.insert(0, Activity(id="visit", kind="visit", windows=(visit,)))
        sets = tuple(SetSpec(id=f"M{number}.{k}", least=0, most=size) for k, size in enumerate(sizes, start=1))
        found.append(Round(id=f"M{number}", sets=sets, activities=tuple(activities)))
    return tuple(found)


def people(*rows: str) -> tuple[Participant, ...]:
    """People P1.. of ``sector role topics``, the last two of which may be left out."""
    found = []
    for number, row in enumerate(rows, start=1):
        sector, role, topics = (*row.split(), "", "")[:3]
        attributes = {"sector": sector, "role": role, "topics": topics}
        found.append(Participant(id=f"P{number}", name=f"Person {number}", attributes=attributes))
    return tuple(found)


def with_duties(*duties: Duty, **parts: Any) -> Scenario:
    """Make a scenario with duties; `parts` replaces any of it."""
    given: dict[str, Any] = {
        "attributes": ATTRIBUTES,
        "participants": people(*["public"] * 6),
        "rounds": meetings(2),
        "duties": duties,
    }
    return make_scenario(implied=False, **{**given, **parts})


def seated(scenario: Scenario, *seats: str, held: Mapping[tuple[str, str], Mapping[str, str]] | None = None) -> Plan:
    """Write a plan down: for each round its sets parted by bars, as in ``"P1 P2 | P3"``; visits are all to H1.

    `held` says who has which duty, parted by blanks, at a set and an activity.
    """
    rounds = []
    for each, text in zip(scenario.rounds, seats, strict=True):
        groups = [tuple(part.split()) for part in text.split("|")]
        sets = []
        for spec, members in zip(each.sets, groups, strict=True):
            activities = tuple(_planned(scenario, spec.id, activity, held or {}) for activity in each.activities)
            sets.append(PlannedSet(id=spec.id, members=members, activities=activities))
        rounds.append(PlannedRound(id=each.id, sets=tuple(sets)))
    return Plan(scenario=ScenarioRef(id=scenario.programme.id), rounds=tuple(rounds))


def _planned(
    scenario: Scenario, set_id: str, activity: Activity, held: Mapping[tuple[str, str], Mapping[str, str]]
) -> PlannedActivity:
    window = activity.windows[0]
    duties = {duty: tuple(who.split()) for duty, who in held.get((set_id, activity.id), {}).items()}
    return PlannedActivity(
        id=activity.id,
        kind=activity.kind,
        host="H1" if activity.kind == "visit" else None,
        start=scenario.aware(window.start),
        end=scenario.aware(window.end),
        duties=duties,
    )


def who(plan: Plan, duty: str) -> dict[tuple[str, str], str]:
    """Who has a duty in `plan`, parted by blanks, by set and activity."""
    return {
        (group.id, done.id): " ".join(done.duties[duty])
        for planned in plan.rounds
        for group in planned.sets
        for done in group.activities
        if duty in done.duties
    }
