"""Peer consulting: who presents a case where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cohortplan.model import Scenario, Turn
from cohortplan.model.duties import consultants
from cohortplan.rota.flow import Flow

#: A consultants' lack is one of at most so many.
_LACKS = 4


def hear(scenario: Scenario, turns: Sequence[Turn], held: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Say who presents a case at each turn of a duty with cases.

    As many are heard as can be; of the ways to that, those in which the most cases have consultants that fit, then
    those in which the others lack least; then the cases are spread over the meetings, and over the sets of each.

    Parameters
    ----------
    held : sequence of tuple of str
        Who is to present at each turn in any case.

    Returns
    -------
    list of tuple of str
        The presenters of each turn, sorted.
    """
    fixed = {person for people in held for person in people}
    presenters = [person for person in scenario.case if person not in fixed]
    flow = Flow()
    sink = flow.node()
    node = {person: flow.node() for person in presenters}
    # What counts more costs more than all that counts less can cost together.
    in_meeting = 2 * max((turn.duty.count for turn in turns), default=0) * (len(presenters) + 1)
    lack = in_meeting * 2 * (len(scenario.cases) + 1) ** 2
    unfit = lack * _LACKS * (len(presenters) + 1)
    unheard = unfit * 2 * (len(presenters) + 1)
    arcs: list[dict[str, int]] = []
    for turn, place in zip(turns, _places(flow, sink, turns, held, in_meeting), strict=True):
        arcs.append({})
        for person in () if turn.over else turn.there:
            if person in node and (others := turn.others(person)):
                missing = len(consultants(scenario, turn.duty, person, others).lacks(turn.duty))
                arcs[-1][person] = flow.arc(node[person], place, missing * lack + bool(missing) * unfit)
    for person in presenters:
        flow.arc(node[person], sink, unheard)
        flow.send(node[person], sink)
    return [
        tuple(sorted({*given, *(person for person, arc in found.items() if flow.used(arc))}))
        for given, found in zip(held, arcs, strict=True)
    ]


def _places(
    flow: Flow, sink: int, turns: Sequence[Turn], held: Sequence[tuple[str, ...]], in_meeting: int
) -> Iterator[int]:
    """Yield a node for each turn; a further case costs more, the more there are in its set and at its meeting."""
    taken, room = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for turn, given in zip(turns, held, strict=True):
        taken[turn.round, turn.activity] += len(given)
        room[turn.round, turn.activity] += turn.duty.count
    meetings = {meeting: flow.node() for meeting in room}
    for meeting, node in meetings.items():
        for k in range(taken[meeting], room[meeting]):
            flow.arc(node, sink, (2 * k + 1) * in_meeting)
    for turn, given in zip(turns, held, strict=True):
        place = flow.node()
        for k in range(len(given), turn.duty.count):
            flow.arc(place, meetings[turn.round, turn.activity], 2 * k + 1)
        yield place
