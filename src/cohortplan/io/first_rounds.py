"""The first rounds of a scenario, as asked for by ``SCENARIO#R``."""

from __future__ import annotations

from collections.abc import Collection

from cohortplan.model import Duty, Round, Scenario


def first_rounds(scenario: Scenario, number: int) -> Scenario:
    """Return `scenario` with its first `number` rounds that count contacts, and all that do not.

    Locks, absences, rules and duties that are only about rounds left out are left out too.

    Raises
    ------
    ScenarioError
        If what is left does not hold together.
    """
    kept_contacts = set(scenario.contact_rounds[:number])
    rounds = tuple(each for each in scenario.rounds if not each.contacts or each.id in kept_contacts)
    names = {each.id for each in rounds}
    sets = {spec.id for each in rounds for spec in each.sets}
    rules = tuple(
        rule.among(sets).model_copy(update={"rounds": tuple(name for name in rule.rounds if name in names)})
        for rule in scenario.rules
        if not rule.rounds or not names.isdisjoint(rule.rounds)
    )
    duties = tuple(kept for duty in scenario.duties if (kept := _in_rounds(duty, rounds)) is not None)
    kept_rules = {rule.id for rule in rules}
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    fields |= {
        "rounds": rounds,
        "rules": rules,
        "weights": {name: weight for name, weight in scenario.weights.items() if name in kept_rules},
        "absences": tuple(each for each in scenario.absences if each.round is None or each.round in names),
        "seat_locks": tuple(lock for lock in scenario.seat_locks if lock.set in sets),
        "visit_locks": tuple(lock for lock in scenario.visit_locks if lock.set in sets),
        "duties": duties,
        "cases": scenario.cases if any(duty.cases for duty in duties) else (),
    }
    return Scenario(**fields)


def _in_rounds(duty: Duty, rounds: Collection[Round]) -> Duty | None:
    """Return `duty` as it is in `rounds`, None if it belongs to none of their activities."""
    if not any(duty.belongs_to(each.id, activity) for each in rounds for activity in each.activities):
        return None
    left = tuple(each.id for each in rounds if each.id in duty.rounds)
    return duty.model_copy(update={"rounds": left})
