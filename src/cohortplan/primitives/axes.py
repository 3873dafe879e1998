"""The axes of every array: which integer stands for which participant, round, set, host, slot and visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cohortplan.model.hosts import Host
from cohortplan.model.rounds import Activity, Round, Window
from cohortplan.model.scenario import Scenario

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Times = npt.NDArray[np.datetime64]

#: Start and end of a visit, local time.
Slot = tuple[datetime, datetime]


class Option(NamedTuple):
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

    @cached_property
    def times(self) -> tuple[Times, Times]:
        """Start and end of each option, local: two datetime64[us] arrays (O,)."""
        number: dict[datetime, int] = {}
        start = [number.setdefault(option.start, len(number)) for option in self.options]
        end = [number.setdefault(option.end, len(number)) for option in self.options]
        moments = np.array(list(number), dtype="datetime64[us]")
        return moments[start], moments[end]

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

    @cache
    def may_be(start: datetime, end: datetime) -> bool:
        return scenario.shown(start) and scenario.shown(end) and not scenario.event_during(start, end)

    options: list[Option] = []
    menu_start = [0]
    visits: list[VisitPlace] = []
    for r, each in enumerate(scenario.rounds):
        menus: dict[str, int] = {}
        for activity in each.activities:
            if activity.kind == "visit":
                menus[activity.id] = len(menu_start) - 1
                options.extend(_options(scenario, each, activity, menus[activity.id], may_be))
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


def _options(
    scenario: Scenario, each: Round, activity: Activity, menu: int, may_be: Callable[[datetime, datetime], bool]
) -> Iterator[Option]:
    locked: dict[str, list[datetime]] = {}
    for lock in scenario.visit_locks:
        if lock.start and lock.activity == activity.id and scenario.set_spec[lock.set][0] is each:
            locked.setdefault(lock.host, []).append(lock.start)
    windows = [(window, activity.length(window), window.days) for window in activity.windows]
    usual = {(start, start + length) for window, length, _ in windows for start in activity.starts(window)}
    for number, host in enumerate(scenario.hosts):
        if not activity.kinds or host.kind in activity.kinds:
            for start, end in sorted(usual.union(_own_slots(windows, host, locked.get(host.id, ())))):
                if may_be(start, end):
                    yield Option(menu, number, start, end)


def _own_slots(
    windows: Iterable[tuple[Window, timedelta, tuple[date, ...]]], host: Host, locked: Iterable[datetime]
) -> Iterator[Slot]:
    """Yield the slots inside the windows that only this host gives reason for."""
    starts = {*locked, *(opening.start for opening in host.openings)}
    for window, length, days in windows:
        for hours in host.hours:
            starts.update(datetime.combine(day, hours.opens) for day in days if day.weekday() in hours.weekdays)
        for start in starts:
            if window.start <= start and start + length <= window.end:
                yield start, start + length
