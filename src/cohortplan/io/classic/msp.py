"""``msp:FILE#N``, meeting scheduling (CSPLib 46): instance N of the file, meetings at fixed places, agents who travel.

Two meetings that an agent attends start one slot and the way between their places apart, or more. The value is the
number of slots used, from the first that is offered to that of the last meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import combinations

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.classic.base import FIRST_DAY, Instance, make_scenario, people, shown
from cohortplan.io.classic.json_file import JsonFile
from cohortplan.model import Absence, Activity, Host, Plan, Round, SetSpec, Window
from cohortplan.model.triangle import Triangle
from cohortplan.rules import build_rule

#: Most meetings and agents.
MOST_MEETINGS, MOST_AGENTS = 300, 1000

#: Minutes of a slot: as few as a visit may take.
SLOT = 5

#: Most slots that may be on offer.
MOST_SLOTS = 10_000

_START = datetime.combine(FIRST_DAY, time(0))


@dataclass(frozen=True)
class Meetings(Instance):
    """A round with one set and one visit for each meeting; `attend` has the meetings of each agent."""

    attend: tuple[tuple[int, ...], ...]
    way: Triangle

    def value(self, plan: Plan) -> int | None:
        """Return the number of slots used if no two meetings of an agent are too close, else None."""
        slots = self.solution(plan)
        if any(slot is None or slot < 0 for slot in slots):
            return None
        times = [slot for slot in slots if slot is not None]
        for meetings in self.attend:
            for v, w in combinations(meetings, 2):
                if abs(times[v] - times[w]) < 1 + self.way.between(v, w):
                    return None
        return max(times) + 1

    def solution(self, plan: Plan) -> list[int | None]:
        """Return the slot of each meeting, 0-based."""
        slots: list[int | None] = [None] * len(self.scenario.rounds)
        number = {each.id: k for k, each in enumerate(self.scenario.rounds)}
        for visit in self.scenario.visits(plan):
            slots[number[visit.round]] = (visit.start - _START) // timedelta(minutes=SLOT)
        return slots


def read(name: str) -> Meetings:
    """Make the instance called ``FILE#N``.

    Raises
    ------
    ScenarioError
        If the name is not of this form, or the file cannot be read or used.
    """
    path, mark, number = name.rpartition("#")
    if not (path and mark and number):
        source = shown(f"msp:{name}")
        problem = "this is not of the form msp:FILE#N, the number of an instance"
        raise ScenarioError([Defect(problem, "Write it like msp:msp046.json#1", source, file=source)])
    file = JsonFile(path)
    known = file.names("instances")
    if known and number not in known:
        file.note(f"there is no instance {shown(number)}", f"Known: {', '.join(known[:20])}")
    file.stop_if_wrong()
    count = file.number("instances", number, "meetings")
    agents = file.length("instances", number, "attend", most=MOST_AGENTS)
    if not 1 <= count <= MOST_MEETINGS:
        file.note(f"there must be 1 to {MOST_MEETINGS} meetings", value=count)
    file.stop_if_wrong()
    attend = tuple(_meetings(file, number, agent, count) for agent in range(agents))
    way = _way(file, number, count)
    file.stop_if_wrong()
    slots = _enough(attend, way)
    if slots > MOST_SLOTS:
        file.note(f"the meetings would need to have {slots} slots on offer, more than {MOST_SLOTS}")
    file.stop_if_wrong()
    return _instance(f"msp:{file.name}#{number}", attend, way, slots)


def _meetings(file: JsonFile, number: str, agent: int, count: int) -> tuple[int, ...]:
    here = ("instances", number, "attend", agent)
    chosen = [file.number(*here, k) for k in range(file.length(*here, least=0, most=MOST_MEETINGS))]
    for meeting in chosen:
        if meeting >= count:
            file.note(f"agent {agent} attends a meeting that is not 0 to {count - 1}", value=meeting)
    if len(set(chosen)) < len(chosen):
        file.note(f"agent {agent} attends a meeting twice")
    return tuple(sorted(chosen))


def _way(file: JsonFile, number: str, count: int) -> Triangle:
    here = ("instances", number, "dist")
    if file.length(*here, most=MOST_MEETINGS) != count:
        file.note(f"dist has not {count} rows, one for each meeting")
        return Triangle([])
    if any(file.length(*here, i, most=MOST_MEETINGS) != count for i in range(count)):
        file.note(f"a row of dist has not {count} entries")
        return Triangle([])
    table = [[file.number(*here, i, j) for j in range(count)] for i in range(count)]
    uneven = [f"{j} and {i}" for i in range(count) for j in range(i) if table[i][j] != table[j][i]]
    if uneven:
        file.note("dist is not the same there and back between some meetings", value=", ".join(uneven))
    return Triangle(table[i][j] for i in range(count) for j in range(i))


def _instance(source: str, attend: Sequence[Sequence[int]], way: Triangle, slots: int) -> Meetings:
    agents = people("A", len(attend))
    width = len(str(way.size - 1))
    names = [f"M{m:0{width}}" for m in range(way.size)]
    offered = Window(start=_START, end=_START + timedelta(minutes=SLOT * slots))
    scenario = make_scenario(
        source,
        f"Meeting scheduling: {way.size} meetings, {len(attend)} agents",
        (
            build_rule("absences"),
            build_rule("travel_gap", way=way, minutes=SLOT),
            build_rule("horizon", minutes=SLOT),
        ),
        participants=agents,
        hosts=tuple(Host(id=f"at-{name}", name=f"Place of {name}", kind=f"at-{name}") for name in names),
        rounds=tuple(
            Round(
                id=name,
                sets=(SetSpec(id=f"{name}.1", least=0, most=len(attend)),),
                activities=(
                    Activity(
                        id="meeting", kind="visit", windows=(offered,), minutes=SLOT, step=SLOT, kinds=(f"at-{name}",)
                    ),
                ),
            )
            for name in names
        ),
        absences=tuple(
            Absence(participant=agent.id, round=name)
            for agent, meetings in zip(agents, attend, strict=True)
            for m, name in enumerate(names)
            if m not in meetings
        ),
    )
    return Meetings(scenario, tuple(map(tuple, attend)), way)


def _enough(attend: Sequence[Sequence[int]], way: Triangle) -> int:
    """Count the slots that meetings take if each, those with most others in its way first, is held as early as it can.

    No best schedule takes more.
    """
    clashes: list[set[int]] = [set() for _ in range(way.size)]
    for meetings in attend:
        for v, w in combinations(meetings, 2):
            clashes[v].add(w)
            clashes[w].add(v)
    slots: dict[int, int] = {}
    for v in sorted(range(way.size), key=lambda v: (-len(clashes[v]), v)):
        gaps = {w: 1 + way.between(v, w) for w in clashes[v] if w in slots}
        slot = 0
        for w in sorted(gaps, key=lambda w: slots[w] - gaps[w]):
            if abs(slot - slots[w]) < gaps[w]:
                slot = slots[w] + gaps[w]
        slots[v] = slot
    return max(slots.values()) + 1
