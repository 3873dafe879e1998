"""Sets keep the names by which people know them, where a name is all that would change."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.evaluate import evaluate
from cohortplan.model import Plan, PlannedRound, PlannedSet, Round, Scenario


def named_as_before(scenario: Scenario, former: Plan, plan: Plan) -> Plan:
    """Return `plan` with names of sets exchanged, so that as many people as can be are in a set of the name they know.

    Only sets that differ in nothing but their names exchange them: of one size, with the same to do, not locked, and
    declined by nobody.
    """
    rounds = tuple(
        _named(scenario, scenario.round[planned.id], former.by_round[planned.id], planned)
        if planned.id in former.by_round and planned.id in scenario.round
        else planned
        for planned in plan.rounds
    )
    named = plan.model_copy(update={"rounds": rounds})
    if named == plan:
        return plan
    before, after = evaluate(scenario, plan), evaluate(scenario, named)
    return named if (after.hard, after.soft) == (before.hard, before.soft) else plan


def _named(scenario: Scenario, each: Round, told: PlannedRound, planned: PlannedRound) -> PlannedRound:
    alike: dict[object, list[PlannedSet]] = {}
    locks = {lock.set for lock in scenario.seat_locks} | {lock.set for lock in scenario.visit_locks}
    tied = locks | {objection.set for objection in scenario.objections}
    for group in planned.sets:
        _, spec = scenario.set_spec.get(group.id, (None, None))
        if spec is not None and group.id not in tied:
            todo = tuple(activity.id for activity in scenario.activities(each, group.id))
            alike.setdefault((spec.least, spec.most, todo), []).append(group)
    known = {group.id: frozenset(group.members) for group in told.sets}
    names = {old: new for groups in alike.values() for old, new in _exchanged(groups, known)}
    sets = {names.get(group.id, group.id): group for group in planned.sets}
    return planned.model_copy(update={"sets": tuple(sets[g.id].model_copy(update={"id": g.id}) for g in planned.sets)})


def _exchanged(groups: Sequence[PlannedSet], known: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Return old and new names: the pair with most people in common first, and among equals each keeps its own."""
    pairs = sorted(
        (-len(known.get(name.id, frozenset()).intersection(group.members)), name.id != group.id, i, k)
        for i, group in enumerate(groups)
        for k, name in enumerate(groups)
    )
    taken: dict[int, int] = {}
    for _, _, i, k in pairs:
        if i not in taken and k not in taken.values():
            taken[i] = k
    return [(groups[i].id, groups[k].id) for i, k in taken.items()]
