"""Which facilitator looks after which set, once the sets are decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cohortplan.evaluate.facilitating import Loads
from cohortplan.evaluate.faultlines import faultlines
from cohortplan.model import Charge, Plan, PlannedSet, Scenario, charges
from cohortplan.model.edits import changed
from cohortplan.rota.flow import Flow

#: Who looks after each charge, in the order of the charges.
Held = list[tuple[str, ...]]

#: Steps in which it is counted how clearly a set falls into two blocks.
_STEPS = 1000


def fill_facilitators(scenario: Scenario, plan: Plan, *, keep: bool = False) -> Plan:
    """Return `plan` with facilitators for every set that is to have some, as far as there are any.

    What facilitators may have at most holds, and nobody looks after people they are tied to. Of all ways to that, these
    fill the most places; of these, those that leave the least to any one set; of these, the numbers of sets that
    facilitators have in all are as even as can be, the sum of their squares being the least. That settles how many each
    set gets, and how many sets each facilitator has of each round. Which these are is decided round by round: as many
    members as can be have somebody who looked after them before, so that a set that stays together keeps its
    facilitator; among equals, those with more skills get the sets that fall most clearly into two blocks, by the
    attributes of the `faultline` rules. Each of these steps is a flow of least cost, and exact.

    Parameters
    ----------
    keep : bool
        Whether those who look after a set by the plan, and may, stay.
    """
    found = charges(scenario, plan)
    if not found:
        return plan
    held: Held = _rightly_held(scenario, found) if keep else [()] * len(found)
    if all(len(people) >= charge.wanted for charge, people in zip(found, held, strict=True)):
        return _written(plan, {charge.set: tuple(sorted(people)) for charge, people in zip(found, held, strict=True)})
    given = _numbers(scenario, found, held)
    risks = {name: int(_STEPS * risk) for name, risk in faultlines(scenario, plan).items()}
    known = _Known()
    sessions: dict[int, list[_Open]] = {}
    for place in map(_Open, found, held, given):
        sessions.setdefault(place.charge.session, []).append(place)
    filled: dict[str, tuple[str, ...]] = {}
    for _, session in sorted(sessions.items()):
        for place, people in zip(session, _chosen(scenario, session, risks, known), strict=True):
            filled[place.charge.set] = tuple(sorted((*place.held, *people)))
        for place in session:
            known.add(place.charge, filled[place.charge.set])
    return _written(plan, filled)


class _Open(NamedTuple):
    """A charge, who keeps it, and as many others as it gets."""

    charge: Charge
    held: tuple[str, ...]
    given: tuple[str, ...]


class _Known:
    """Whom facilitators have looked after so far."""

    def __init__(self) -> None:
        self._members: dict[str, set[str]] = {}

    def add(self, charge: Charge, people: Sequence[str]) -> None:
        """Note that `people` look after a set."""
        for name in people:
            self._members.setdefault(name, set()).update(charge.members)

    def strangers(self, charge: Charge, name: str) -> int:
        """Return how many members of a set a facilitator has not looked after yet."""
        return len(set(charge.members) - self._members.get(name, set()))


def _rightly_held(scenario: Scenario, found: Sequence[Charge]) -> Held:
    """Return those who look after sets by the plan and may, none more sets than they may have."""
    if not Loads(found).crowded(scenario):
        return [tuple(_who_may(scenario, charge))[: charge.wanted] for charge in found]
    in_session, in_all = Counter[tuple[int, str]](), Counter[str]()
    held: Held = []
    for charge in found:
        may: list[str] = []
        for name in _who_may(scenario, charge):
            each = scenario.facilitator[name]
            if len(may) >= charge.wanted:
                break
            if in_session[charge.session, name] < each.most_sets and in_all[name] < (each.most_in_all or len(found)):
                may.append(name)
                in_session[charge.session, name] += 1
                in_all[name] += 1
        held.append(tuple(may))
    return held


def _who_may(scenario: Scenario, charge: Charge) -> Iterator[str]:
    """Return those who look after a set by the plan, and whom nothing about it bars."""
    known = scenario.facilitator
    return (name for name in charge.holders if name in known and not charge.bar(known[name]))


def _numbers(scenario: Scenario, found: Sequence[Charge], held: Held) -> Held:
    """Return who looks after each set in one way that fills the most places and is as even as can be."""
    flow = Flow()
    sink = flow.node()
    there = _ways_out(flow, sink, scenario, found, held)
    wanted = [charge.wanted - len(people) for charge, people in zip(found, held, strict=True)]
    # What counts more costs more than all that counts less can cost together.
    uneven = (sum(charge.wanted for charge in found) + 1) ** 2
    empty = uneven * (sum(number * number for number in wanted) + 1)
    arcs: list[dict[str, int]] = []
    for charge, people, number in zip(found, held, wanted, strict=True):
        place = flow.node()
        able = (each.id for each in scenario.facilitators if number and each.id not in people and not charge.bar(each))
        arcs.append({name: flow.arc(place, there[charge.session, name]) for name in able})
        for k in range(number):
            flow.arc(place, sink, empty + (2 * k + 1) * uneven)
        for _ in range(number):
            flow.send(place, sink)
    return [tuple(name for name, arc in each.items() if flow.used(arc)) for each in arcs]


def _ways_out(
    flow: Flow, sink: int, scenario: Scenario, found: Sequence[Charge], held: Held
) -> dict[tuple[int, str], int]:
    """Return a node for each session and facilitator; a further set costs more, the more sets one has in all."""
    sets, in_all, in_session = Counter(charge.session for charge in found), Counter[str](), Counter[tuple[int, str]]()
    for charge, people in zip(found, held, strict=True):
        in_all.update(people)
        in_session.update((charge.session, name) for name in people)
    there: dict[tuple[int, str], int] = {}
    for each in scenario.facilitators:
        node, room = flow.node(), 0
        for session, number in sets.items():
            there[session, each.id] = flow.node()
            for _ in range(in_session[session, each.id], min(each.most_sets, number)):
                flow.arc(there[session, each.id], node)
                room += 1
        had = in_all[each.id]
        most = had + room if each.most_in_all is None else min(had + room, each.most_in_all)
        for k in range(had, most):
            flow.arc(node, sink, 2 * k + 1)
    return there


def _chosen(
    scenario: Scenario, session: Sequence[_Open], risks: Mapping[str, int], known: _Known
) -> Iterator[tuple[str, ...]]:
    """Yield who looks after each set of a session, beside those who do already, each as often as is given."""
    flow = Flow()
    sink = flow.node()
    number = Counter(name for place in session for name in place.given)
    skills = {name: len(scenario.facilitator[name].skills) for name in number}
    best = max(skills.values(), default=0)
    node = {name: flow.node() for name in number}
    for name, times in number.items():
        for _ in range(times):
            flow.arc(node[name], sink)
    stranger = _STEPS * best * (number.total() + 1) + 1
    arcs: list[dict[str, int]] = []
    for charge, held, given in session:
        place, risk = flow.node(), risks.get(charge.set, 0)
        able = (name for name in number if name not in held and not charge.bar(scenario.facilitator[name]))
        cost = {name: stranger * known.strangers(charge, name) + risk * (best - skills[name]) for name in able}
        arcs.append({name: flow.arc(place, node[name], price) for name, price in cost.items()})
        for _ in given:
            flow.send(place, sink)
    for each in arcs:
        yield tuple(name for name, arc in each.items() if flow.used(arc))


def _written(plan: Plan, held: Mapping[str, tuple[str, ...]]) -> Plan:
    def group_of(group: PlannedSet) -> PlannedSet:
        return group.model_copy(update={"facilitators": held.get(group.id, ())})

    sets = (group for planned in plan.rounds for group in planned.sets)
    return changed(plan, {group.id: group_of for group in sets if group.facilitators != held.get(group.id, ())})
