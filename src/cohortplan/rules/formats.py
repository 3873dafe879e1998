"""Formats: what people do together is not always the same sort of thing, and they do not only listen."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Line
from cohortplan.model.names import plain, unknown
from cohortplan.model.rule import Match
from cohortplan.rules.shared.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohortplan.model.scenario import Scenario


class Item(NamedTuple):
    """Something in the programme that has a format."""

    start: datetime
    end: datetime
    format: str
    name: str
    round: str

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return (self.end - self.start) // timedelta(minutes=1)


class Formats(Settled):
    """No two things in a row have the same format, and formats that are interactive take enough of the time.

    With interactive = ["walk"] and share = 60. Kept: a talk of an hour, then a walk of two. Broken by 1: two talks in a
    row, and three hours of walks later; by 10: an hour of talk and one of walk.
    The amount is the formats repeated, and the hundredths missing of the time that interactive formats are to have.
    Activities and events that have a format count, in the order of the first times at which they may begin; those at
    one time are looked at together. Events count unless `rounds` are named.

    Attributes
    ----------
    interactive : tuple of str
        Formats in which everyone takes an active part; empty = their share is not asked for.
    share : int
        Least hundredths of the time that they take.
    """

    kind: ClassVar[str] = "formats"
    serves: ClassVar[str] = "F41"

    interactive: tuple[Line, ...] = ()
    share: Annotated[int, Field(ge=0, le=100)] = 60

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report that nothing has a format, and interactive formats that nothing has."""
        known = dict.fromkeys(item.format for item in self._items(scenario))
        if not known:
            yield Defect("no activity and no event has a format", "Fill in the column format of rounds.csv")
            return
        for name in self.interactive:
            if plain(name) not in map(plain, known):
                yield unknown("format", name, known, ("interactive",))

    def found(self, scenario: Scenario) -> Iterator[Match]:
        """Yield the formats that are repeated, and what is missing of the share."""
        for earlier, later in pairwise(self._slots(scenario)):
            for name in dict.fromkeys(plain(item.format) for item in later):
                one, other = ([item for item in slot if plain(item.format) == name] for slot in (earlier, later))
                if one:
                    rounds = tuple(dict.fromkeys(item.round for item in (*one, *other) if item.round))
                    told = f"The format {other[0].format} is repeated: {one[-1].name}, then {other[0].name}."
                    yield Match(rule=self.id, amount=1, rounds=rounds, sentence=told)
        reached = self.reached(scenario)
        if self.interactive and reached < self.share:
            told = f"Formats that are interactive take {reached} % of the time (wanted: at least {self.share} %)."
            yield Match(rule=self.id, amount=self.share - reached, sentence=told)

    def summary(self, scenario: Scenario) -> str:
        """Say how many things have a format, and how much of their time is interactive."""
        share = f"; {self.reached(scenario)} % of their time is interactive" if self.interactive else ""
        return f"{len(self._items(scenario))} activities and events have a format{share}."

    def reached(self, scenario: Scenario) -> int:
        """Return the hundredths of the time that interactive formats take, rounded down."""
        items, active = self._items(scenario), set(map(plain, self.interactive))
        total = sum(item.minutes for item in items)
        return 100 * sum(item.minutes for item in items if plain(item.format) in active) // max(1, total)

    def _slots(self, scenario: Scenario) -> list[list[Item]]:
        """Return the things in order, those at one time together."""
        slots: list[list[Item]] = []
        for item in self._items(scenario):
            if slots and item.start < max(each.end for each in slots[-1]):
                slots[-1].append(item)
            else:
                slots.append([item])
        return slots

    def _items(self, scenario: Scenario) -> list[Item]:
        found = [Item(e.start, e.end, e.format, e.title, "") for e in scenario.events if e.format and not self.rounds]
        for name in scenario.selected_rounds(self):
            for each in scenario.round[name].activities:
                if each.format:
                    first = min(each.windows, key=lambda window: window.start)
                    end = first.start + each.length(first)
                    found.append(Item(first.start, end, each.format, f"{each.title or each.id} in round {name}", name))
        return sorted(found)
