"""A plan that is not of the form its scenario asks for is never called valid."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cohortplan.evaluate import STRUCTURE, evaluate
from cohortplan.model import Absence, Plan, Scenario
from cohortplan.primitives import build_axes, random_decision
from cohortplan.problem import decode
from tests.support import make_scenario

Damage = Callable[[dict[str, Any]], None]


def a_plan(scenario: Scenario) -> Plan:
    """Return a plan with even sets and hosts drawn at random."""
    axes = build_axes(scenario)
    return decode(random_decision(axes, np.random.default_rng(4)), axes)


def damaged(plan: Plan, damage: Damage) -> Plan:
    """Return `plan` after `damage` was done to its JSON."""
    content = json.loads(plan.model_dump_json())
    damage(content)
    return Plan.model_validate(content)


def first_set(content: dict[str, Any]) -> dict[str, Any]:
    """Return the first set of the first round."""
    found: dict[str, Any] = content["rounds"][0]["sets"][0]
    return found


DAMAGES: dict[str, Damage] = {
    "round dropped": lambda c: c["rounds"].pop(),
    "round twice": lambda c: c["rounds"].append(c["rounds"][0]),
    "round renamed": lambda c: c["rounds"][0].update(id="D9"),
    "set dropped": lambda c: c["rounds"][0]["sets"].pop(),
    "set twice": lambda c: c["rounds"][0]["sets"].append(first_set(c)),
    "set renamed": lambda c: first_set(c).update(id="D2.1"),
    "person removed": lambda c: first_set(c)["members"].pop(),
    "person unknown": lambda c: first_set(c)["members"].append("P99"),
    "person twice in a set": lambda c: first_set(c)["members"].append(first_set(c)["members"][0]),
    "person in two sets": lambda c: c["rounds"][0]["sets"][1]["members"].append(first_set(c)["members"][0]),
    "visit dropped": lambda c: first_set(c)["activities"].pop(),
    "visit twice": lambda c: first_set(c)["activities"].append(first_set(c)["activities"][0]),
    "visit renamed": lambda c: first_set(c)["activities"][0].update(id="stroll"),
    "visit without host": lambda c: first_set(c)["activities"][0].update(host=None),
    "visit to unknown host": lambda c: first_set(c)["activities"][0].update(host="H99"),
    "visit made a meeting": lambda c: first_set(c)["activities"][0].update(kind="meet"),
    "visit on another day": lambda c: first_set(c)["activities"][0].update(
        start="2026-10-09T10:00:00+01:00", end="2026-10-09T13:00:00+01:00"
    ),
    "visit an hour early": lambda c: first_set(c)["activities"][0].update(
        start="2026-10-08T09:00:00+01:00", end="2026-10-08T12:00:00+01:00"
    ),
    "visit cut short": lambda c: first_set(c)["activities"][0].update(end="2026-10-08T12:00:00+01:00"),
    "offset wrong by an hour": lambda c: first_set(c)["activities"][0].update(
        start="2026-10-08T10:00:00+00:00", end="2026-10-08T13:00:00+00:00"
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_caught(name: str) -> None:
    """Each single damage to the form of a plan is reported in a sentence and makes the plan invalid."""
    scenario = make_scenario()
    found = evaluate(scenario, damaged(a_plan(scenario), DAMAGES[name]))
    structural = [match for match in found.matches if match.rule == STRUCTURE]
    assert not found.valid
    assert structural
    assert all(match.sentence.endswith(".") and match.amount == 1 for match in structural)


def test_sound_plan_passes() -> None:
    """A plan of the right form has no structural match."""
    scenario = make_scenario()
    assert not [m for m in evaluate(scenario, a_plan(scenario)).matches if m.rule == STRUCTURE]


def test_absent_people_are_not_missed() -> None:
    """Whoever is absent from a round need not sit in it, and is missed in the others."""
    scenario = make_scenario(absences=(Absence(participant="P01", round="D1"),))
    plan = a_plan(scenario)
    assert not [m for m in evaluate(scenario, plan).matches if m.rule == STRUCTURE]
    present = make_scenario()
    missed = [m for m in evaluate(present, plan).matches if m.rule == STRUCTURE]
    assert [(m.people, m.rounds) for m in missed] == [(("P01",), ("D1",))]


def test_host_kinds_of_an_activity_are_kept() -> None:
    """A visit to a host of a kind that the activity does not allow is reported."""
    scenario = make_scenario()
    plan = a_plan(scenario)
    visited = {scenario.host[v.host].kind for v in scenario.visits(plan)}
    rounds = tuple(
        each.model_copy(
            update={
                "activities": tuple(a.model_copy(update={"kinds": tuple(visited - {"radio"})}) for a in each.activities)
            }
        )
        for each in scenario.rounds
    )
    strict = make_scenario(rounds=rounds)
    found = [m for m in evaluate(strict, plan).matches if m.rule == STRUCTURE]
    radios = [v for v in scenario.visits(plan) if scenario.host[v.host].kind == "radio"]
    assert len(found) == len(radios) > 0


def test_a_set_of_very_many_strangers_is_told_of_each() -> None:
    """A damaged file may list tens of thousands of members: looking each up among all would take minutes."""
    scenario = make_scenario()

    def crowd(content: dict[str, Any]) -> None:
        first_set(content)["members"] += [f"X{k}" for k in range(30_000)]

    card = evaluate(scenario, damaged(a_plan(scenario), crowd))
    assert sum("who is not a participant" in match.sentence for match in card.matches) == 30_000
