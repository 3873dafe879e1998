"""The first rounds of a scenario, as asked for by ``SCENARIO#R``."""

from __future__ import annotations

from cohortplan.model import Scenario


def first_rounds(scenario: Scenario, number: int) -> Scenario:
    """Return `scenario` with its first `number` rounds that count contacts, and all that do not.

    Locks, absences and rules that are only about rounds left out are left out too.

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
    kept_rules = {rule.id for rule in rules}
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    fields |= {
        "rounds": rounds,
        "rules": rules,
        "weights": {name: weight for name, weight in scenario.weights.items() if name in kept_rules},
        "absences": tuple(each for each in scenario.absences if each.round is None or each.round in names),
        "seat_locks": tuple(lock for lock in scenario.seat_locks if lock.set in sets),
        "visit_locks": tuple(lock for lock in scenario.visit_locks if lock.set in sets),
    }
    return Scenario(**fields)
