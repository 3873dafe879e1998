"""The axes of every array: which integer stands for which participant, round, set, host, slot and visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from cohortplan.model.hosts import Host
from cohortplan.model.rounds import Activity, Round
from cohortplan.model.scenario import Scenario

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Option:
    """One way to make a visit: a host and a slot, local time."""

    menu: int
    host: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class VisitPlace:
    """One visit to be planned: a set of a round doing one activity. All sets share the activity's menu of options."""

    round: int
    set: int
    activity: Activity
    menu: int


@dataclass(frozen=True, eq=False)
class Axes:
    """Index of a scenario: R rounds, P participants, S sets in the largest round, V visits, O options, H hosts.

    Attributes
    ----------
    set_ids : tuple of tuple of str
        Set ids by round index and set index.
    sets : int32 array (R,)
        Number of sets of each round.
    attends : bool array (R, P)
        Who takes part.
    visits : tuple of VisitPlace
        The V visits to be planned, by round, set, activity.
    options : tuple of Option
        The O options; those of one menu are consecutive.
    menu_start : int32 array (M + 1,)
        Options of menu m are ``menu_start[m] .. menu_start[m + 1] - 1``.
    option_host : int32 array (O,)
        Host of each option.
    """

    scenario: Scenario
    person: dict[str, int]
    host: dict[str, int]
    round: dict[str, int]
    set_ids: tuple[tuple[str, ...], ...]
    sets: Ints
    attends: Bools
    visits: tuple[VisitPlace, ...]
    options: tuple[Option, ...]
    menu_start: Ints
    option_host: Ints
    set_place: dict[str, tuple[int, int]] = field(repr=False)

    @property
    def people_count(self) -> int:
        """P."""
        return len(self.person)

    @property
    def widest(self) -> int:
        """S, the number of sets in the round that has most."""
        return int(self.sets.max())

    def round_mask(self, ids: Iterable[str]) -> Bools:
        """Boolean array (R,) of the rounds in `ids`."""
        chosen = set(ids)
        return np.array([name in chosen for name in self.round], dtype=bool)

    def menu(self, visit: int) -> range:
        """The options of a visit."""
        m = self.visits[visit].menu
        return range(int(self.menu_start[m]), int(self.menu_start[m + 1]))

    def day(self, option: int) -> date:
        """Local date on which an option starts."""
        return self.options[option].start.date()


def build_axes(scenario: Scenario) -> Axes:
    """Index `scenario`.

    The options of a visit are, for every host of an allowed kind, the starts its windows' `step` gives, the starts at
    which one of the host's openings begins, and those the organiser has locked; rules say which of them may be used.
    A visit neither starts nor ends in an hour that the clocks skip, nor overlaps an event of the whole cohort.
    """
    hosts = {host.id: index for index, host in enumerate(scenario.hosts)}
    options: list[Option] = []
    menu_start = [0]
    visits: list[VisitPlace] = []
    for r, each in enumerate(scenario.rounds):
        menus: dict[str, int] = {}
        for activity in each.activities:
            if activity.kind == "visit":
                menus[activity.id] = len(menu_start) - 1
                options.extend(_options(scenario, each, activity, menus[activity.id], hosts))
                menu_start.append(len(options))
        visits.extend(_visit_places(scenario, each, r, menus))
    return Axes(
        scenario=scenario,
        person={person.id: index for index, person in enumerate(scenario.participants)},
        host=hosts,
        round={each.id: index for index, each in enumerate(scenario.rounds)},
        set_ids=tuple(tuple(spec.id for spec in each.sets) for each in scenario.rounds),
        sets=np.array([len(each.sets) for each in scenario.rounds], dtype=np.int32),
        attends=np.array(
            [[p.id not in scenario.absentees[each.id] for p in scenario.participants] for each in scenario.rounds]
        ),
        visits=tuple(visits),
        options=tuple(options),
        menu_start=np.array(menu_start, dtype=np.int32),
        option_host=np.array([option.host for option in options], dtype=np.int32),
        set_place={spec.id: (r, s) for r, each in enumerate(scenario.rounds) for s, spec in enumerate(each.sets)},
    )


def _visit_places(scenario: Scenario, each: Round, r: int, menus: dict[str, int]) -> Iterator[VisitPlace]:
    for s, spec in enumerate(each.sets):
        for activity in scenario.activities(each, spec.id):
            if activity.kind == "visit":
                yield VisitPlace(r, s, activity, menus[activity.id])


def _options(scenario: Scenario, each: Round, activity: Activity, menu: int, hosts: dict[str, int]) -> Iterator[Option]:
    locked: dict[str, list[datetime]] = {}
    for lock in scenario.visit_locks:
        if lock.start and lock.activity == activity.id and scenario.set_spec[lock.set][0] is each:
            locked.setdefault(lock.host, []).append(lock.start)
    for host in scenario.hosts:
        if activity.kinds and host.kind not in activity.kinds:
            continue
        for start, end in sorted(set(_slots(activity, host, locked.get(host.id, ())))):
            if scenario.shown(start) and scenario.shown(end) and not scenario.event_during(start, end):
                yield Option(menu, hosts[host.id], start, end)


def _slots(activity: Activity, host: Host, locked: Iterable[datetime]) -> Iterator[tuple[datetime, datetime]]:
    for window in activity.windows:
        length = activity.length(window)
        starts = activity.starts(window)
        starts.extend(locked)
        starts.extend(opening.start for opening in host.openings)
        for hours in host.hours:
            starts.extend(datetime.combine(day, hours.opens) for day in window.days if day.weekday() in hours.weekdays)
        for start in starts:
            if window.start <= start and start + length <= window.end:
                yield start, start + length
