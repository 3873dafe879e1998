"""Plans that are changed by hand: what is wanted of them is said in locks, as is what is to stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from cohortplan.model.plan import Plan, PlannedActivity, PlannedRound, PlannedSet
from cohortplan.model.rounds import Activity, SeatLock, VisitLock

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario

#: Somebody's seat, or the host and time of a visit, as it is to be.
Lock = SeatLock | VisitLock
#: A change of one set.
Step = Callable[[PlannedSet], PlannedSet]


def edited(scenario: Scenario, plan: Plan, wanted: Iterable[Lock]) -> Plan:
    """Return `plan` with seats and visits as `wanted`; whatever else it holds stays as it is.

    A person leaves all other sets of the round. A visit without a start keeps its time. Rounds and sets that the plan
    lacks are not made, and rounds in which nothing changes are shared with `plan`.
    """
    steps: dict[str, list[Step]] = {}
    for lock in wanted:
        if isinstance(lock, VisitLock):
            steps.setdefault(lock.set, []).append(partial(_visiting, scenario, lock))
        else:
            for spec in scenario.set_spec[lock.set][0].sets:
                steps.setdefault(spec.id, []).append(partial(_seated, lock))
    return changed(plan, {name: partial(_all, its) for name, its in steps.items()})


def changed(plan: Plan, changes: Mapping[str, Step]) -> Plan:
    """Return `plan` with some of its sets changed, by their ids; rounds in which nothing changes are shared."""

    def round_of(planned: PlannedRound) -> PlannedRound:
        sets = tuple([changes[group.id](group) if group.id in changes else group for group in planned.sets])
        return planned if sets == planned.sets else planned.model_copy(update={"sets": sets})

    # Not a copy, which would keep what was looked up.
    return Plan(scenario=plan.scenario, manifest=plan.manifest, rounds=tuple(map(round_of, plan.rounds)))


def years_swapped(plan: Plan, a: str, b: str) -> Plan:
    """Return `plan` with two people in each other's place throughout, their duties included."""
    names = {a: b, b: a}

    def swapped(group: PlannedSet) -> PlannedSet:
        members = tuple(sorted(names.get(name, name) for name in group.members))
        activities = tuple(
            each.model_copy(
                update={"duties": {d: tuple(names.get(n, n) for n in its) for d, its in each.duties.items()}}
            )
            if each.duties
            else each
            for each in group.activities
        )
        return group.model_copy(update={"members": members, "activities": activities})

    sets = (group for planned in plan.rounds for group in planned.sets)
    return changed(plan, {group.id: swapped for group in sets if (a in group.members) != (b in group.members)})


def as_planned(scenario: Scenario, plan: Plan) -> Iterator[Lock]:
    """Yield a lock for every seat and every visit of `plan` that the scenario knows, as it is."""
    for group in scenario.groups(plan, scenario.round):
        for member in group.members:
            yield SeatLock(participant=member, set=group.id)
    for visit in scenario.visits(plan):
        spec = scenario.set_spec.get(visit.set)
        if spec is not None and spec[0].id == visit.round and _known(scenario, visit.set, visit.activity) is not None:
            yield VisitLock(set=visit.set, activity=visit.activity, host=visit.host, start=visit.start)


def with_locks(scenario: Scenario, locks: Sequence[Lock]) -> dict[str, tuple[Lock, ...]]:
    """Return the parts of a scenario that has further locks, in front of those there are, for `Scenario.but`."""
    seats = tuple(lock for lock in locks if isinstance(lock, SeatLock))
    visits = tuple(lock for lock in locks if isinstance(lock, VisitLock))
    return {"seat_locks": (*seats, *scenario.seat_locks), "visit_locks": (*visits, *scenario.visit_locks)}


def _all(steps: Iterable[Step], group: PlannedSet) -> PlannedSet:
    for step in steps:
        group = step(group)
    return group


def _seated(lock: SeatLock, group: PlannedSet) -> PlannedSet:
    others = (name for name in group.members if name != lock.participant)
    members = tuple(sorted({*others, lock.participant} if group.id == lock.set else others))
    return group if members == group.members else group.model_copy(update={"members": members})


def _visiting(scenario: Scenario, lock: VisitLock, group: PlannedSet) -> PlannedSet:
    activity = _known(scenario, lock.set, lock.activity)
    if activity is None:
        return group
    old = next((each for each in group.activities if each.id == lock.activity), None)
    start = lock.start or (activity.windows[0].start if old is None else scenario.local(old.start))
    first, last = scenario.aware(start), scenario.aware(_end(activity, start))
    if old is None:
        new = PlannedActivity(id=lock.activity, kind="visit", host=lock.host, start=first, end=last)
        return group.model_copy(update={"activities": (*group.activities, new)})
    new = old.model_copy(update={"kind": "visit", "host": lock.host, "start": first, "end": last})
    return group.model_copy(update={"activities": tuple(new if each is old else each for each in group.activities)})


def _end(activity: Activity, start: datetime) -> datetime:
    """Return when a visit ends: it is as long as in the window in which it begins, or else in the first."""
    window = next((each for each in activity.windows if each.start <= start < each.end), activity.windows[0])
    try:
        return start + activity.length(window)
    except OverflowError:  # a damaged plan may hold the last hours of the calendar
        return start


def _known(scenario: Scenario, set_id: str, activity: str) -> Activity | None:
    each = scenario.set_spec[set_id][0]
    return next((known for known in scenario.activities(each, set_id) if known.id == activity), None)
