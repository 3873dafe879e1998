"""What is asked of a plan that takes the place of another: what stays is locked, and nobody who is away has a seat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from cohortplan.living.frozen import Frozen
from cohortplan.model import Plan, PlannedSet, Scenario, SeatLock, VisitLock
from cohortplan.model.edits import changed as edited

Lock = TypeVar("Lock", SeatLock, VisitLock)


def asked_of(scenario: Scenario, former: Plan, frozen: Frozen) -> Scenario:
    """Return what is asked from the day on which `frozen` ends: hosts hear of it then, what stays is locked."""

    def place(lock: SeatLock) -> tuple[str, str]:
        return lock.participant, scenario.set_spec[lock.set][0].id

    there = (lock for lock in scenario.seat_locks if lock.participant not in scenario.absentees[place(lock)[1]])
    seats = (*frozen.seats(scenario, former), *there)
    visits = (*frozen.visits(scenario, former), *scenario.visit_locks)
    return scenario.but(
        programme=scenario.programme.model_copy(update={"planned_on": frozen.past}),
        former=former,
        seat_locks=tuple(_first(place, seats)),
        visit_locks=tuple(_first(lambda lock: (lock.set, lock.activity), visits)),
    )


def attended(scenario: Scenario, plan: Plan) -> Plan:
    """Return `plan` without the seats of people who are not there any more."""

    def left(round_id: str, group: PlannedSet) -> PlannedSet:
        there = set(scenario.attending(round_id)) if round_id in scenario.round else set()
        return group.model_copy(update={"members": tuple(name for name in group.members if name in there)})

    return each_set(plan, left)


def each_set(plan: Plan, change: Callable[[str, PlannedSet], PlannedSet]) -> Plan:
    """Return `plan` with each set as `change` makes it, which is told the id of its round."""
    return edited(plan, {group.id: partial(change, each.id) for each in plan.rounds for group in each.sets})


def _first(key: Callable[[Lock], tuple[str, str]], locks: Iterable[Lock]) -> Iterator[Lock]:
    """Yield of the locks with one key the first."""
    found: dict[tuple[str, str], Lock] = {}
    for lock in locks:
        found.setdefault(key(lock), lock)
    yield from found.values()
