"""What rules mean and what plans owe under them, in the organiser's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from cohortplan.model.base import SEALED
from cohortplan.model.plan import Plan, ScenarioRef
from cohortplan.model.rule import Rule
from cohortplan.model.scenario import Scenario


def day(when: date) -> str:
    """Say a day: "Thu 8 Oct 2026"."""
    return f"{when:%a} {when.day} {when:%b %Y}"


def meaning(rule: Rule | type[Rule]) -> str:
    """Return the first sentence of a rule's own description."""
    kind = rule if isinstance(rule, type) else type(rule)
    return " ".join((kind.__doc__ or "").strip().split("\n\n")[0].split())


def settings(rule: Rule) -> dict[str, Any]:
    """Return how a rule's own fields are set: what is not sealed, and not as always or `named` anyway."""
    sealed = {name for name, field in type(rule).model_fields.items() if field.json_schema_extra == SEALED}
    told = rule.model_dump(mode="json", exclude={"id", "hard", *sealed})
    unusual = rule.model_dump(mode="json", exclude_defaults=True, include=set(told))
    return {name: value for name, value in told.items() if name in unusual or name in rule.named}


class Words:
    """How the amounts under the soft rules of `scenario` are told.

    A rule that counts what is missed is told as what is won: "410 of 435".
    """

    def __init__(self, scenario: Scenario) -> None:
        self._most = {rule.id: _most(scenario, rule) for rule in scenario.rules if rule.kind == "new_contacts"}

    def most(self, rule_id: str) -> int | None:
        """Return how much there is to win under a rule that counts what is missed; None for other rules."""
        return self._most.get(rule_id)

    def amount(self, rule_id: str, owed: int) -> str:
        """Tell what a plan owes under a rule."""
        if rule_id not in self._most:
            return str(owed)
        return f"{self._most[rule_id] - owed} of {self._most[rule_id]}"

    def bound(self, rule_id: str, least: int) -> str:
        """Tell the least that any plan owes under a rule."""
        if rule_id not in self._most:
            return f"at least {least}"
        return f"at most {self._most[rule_id] - least}"


def _most(scenario: Scenario, rule: Rule) -> int:
    """Return what a plan in which nobody meets owes."""
    return rule.measure(scenario, Plan(scenario=ScenarioRef(id=scenario.programme.id), rounds=())).amount
