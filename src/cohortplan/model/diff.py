"""What is not the same in two plans: seats, and what sets do when and where."""

from __future__ import annotations

from typing import NamedTuple

from cohortplan.model.plan import Plan, PlannedActivity


class SeatChange(NamedTuple):
    """Somebody sits in another set of a round; None where the person sits in none."""

    round: str
    participant: str
    old: str | None
    new: str | None


class ActivityChange(NamedTuple):
    """A set does something at another host or time; None where it does not do it."""

    round: str
    set: str
    activity: str
    old: PlannedActivity | None
    new: PlannedActivity | None


class Differences(NamedTuple):
    """What is not the same in two plans; who has which duty, looks after a set or is its guest does not count."""

    seats: tuple[SeatChange, ...]
    activities: tuple[ActivityChange, ...]

    @property
    def people(self) -> dict[str, tuple[SeatChange, ...]]:
        """The changed seats of everyone who has some."""
        found: dict[str, list[SeatChange]] = {}
        for change in self.seats:
            found.setdefault(change.participant, []).append(change)
        return {name: tuple(its) for name, its in sorted(found.items())}


def differences(old: Plan, new: Plan) -> Differences:
    """Compare two plans, in the order of their rounds."""
    seats: list[SeatChange] = []
    activities: list[ActivityChange] = []
    for name in dict.fromkeys((*old.by_round, *new.by_round)):
        before, after = _seats(old, name), _seats(new, name)
        for person in sorted(before.keys() | after.keys()):
            one, other = before.get(person), after.get(person)
            if one != other:
                seats.append(SeatChange(name, person, one, other))
        did, does = _activities(old, name), _activities(new, name)
        for key in dict.fromkeys((*did, *does)):
            was, now = did.get(key), does.get(key)
            if _when_and_where(was) != _when_and_where(now):
                activities.append(ActivityChange(name, *key, was, now))
    return Differences(tuple(seats), tuple(activities))


def _seats(plan: Plan, name: str) -> dict[str, str]:
    planned = plan.by_round.get(name)
    return {member: group.id for group in planned.sets for member in group.members} if planned is not None else {}


def _activities(plan: Plan, name: str) -> dict[tuple[str, str], PlannedActivity]:
    planned = plan.by_round.get(name)
    sets = planned.sets if planned is not None else ()
    return {(group.id, done.id): done for group in sets for done in group.activities}


def _when_and_where(done: PlannedActivity | None) -> object:
    return done and (done.host, done.start, done.end)
