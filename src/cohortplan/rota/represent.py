"""Groups of people from all sets in which every value of an attribute is represented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from cohortplan.model import Scenario, Turn
from cohortplan.rota.flow import Flow


def represent(
    scenario: Scenario, turns: Sequence[Turn], held: Sequence[tuple[str, ...]], busy: Sequence[Collection[str]]
) -> list[tuple[str, ...]]:
    """Add to those who have the turns of one duty some more, so that together they represent what it asks for.

    At each activity one person of each value of the attribute is chosen, for as many values as the sets allow: a
    matching of values with sets. Of those of a value in a set it is one who has had the duty least often, and is not
    busy if somebody else is not.

    Parameters
    ----------
    held, busy : sequence
        For each turn, who has it in any case, and who has other duties there.
    """
    found = list(held)
    had = Counter(person for people in held for person in people)
    for meeting in dict.fromkeys((turn.round, turn.activity) for turn in turns):
        mine = [index for index, turn in enumerate(turns) if (turn.round, turn.activity) == meeting]
        for index, person in _chosen(scenario, [(index, turns[index], held[index]) for index in mine], had, busy):
            found[index] = tuple(sorted((*found[index], person)))
            had[person] += 1
    return found


def _chosen(
    scenario: Scenario,
    meeting: Sequence[tuple[int, Turn, tuple[str, ...]]],
    had: Counter[str],
    busy: Sequence[Collection[str]],
) -> list[tuple[int, str]]:
    """Return whom to add at one activity, with the number of the turn."""
    flow = Flow()
    sink = flow.node()
    value = {
        person: scenario.people[person].get(turn.duty.represents or "")
        for _, turn, _ in meeting
        for person in turn.there
    }
    missing = set(value.values()) - {""} - {value[person] for *_, people in meeting for person in people}
    nodes = {name: flow.node() for name in sorted(missing)}
    best: dict[int, tuple[int, str]] = {}
    for index, turn, people in meeting:
        place = flow.node()
        for _ in range(len(people), turn.wanted):
            flow.arc(place, sink)
        for name, node in nodes.items():
            able = [person for person in turn.there if value[person] == name]
            if able:
                person = min(able, key=lambda each: (each in busy[index], had[each], each))
                best[flow.arc(node, place, had[person])] = (index, person)
    for node in nodes.values():
        flow.send(node, sink)
    return [choice for arc, choice in best.items() if flow.used(arc)]
