"""What two plans tell people, compared by hand: no rule, no helper of the package has a part in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cohortplan.model import Plan, PlannedSet, Scenario


def changed_events(scenario: Scenario, old: Plan, new: Plan) -> int:
    """Count the visits and meetings of `old` that those who still take part in a round no longer have in `new`.

    A visit is the same at the same host and time; a meeting is, with the set of the same name. A set that does nothing
    or shares its host with another has one meeting, so that a change of set counts there as well.
    """
    return sum(1 for person in scenario.people for _ in _lost(scenario, old, new, person))


def _lost(scenario: Scenario, old: Plan, new: Plan, person: str) -> Iterator[str]:
    for before in old.rounds:
        if before.id not in scenario.round or person not in scenario.attending(before.id):
            continue
        seat = _seat(before.sets, person)
        now = next((_seat(after.sets, person) for after in new.rounds if after.id == before.id), None)
        if seat is None:
            continue
        there = {(a.id, a.host, a.start) for a in now.activities} if now else set()
        for done in seat.activities:
            if done.kind == "visit" and (done.id, done.host, done.start) not in there:
                yield f"{before.id} {done.id}"
        if now is not None and now.id != seat.id:
            yield from ["meets"] * _meetings(before.sets, seat)


def _seat(sets: tuple[PlannedSet, ...], person: str) -> PlannedSet | None:
    return next((group for group in sets if person in group.members), None)


def _meetings(sets: tuple[PlannedSet, ...], seat: PlannedSet) -> int:
    meets = sum(done.kind == "meet" for done in seat.activities)
    parties = Counter((a.host, a.start) for group in sets for a in group.activities if a.kind == "visit")
    shared = any(parties[done.host, done.start] > 1 for done in seat.activities if done.kind == "visit")
    return meets or int(shared or not seat.activities)
