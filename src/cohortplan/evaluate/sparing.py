"""Changing no more of a plan than makes it better."""

from __future__ import annotations

from cohortplan.evaluate.score import Owed, measure_rules
from cohortplan.model import Plan, Scenario


def spared(scenario: Scenario, old: Plan, new: Plan) -> Plan:
    """Return `new` with those rounds of `old` with which no more is owed: a search also moves people for nothing."""
    best, least = new, _owed(measure_rules(scenario, new))
    for planned in new.rounds:
        before = old.by_round.get(planned.id, planned)
        if before != planned:
            rounds = tuple(before if each.id == planned.id else each for each in best.rounds)
            other = Plan(scenario=new.scenario, manifest=new.manifest, rounds=rounds)
            owed = _owed(measure_rules(scenario, other))
            if owed <= least:
                best, least = other, owed
    return best


def _owed(owed: Owed) -> tuple[int, int]:
    return owed.hard, owed.soft
