"""Quorum: those who must be heard are there when everyone meets, themselves or through somebody they send."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.base import Id, Line
from cohortplan.model.names import plain, unknown
from cohortplan.model.rule import Match
from cohortplan.rules.shared.settled import Settled
from cohortplan.rules.shared.values import holders, unknown_attributes
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohortplan.model.rounds import Event
    from cohortplan.model.scenario import Scenario


class Quorum(Settled):
    """At every event of the whole cohort somebody of each organisation is there, or sends a delegate.

    Kept: of Calder Council P01 is away on the day of the launch, and P02 is not, or P01 has a delegate. Broken by 1:
    both are away and have none. The amount is the number of organisations that are missing, over all events. Whoever
    takes part online is there.

    Attributes
    ----------
    attribute : str
        What people stand for: their organisation, or something else.
    values : tuple of str
        Those of its values that are to be represented; empty = all that occur.
    events : tuple of str
        The events that it is about, by id; empty = all.
    formats : tuple of str
        The formats of events that it is about, such as plenary; empty = all.
    """

    kind: ClassVar[str] = "quorum"
    serves: ClassVar[str] = "F56"

    attribute: Id = "organisation"
    values: tuple[Line, ...] = ()
    events: tuple[Id, ...] = ()
    formats: tuple[Line, ...] = ()

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report that there are no events, and names that nothing has."""
        yield from unknown_attributes(scenario, [self.attribute], "attribute")
        if not scenario.events:
            yield Defect("the programme has no event for everyone", "Add events.csv, or leave the rule out")
            return
        names = [event.id for event in scenario.events]
        yield from (unknown("event", name, names, ("events",)) for name in self.events if name not in names)
        formats = dict.fromkeys(event.format for event in scenario.events if event.format)
        for name in self.formats:
            if plain(name) not in map(plain, formats):
                yield unknown("format of an event", name, formats, ("formats",))
        present = holders(scenario, self.attribute)
        for value in self.values:
            if value not in present:
                yield unknown(self.attribute, value, sorted(present), ("values",))

    def found(self, scenario: Scenario) -> Iterator[Match]:
        """Yield who is missing from each event."""
        people = holders(scenario, self.attribute)
        for event in self._events(scenario):
            for value in self.values or people:
                mine = sorted(people.get(value, ()))
                if not any(self._there(scenario, name, event) for name in mine):
                    told = f"Nobody of {value} is at {event.title} on {event.start.date()}, nor sends a delegate."
                    yield Match(rule=self.id, amount=1, people=tuple(mine), sentence=told)

    def summary(self, scenario: Scenario) -> str:
        """Say how many are represented."""
        events, values = len(self._events(scenario)), len(self.values or holders(scenario, self.attribute))
        kept = events * values - sum(1 for _ in self.found(scenario))
        return f"{kept} of {events * values} represented, {values} at each of {counted(events, 'event')}."

    def _events(self, scenario: Scenario) -> list[Event]:
        formats = set(map(plain, self.formats))
        return [
            event
            for event in scenario.events
            if (not self.events or event.id in self.events) and (not formats or plain(event.format) in formats)
        ]

    def _there(self, scenario: Scenario, name: str, event: Event) -> bool:
        person = scenario.people[name]
        return bool(person.delegate) or not scenario.away(person, event.start.date())
