"""What people were told by the plan that is to be changed: their seats, and their visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from cohortplan.model.plan import Group, Visit
from cohortplan.model.scenario import Scenario

if TYPE_CHECKING:
    from cohortplan.primitives import PersonMark
    from cohortplan.primitives.axes import Axes


class Going(NamedTuple):
    """A visit that somebody was told of."""

    person: str
    round: str
    activity: str
    host: str
    start: datetime


@dataclass(frozen=True)
class Told:
    """What the former plan of a scenario told of some rounds and days; nothing if there is none.

    Attributes
    ----------
    since, until : date or None
        The first and the last day of what counts; None = there is no such limit.
    """

    scenario: Scenario
    rounds: Collection[str]
    since: date | None
    until: date | None

    def seats(self) -> dict[tuple[str, str], int]:
        """Return who was told of a seat in which set, with the meetings that it stands for."""
        found: dict[tuple[str, str], tuple[str, int]] = {}
        meetings = self._meetings()
        for group in self._groups():
            for member in group.members if meetings[group.id] else ():
                if member not in self.scenario.absentees[group.round]:
                    found.setdefault((group.round, member), (group.id, meetings[group.id]))
        return {(member, name): amount for (_, member), (name, amount) in found.items()}

    def visits(self) -> Iterator[Going]:
        """Yield the visits that people were told of, each once."""
        found = (
            Going(member, visit.round, visit.activity, visit.host, visit.start)
            for visit in self._going()
            for member in visit.members
            if visit.round in self.rounds and member not in self.scenario.absentees[visit.round]
        )
        yield from dict.fromkeys(found)

    def _meetings(self) -> dict[str, int]:
        """Return for each set how many of its meetings count; what else a seat in it stands for counts as one."""
        going = self._going()
        sets = Counter((visit.host, visit.start) for visit in going)
        made = {visit.set for visit in going}  # a set may be without the visit that it was to make
        shared = {visit.set for visit in going if sets[visit.host, visit.start] > 1}
        found: dict[str, int] = {}
        for group in self._groups():
            activities = self.scenario.activities(self.scenario.round[group.round], group.id)
            idle = not activities and group.id not in made and self.since is None and self.until is None
            meetings = sum(a.kind == "meet" and self._counts(a.windows[0].start) for a in activities)
            found[group.id] = meetings or int(idle or group.id in shared)
        return found

    def _going(self) -> list[Visit]:
        former = self.scenario.former
        return [] if former is None else [v for v in self.scenario.visits(former) if self._counts(v.start)]

    def _groups(self) -> list[Group]:
        former = self.scenario.former
        return [] if former is None else list(self.scenario.groups(former, self.rounds))

    def _counts(self, start: datetime) -> bool:
        day = start.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def price_goings(axes: Axes, goings: Collection[Going], cost: tuple[int, int]) -> PersonMark:
    """Make a person mark that prices each of some visits of people: by what it costs if not made, and if made."""
    import numpy as np

    from cohortplan.primitives import PersonMark

    scenario = axes.scenario
    told = {visit: number for number, visit in enumerate(dict.fromkeys(going[1:] for going in goings))}
    where = {place.menu: (scenario.rounds[place.round].id, place.activity.id) for place in axes.visits}
    visits = ((*where.get(o.menu, ("", "")), scenario.hosts[o.host].id, o.start) for o in axes.options)
    mark = np.array([told.get(visit, -1) for visit in visits], dtype=np.int32)
    row = np.full((len(told), axes.people_count), -1, dtype=np.int32)
    for going in goings:
        row[told[going[1:]], axes.person[going.person]] = 0
    return PersonMark(mark, row, np.array([cost], dtype=np.int32))
