"""What becomes of a plan if something in it changes, measured by the checker alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cohortplan.calendars.projection import Occasion
from cohortplan.evaluate import Evaluation, evaluate
from cohortplan.model import Plan, PlannedActivity, PlannedSet, Scenario


@dataclass(frozen=True)
class Consequence:
    """What a change makes worse.

    Attributes
    ----------
    broken : mapping of str to int
        By how much more each hard rule is broken; `STRUCTURE` for the plan's form.
    sentences : tuple of str
        Where, in words.
    soft : int
        By how much the soft cost rises.
    """

    broken: Mapping[str, int]
    sentences: tuple[str, ...]
    soft: int = 0

    @property
    def allowed(self) -> bool:
        """Whether every hard rule is kept that was kept before."""
        return not self.broken


def consequence(before: Evaluation, scenario: Scenario, plan: Plan, without: str = "") -> Consequence:
    """Measure what is worse than `before`.

    Parameters
    ----------
    without : str
        A kind of rule that is not looked at, as it says what is known.
    """
    after = evaluate(scenario, plan)
    silent = {rule.id for rule in scenario.rules if rule.kind == without}
    owed, owed_before = _owed(after, silent), _owed(before, silent)
    new = Counter(_sentences(after, silent)) - Counter(_sentences(before, silent))
    return Consequence(dict(owed - owed_before), tuple(new), after.soft - before.soft)


def changed(
    plan: Plan,
    occasion: Occasion,
    of_set: Callable[[PlannedSet], PlannedSet] = lambda group: group,
    of_activity: Callable[[PlannedActivity], PlannedActivity] = lambda activity: activity,
) -> Plan:
    """Return `plan` with the set or the activity of one occasion changed."""

    def activity(each: PlannedActivity) -> PlannedActivity:
        return of_activity(each) if each.id == occasion.activity.id else each

    def group(each: PlannedSet) -> PlannedSet:
        if each.id != occasion.set_id:
            return each
        return of_set(each.model_copy(update={"activities": tuple(map(activity, each.activities))}))

    rounds = (
        each.model_copy(update={"sets": tuple(map(group, each.sets))}) if each.id == occasion.round_id else each
        for each in plan.rounds
    )
    return Plan(scenario=plan.scenario, rounds=tuple(rounds))  # not a copy, which would keep what was looked up


def _owed(evaluation: Evaluation, silent: set[str]) -> Counter[str]:
    amounts = Counter[str]()
    for match in evaluation.violations():
        if match.rule not in silent:
            amounts[match.rule] += match.amount
    return amounts


def _sentences(evaluation: Evaluation, silent: set[str]) -> list[str]:
    return [match.sentence for match in evaluation.violations() if match.rule not in silent]
