"""Change one thing in a plan that keeps a rule until the rule is broken: the checker must say so, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Plan, Scenario
from cohortplan.rules import registry
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.support.rule_examples import EXAMPLES, Example

HARD = [
    kind
    for kind, examples in EXAMPLES.items()
    if any(example.rule.hard and not example.rule.settled for example in examples)
]


def kept_plan(example: Example) -> Plan | None:
    """Return a plan that keeps the example's rule, if there is one."""
    return solve(example.scenario(), solver="cpsat", stop=Stop(iterations=100_000)).plan


def mutants(scenario: Scenario, plan: Plan, rng: np.random.Generator) -> Iterator[Plan]:
    """Yield copies of `plan` with one thing changed: people swapped, one moved or added, a visit's host or time."""
    text = plan.model_dump_json()
    for _ in range(1000):
        content = json.loads(text)
        each = content["rounds"][rng.integers(len(content["rounds"]))]
        sets = each["sets"]
        one, two = rng.choice(len(sets), 2, replace=False)
        change = rng.integers(5)
        if change == 0:
            _swap(sets[one]["members"], sets[two]["members"], rng)
        elif change == 1 and sets[one]["members"]:
            sets[two]["members"].append(sets[one]["members"].pop(rng.integers(len(sets[one]["members"]))))
        elif change == 2:
            sets[one]["members"].append(scenario.participants[rng.integers(len(scenario.participants))].id)
        elif visits := [activity for activity in sets[one]["activities"] if activity["host"]]:
            visit = visits[rng.integers(len(visits))]
            _revisit(scenario, visit, sets[two]["activities"], rng)
            if rng.integers(5) == 0:
                _another_day(scenario, each["id"], visit, rng)
        yield Plan.model_validate(content)


def _revisit(scenario: Scenario, visit: dict[str, Any], others: list[dict[str, Any]], rng: np.random.Generator) -> None:
    twin = next((other for other in others if other["id"] == visit["id"]), None)
    change = rng.integers(3)
    if change == 0 and twin:
        visit.update({key: twin[key] for key in ("host", "start", "end")})
    elif change == 1:
        visit["start"] = visit["start"].replace("T10", "T11").replace("T12", "T10")
    else:
        visit["host"] = scenario.hosts[rng.integers(len(scenario.hosts))].id


def _another_day(scenario: Scenario, round_id: str, visit: dict[str, Any], rng: np.random.Generator) -> None:
    activity = next(activity for activity in scenario.round[round_id].activities if activity.id == visit["id"])
    window = activity.windows[rng.integers(len(activity.windows))]
    visit["start"] = scenario.aware(window.start).isoformat()
    visit["end"] = scenario.aware(window.start + activity.length(window)).isoformat()


def _swap(here: list[Any], there: list[Any], rng: np.random.Generator) -> None:
    if here and there:
        i, j = rng.integers(len(here)), rng.integers(len(there))
        here[i], there[j] = there[j], here[i]


@pytest.mark.parametrize("kind", HARD)
def test_one_change_that_breaks_a_rule_is_caught(kind: str) -> None:
    """From a plan that keeps a rule, some single change breaks it; the plan is then invalid and the match says why."""
    for example in (example for example in EXAMPLES[kind] if example.rule.hard):
        plan = kept_plan(example)
        scenario, rng = example.scenario(), np.random.default_rng(11)
        for mutant in mutants(scenario, plan, rng) if plan else ():
            found = evaluate(scenario, mutant)
            if found.objectives[kind].value:
                named = [match for match in found.violations() if match.rule == kind]
                assert evaluate(scenario, plan).valid
                assert not found.valid
                assert sum(match.amount for match in named) == found.objectives[kind].value
                assert all(match.people or match.hosts for match in named)
                return
    pytest.fail("no single change to a kept plan breaks the rule: give the kind an example that can be broken")


def test_every_hard_kind_is_mutated() -> None:
    """Each registered kind that is hard unless told otherwise has a hard example, which the test above breaks."""
    assert set(HARD) >= {kind for kind, rule in registry().items() if rule.model_fields["hard"].default}
