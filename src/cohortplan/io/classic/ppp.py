"""``ppp:FILE#CxP``, the progressive party problem (CSPLib 13): host configuration C of the file, P periods.

The crew of every boat that is no host visits a host in each period: never the same host twice, no two crews together
twice, no more persons on a boat than its capacity, its own crew counted. The value is P where all of this is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import combinations

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.classic.base import FIRST_DAY, Instance, make_scenario, seats, shown
from cohortplan.io.classic.json_file import JsonFile
from cohortplan.model import Activity, Attribute, Host, Participant, Plan, Round, SetSpec, Window
from cohortplan.rules import build_rule

#: Most periods, and most boats.
MOST_PERIODS, MOST_BOATS = 100, 1000

_FORM = re.compile(r"(.+)#([^#]+)x([0-9]{1,9})", re.DOTALL)


@dataclass(frozen=True)
class Boat:
    """A boat that holds `capacity` persons, its own crew included."""

    id: int
    capacity: int
    crew: int


@dataclass(frozen=True)
class Party(Instance):
    """A round for each period; the sets of a round go to one host each."""

    hosts: tuple[Boat, ...]
    guests: tuple[Boat, ...]

    def value(self, plan: Plan) -> int | None:
        """Return the number of periods if the plan keeps all that is asked for, else None."""
        periods = self.solution(plan)
        room = {host.id: host.capacity - host.crew for host in self.hosts}
        visits = Counter((g, host) for row in periods for g, host in enumerate(row))
        met: Counter[tuple[int, int]] = Counter()
        for row in periods:
            for host, most in room.items():
                there = [g for g, visited in enumerate(row) if visited == host]
                if sum(self.guests[g].crew for g in there) > most:
                    return None
                met.update(combinations(there, 2))
        kept = not any(None in row for row in periods) and max((*visits.values(), *met.values()), default=1) == 1
        return len(periods) if kept else None

    def solution(self, plan: Plan) -> list[list[int | None]]:
        """Return periods -> guests, in the order of the file -> id of the host."""
        rows = seats(self.scenario, plan)
        return [[None if s is None else self.hosts[s].id for s in row] for row in rows]


def read(name: str) -> Party:
    """Make the instance called ``FILE#CxP``.

    Raises
    ------
    ScenarioError
        If the name is not of this form, or the file cannot be read or used.
    """
    source = shown(f"ppp:{name}")
    form = _FORM.fullmatch(name)
    if form is None:
        problem = "this is not of the form ppp:FILE#CxP, a configuration and a number of periods"
        raise ScenarioError([Defect(problem, "Write it like ppp:ppp.json#1x8", source, file=source)])
    periods = int(form[3])
    if not 1 <= periods <= MOST_PERIODS:
        problem = f"the number of periods must be from 1 to {MOST_PERIODS}"
        raise ScenarioError([Defect(problem, "Mend the number", form[3], file=source)])
    file = JsonFile(form[1])
    boats = _boats(file)
    chosen = _configuration(file, form[2])
    file.stop_if_wrong()
    for host in chosen:
        if host not in boats:
            file.note(f"boat {host}, a host, is not among the boats")
        elif boats[host].capacity < boats[host].crew:
            file.note(f"boat {host}, a host, has no room for its own crew")
    file.stop_if_wrong()
    hosts = tuple(boats[host] for host in chosen)
    guests = tuple(boat for boat in boats.values() if boat.id not in chosen)
    if not guests:
        file.note("every boat is a host, so there are no guests")
    file.stop_if_wrong()
    return _instance(f"ppp:{file.name}#{form[2]}x{periods}", hosts, guests, periods)


def _boats(file: JsonFile) -> dict[int, Boat]:
    boats: dict[int, Boat] = {}
    for k in range(file.length("boats", most=MOST_BOATS)):
        values = [file.number("boats", k, field) for field in ("id", "capacity", "crew")]
        if values[0] in boats:
            file.note(f"boat {values[0]} is listed twice")
        boats[values[0]] = Boat(*values)
    return boats


def _configuration(file: JsonFile, name: str) -> list[int]:
    known = file.names("host_configs")
    if name not in known:
        if known:
            file.note(f"there is no host configuration {shown(name)}", f"Known: {', '.join(known)}")
        return []
    chosen = [file.number("host_configs", name, k) for k in range(file.length("host_configs", name, most=MOST_BOATS))]
    if len(set(chosen)) < len(chosen):
        file.note(f"configuration {name} lists a host twice")
    return chosen


def _instance(source: str, hosts: Sequence[Boat], guests: Sequence[Boat], periods: int) -> Party:
    rounds = tuple(_period(r, hosts, len(guests)) for r in range(periods))
    room = {spec.id: host.capacity - host.crew for each in rounds for spec, host in zip(each.sets, hosts, strict=True)}
    scenario = make_scenario(
        source,
        f"Progressive party: {len(guests)} crews visit {len(hosts)} hosts in {periods} periods",
        (
            build_rule("head_count", attribute="persons", room=room),
            build_rule("no_host_twice"),
            build_rule("repeat_cap", most=1),
        ),
        attributes=(Attribute(name="persons"),),
        participants=tuple(
            Participant(id=_name(boat), name=f"Crew of boat {boat.id}", attributes={"persons": str(boat.crew)})
            for boat in guests
        ),
        hosts=tuple(Host(id=_name(boat), name=f"Boat {boat.id}", kind=_name(boat)) for boat in hosts),
        rounds=rounds,
    )
    return Party(scenario, tuple(hosts), tuple(guests))


def _name(boat: Boat) -> str:
    return f"B{boat.id:02}"


def _period(r: int, hosts: Sequence[Boat], guests: int) -> Round:
    start = datetime.combine(FIRST_DAY, time(10)) + timedelta(days=r)
    window = Window(start=start, end=start + timedelta(hours=1))
    sets = tuple(SetSpec(id=f"R{r + 1}.{s + 1}", least=0, most=guests) for s in range(len(hosts)))
    visits = tuple(
        Activity(id=f"on-{_name(host)}", kind="visit", windows=(window,), kinds=(_name(host),), only=(spec.id,))
        for spec, host in zip(sets, hosts, strict=True)
    )
    return Round(id=f"R{r + 1}", sets=sets, activities=visits)
