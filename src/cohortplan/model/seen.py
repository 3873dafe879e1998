"""What is worked out from single parts of plans, kept for when it is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cohortplan.model.plan import Group, Plan, PlannedRound, PlannedSet, Visit

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario

Part = TypeVar("Part", Plan, PlannedRound, PlannedSet)
Facts = TypeVar("Facts")
Thing = TypeVar("Thing")

#: Of so many plans is kept what was seen in them, and of so many rules beside those of the scenario what they said.
_PLANS, _MANY = 4, 64


class Recent:
    """What is known of the things that were asked about last, twice as many as `most` at the most.

    What was not asked for since so many others came is forgotten, not everything at once: then one plan would take far
    longer than the next.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        # The things are kept, too: no other object can then have their identity.
        self._young: dict[int, tuple[object, dict[Any, Any]]] = {}
        self._old: dict[int, tuple[object, dict[Any, Any]]] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def about(self, thing: object) -> dict[Any, Any]:
        """Return what is known of a thing, to be added to."""
        entry = self._young.get(id(thing))
        if entry is None:
            entry = self._old.get(id(thing)) or (thing, {})
            if len(self._young) >= self._most:
                self._old, self._young = self._young, {}
            self._young[id(thing)] = entry
        return entry[1]


class Seen:
    """Remembers what was seen in plans, rounds and sets, and what a rule said of one person or host.

    Every rule asks for the sets and visits of all rounds; and a plan in which something was changed shares the other
    rounds with the old one, and the round that was changed its other sets.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._rules = Recent(_MANY + len(scenario.rules))
        self._parts = {
            Plan: Recent(_PLANS),
            PlannedRound: Recent(_PLANS * len(scenario.rounds)),
            PlannedSet: Recent(_PLANS * len(scenario.set_spec)),
        }

    def of(self, part: Part, look: Callable[[Scenario, Part], Iterable[Thing]], name: str = "") -> tuple[Thing, ...]:
        """Return what `look`, which sees nothing but the scenario and the part, yields; known by its `name` if any."""
        found, key = self._parts[type(part)].about(part), name or look
        if key not in found:
            found[key] = tuple(look(self._scenario, part))
        things: tuple[Thing, ...] = found[key]
        return things

    def judged(
        self, rule: object, facts: Iterable[tuple[str, Facts]], judge: Callable[[str, Facts], Thing]
    ) -> Iterator[Thing]:
        """Yield what `judge`, a rule's, says of each one's `facts`: what it said last time if they are the same.

        It sees nothing but the scenario, the rule and these facts.
        """
        said = self._rules.about(rule)
        for name, known in facts:
            last = said.get(name)
            if last is None or last[0] != known:
                last = said[name] = known, judge(name, known)
            yield last[1]


def groups_of(scenario: Scenario, planned: PlannedRound) -> Iterator[Group]:
    """Yield the learning sets that `scenario` knows, in plan order."""
    look, name = partial(_group_in, planned.id), f"group in {planned.id}"
    for group in planned.sets:
        yield from scenario.seen.of(group, look, name)


def visits_of(scenario: Scenario, planned: PlannedRound) -> Iterator[Visit]:
    """Yield the visits to hosts that `scenario` knows, in plan order."""
    look, name = partial(_visits_in, planned.id), f"visits in {planned.id}"
    for group in planned.sets if planned.id in scenario.round else ():
        yield from scenario.seen.of(group, look, name)


def _group_in(round_id: str, scenario: Scenario, group: PlannedSet) -> Iterator[Group]:
    each, spec = scenario.set_spec.get(group.id, (None, None))
    if each is not None and spec is not None and each.id == round_id:
        yield Group(round_id, spec, _known(scenario, group.members))


def _visits_in(round_id: str, scenario: Scenario, group: PlannedSet) -> Iterator[Visit]:
    made = [a for a in group.activities if a.kind == "visit" and a.host in scenario.host]
    members = _known(scenario, group.members) if made else ()
    for activity in made:
        if activity.host is not None:
            start, end = scenario.local(activity.start), scenario.local(activity.end)
            yield Visit(round_id, group.id, activity.id, activity.host, start, end, members)


def _known(scenario: Scenario, members: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({member for member in members if member in scenario.people}))
