"""Small random scenarios with the plan that people were told, and something that happens to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.living.softening import taken_in
from cohortplan.model import Activity, Plan, PlannedActivity, Scenario, Window
from cohortplan.model.changes import KINDS, Change
from tests.support.planted import planted

Rng = np.random.Generator

#: The day before anything happens.
EARLY = date(2026, 9, 10)


@dataclass(frozen=True)
class Disturbed:
    """A scenario before and after a change, and the plan of the scenario before.

    Attributes
    ----------
    kind : str
        What happens.
    """

    kind: str
    before: Scenario
    former: Plan
    changes: tuple[Change, ...]
    after: Scenario
    today: date


def disturbed(seed: int, kind: str | None = None, *, late: bool = False, **sizes: tuple[int, int]) -> Disturbed:
    """Draw a scenario, a plan of it and a change that leaves rules as they are.

    Parameters
    ----------
    kind : str, optional
        What is to happen; drawn unless given.
    late : bool
        Whether it may become known when some of the programme is over.
    """
    rng = np.random.default_rng([seed, 17])
    number = 1_000 * seed
    while True:
        number += 1
        scenario, former = _reviewed(rng, *_planted(number, sizes))
        today = EARLY + timedelta(days=int(rng.integers(26, 75))) if late else EARLY
        name = kind or str(rng.choice(sorted(HAPPENINGS)))
        changes = (_change(today, HAPPENINGS[name](rng, scenario, former, today)),)
        try:
            after, softened = taken_in(scenario, changes, today)
        except ScenarioError:
            continue
        if not softened:
            return Disturbed(name, scenario, former, changes, after, today)


def _planted(seed: int, sizes: Mapping[str, tuple[int, int]]) -> tuple[Scenario, Plan]:
    found = planted(seed, **sizes)
    return found.scenario, found.plan


def _reviewed(rng: Rng, scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Let sets of some rounds meet a week after their visit, if rules are kept then as well."""
    chosen = {each.id for each in scenario.rounds if rng.random() < 0.5}
    rounds, planned = [], []
    for each, told in zip(scenario.rounds, plan.rounds, strict=True):
        if each.id in chosen:
            start = datetime.combine(each.days[0], datetime.min.time()) + timedelta(days=7, hours=14)
            window = Window(start=start, end=start + timedelta(hours=2))
            meeting = Activity(id="review", kind="meet", windows=(window,))
            each = each.model_copy(update={"activities": (*each.activities, meeting)})  # noqa: PLW2901
            done = PlannedActivity(
                id="review", kind="meet", start=scenario.aware(start), end=scenario.aware(window.end)
            )
            sets = (g.model_copy(update={"activities": (*g.activities, done)}) for g in told.sets)
            told = told.model_copy(update={"sets": tuple(sets)})  # noqa: PLW2901
        rounds.append(each)
        planned.append(told)
    try:
        more = scenario.but(rounds=tuple(rounds))
    except ScenarioError:
        return scenario, plan
    longer = plan.model_copy(update={"rounds": tuple(planned)})
    return (more, longer) if evaluate(more, longer).valid else (scenario, plan)


def _change(today: date, fields: Mapping[str, Any]) -> Change:
    return KINDS[fields["change"]].model_validate({"known": today, **fields})


def _person(rng: Rng, scenario: Scenario) -> str:
    return str(rng.choice([person.id for person in scenario.participants]))


def _absence(rng: Rng, scenario: Scenario, _: Plan, __: date) -> dict[str, Any]:
    rounds = tuple(each.id for each in scenario.rounds)
    return {"change": "absence", "participants": (_person(rng, scenario),), "rounds": (str(rng.choice(rounds)),)}


def _leaves(rng: Rng, scenario: Scenario, _: Plan, __: date) -> dict[str, Any]:
    last = EARLY + timedelta(days=int(rng.integers(0, 70)))
    return {"change": "leaves", "participants": (_person(rng, scenario),), "date": last}


def _joins(rng: Rng, scenario: Scenario, _: Plan, today: date) -> dict[str, Any]:
    first = today + timedelta(days=int(rng.integers(0, 20)))
    like = scenario.people[_person(rng, scenario)]
    return {"change": "joins", "participant": "Z99", "name": "Late", "attributes": like.attributes, "date": first}


def _visited(rng: Rng, scenario: Scenario, plan: Plan) -> Any:
    visits = list(scenario.visits(plan))
    return visits[int(rng.integers(len(visits)))]


def _closure(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    visit = _visited(rng, scenario, plan)
    day = visit.start.date()
    return {"change": "closure", "host": visit.host, "from": day, "until": day, "note": "burst pipe"}


def _opening(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    visit = _visited(rng, scenario, plan)
    start = datetime.combine(visit.start.date(), datetime.min.time()) + timedelta(
        hours=10 if visit.start.hour > 10 else 11
    )
    times = {"from": start.time(), "until": (start + timedelta(hours=2)).time()}
    return {"change": "opening", "host": visit.host, "date": start.date(), **times}


def _visits(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    host = _visited(rng, scenario, plan).host
    made = sum(visit.host == host for visit in scenario.visits(plan))
    return {"change": "visits", "host": host, "most": made - 1}


def _room(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    visit = _visited(rng, scenario, plan)
    return {"change": "room", "host": visit.host, "room": max(1, len(visit.members) - 1)}


def _tie(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    members = _visited(rng, scenario, plan).members
    a, b = members[:2] if len(members) > 1 else (scenario.participants[0].id, scenario.participants[1].id)
    return {"change": "tie", "a": a, "b": b, "kind": "apart"}


def _merger(rng: Rng, scenario: Scenario, _: Plan, __: date) -> dict[str, Any]:
    two = rng.permutation([person.id for person in scenario.participants])[:2]
    names = tuple(str(name) for name in two)
    return {"change": "attribute", "participants": names, "attribute": "organisation", "value": "Merged"}


def _objection(rng: Rng, scenario: Scenario, plan: Plan, _: date) -> dict[str, Any]:
    visit = _visited(rng, scenario, plan)
    who = visit.members[0] if visit.members else scenario.participants[0].id
    return {"change": "objection", "participants": (who,), "set": visit.set}


#: What may happen, and how it is drawn.
HAPPENINGS: Mapping[str, Callable[[Rng, Scenario, Plan, date], dict[str, Any]]] = {
    "absence": _absence,
    "drop-out": _leaves,
    "late joiner": _joins,
    "host cancels": _closure,
    "slot moved": _opening,
    "fewer visits": _visits,
    "less room": _room,
    "kept apart": _tie,
    "merger": _merger,
    "objection": _objection,
}
