"""Depth: everyone spends long hours with a few people, as in a home set, for breadth is not trust."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.rules.shared.floors import ContactFloor
from cohortplan.rules.shared.pairs import most_contacts
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohortplan.model.scenario import Scenario


class Depth(ContactFloor):
    """Everyone shares a set that lasts long enough with at least so many people.

    With minutes = 360 and partners = 4. Kept: P01 sits with the same four in six meetings of an hour, all in one
    round. Broken by 1: in that round P02 sits with three; the five met on an afternoon of another do not count.
    The amount is the partners missing. A set lasts as long as all activities of its round together. Rounds that count
    no contacts do count here, for such is a home set; hours of different rounds are not added up.

    Attributes
    ----------
    partners : int
        People everyone is to have such a set with.
    minutes : int
        How long a set must last.
    """

    kind: ClassVar[str] = "depth"
    serves: ClassVar[str] = "F10"
    default_weight: ClassVar[int] = 5

    hard: bool = False
    partners: Annotated[int, Field(ge=1, le=1000)]
    minutes: Annotated[int, Field(ge=1, le=1_000_000)]

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report rounds of which some sets last long enough, that no round does, and people who are out of reach."""
        mixed, rounds = list(self._mixed(scenario)), self.met_in(scenario)
        yield from mixed
        if not rounds and not mixed:
            longest = max(self._span(scenario, name)[0] for name in scenario.selected_rounds(self))
            remedy = f"Give at most {longest} minutes" if longest else "Give the rounds activities"
            yield Defect("no round lasts so long", remedy, str(self.minutes), path=("minutes",))
        elif self.hard:
            for person, most in most_contacts(scenario, rounds).items():
                if most < self.partners:
                    message = f"{person} can share a set that lasts so long with no more than {counted(most, 'other')}"
                    remedy = "Lower partners, or make it a wish with hard = false"
                    yield Defect(message, remedy, str(self.partners), path=("partners",))

    def _mixed(self, scenario: Scenario) -> Iterator[Defect]:
        for name in scenario.selected_rounds(self):
            shortest, longest = self._span(scenario, name)
            if shortest < self.minutes <= longest:
                message = f"in round {name} sets may last {shortest} or {longest} minutes, which the rule cannot part"
                remedy = f"Give more than {longest} or at most {shortest} minutes, or name the rounds the rule is for"
                yield Defect(message, remedy, str(self.minutes), path=("minutes",))

    def _span(self, scenario: Scenario, name: str) -> tuple[int, int]:
        """Minutes that every set of a round lasts, and that some set may last."""
        each, found = scenario.round[name], []
        for spec in each.sets:
            lengths = [
                [activity.length(window) // timedelta(minutes=1) for window in activity.windows]
                for activity in scenario.activities(each, spec.id)
            ]
            found.append((sum(map(min, lengths)), sum(map(max, lengths))))
        return min(least for least, _ in found), max(most for _, most in found)

    def met_in(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the rounds that last long enough."""
        rounds = scenario.selected_rounds(self)
        return tuple(name for name in rounds if self._span(scenario, name)[0] >= self.minutes)

    def floors(self, scenario: Scenario) -> dict[str, int]:
        """Return how many partners everyone is to have."""
        return dict.fromkeys(scenario.people, self.partners)

    def told(self, person: str, floor: int, number: int) -> str:
        """Say with how many people somebody shares such a set."""
        return f"{person} shares a set for {self.minutes} minutes or more with {number} of {floor} others wanted."
