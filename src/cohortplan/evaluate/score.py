"""The score of a plan, from the plan and the rules' meaning alone; no solver takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from cohortplan.evaluate.metrics import Metrics, metrics
from cohortplan.evaluate.structure import STRUCTURE, structure_matches
from cohortplan.model.plan import Plan
from cohortplan.model.rule import Match
from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class Objective:
    """What a plan owes under one rule. A hard rule's weight is 1."""

    value: int
    level: Literal["hard", "soft"]
    weight: int


@dataclass(frozen=True)
class Evaluation:
    """A plan measured against a scenario.

    Attributes
    ----------
    valid : bool
        Whether the plan has the form the scenario asks for and keeps every hard rule.
    hard, soft : int
        Broken hard amount (defects of form included), weighted soft cost.
    objectives : mapping of str to Objective
        By rule id, in the scenario's order.
    matches : tuple of Match
        Every place where something is broken or paid for, defects of form first.
    """

    valid: bool
    hard: int
    soft: int
    objectives: Mapping[str, Objective]
    matches: tuple[Match, ...]
    metrics: Metrics

    def violations(self) -> tuple[Match, ...]:
        """The matches of hard rules and of form."""
        return tuple(m for m in self.matches if m.rule == STRUCTURE or self.objectives[m.rule].level == "hard")

    def as_json(self) -> dict[str, Any]:
        """The content of ``score --json``."""
        return {
            "valid": self.valid,
            "hard": self.hard,
            "soft": self.soft,
            "objectives": {name: asdict(objective) for name, objective in self.objectives.items()},
            "matches": [match.model_dump(mode="json") for match in self.matches],
            "metrics": self.metrics.as_json(),
        }


def evaluate(scenario: Scenario, plan: Plan) -> Evaluation:
    """Measure `plan` from scratch: its form, every rule, and the figures."""
    matches = list(structure_matches(scenario, plan))
    objectives: dict[str, Objective] = {}
    hard, soft = len(matches), 0
    for rule in scenario.rules:
        measure = rule.measure(scenario, plan)
        matches.extend(measure.matches)
        weight = 1 if rule.hard else scenario.weight(rule)
        objectives[rule.id] = Objective(measure.amount, "hard" if rule.hard else "soft", weight)
        if rule.hard:
            hard += measure.amount
        else:
            soft += weight * measure.amount
    return Evaluation(hard == 0, hard, soft, objectives, tuple(matches), metrics(scenario, plan))
