"""What is worked out from single rounds of plans, kept for when it is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from cohortplan.model.plan import Group, PlannedRound, Visit

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario

Thing = TypeVar("Thing")


class Seen:
    """Remembers what was seen in planned rounds.

    Every rule asks for the sets and visits of all rounds; and a plan in which something was changed shares the other
    rounds with the old one.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        # The rounds are kept, too: no other object can then have their identity.
        self._kept: dict[int, tuple[PlannedRound, dict[Any, Any]]] = {}
        self._most = 4 * len(scenario.rounds)

    def of(
        self, planned: PlannedRound, look: Callable[[Scenario, PlannedRound], Iterable[Thing]], name: str = ""
    ) -> tuple[Thing, ...]:
        """Return what `look`, which sees nothing but the scenario and the round, yields; known by its `name` if any."""
        if id(planned) not in self._kept and len(self._kept) >= self._most:
            self._kept.clear()
        _, found = self._kept.setdefault(id(planned), (planned, {}))
        key = name or look
        if key not in found:
            found[key] = tuple(look(self._scenario, planned))
        things: tuple[Thing, ...] = found[key]
        return things


def groups_of(scenario: Scenario, planned: PlannedRound) -> Iterator[Group]:
    """Yield the learning sets that `scenario` knows, in plan order."""
    for group in planned.sets:
        each, spec = scenario.set_spec.get(group.id, (None, None))
        if each is not None and spec is not None and each.id == planned.id:
            yield Group(planned.id, spec, _known(scenario, group.members))


def visits_of(scenario: Scenario, planned: PlannedRound) -> Iterator[Visit]:
    """Yield the visits to hosts that `scenario` knows, in plan order."""
    for group in planned.sets if planned.id in scenario.round else ():
        made = [a for a in group.activities if a.kind == "visit" and a.host in scenario.host]
        members = _known(scenario, group.members) if made else ()
        for activity in made:
            if activity.host is not None:
                start, end = scenario.local(activity.start), scenario.local(activity.end)
                yield Visit(planned.id, group.id, activity.id, activity.host, start, end, members)


def _known(scenario: Scenario, members: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({member for member in members if member in scenario.people}))
