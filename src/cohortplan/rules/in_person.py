"""In person: everyone spends enough time with others face to face, for a screen does not do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.rounds import Activity, Event
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.programme_days import fixed_minutes, minutes_of
from cohortplan.rules.shared.visiting import by_person, selected_visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class InPerson(Rule):
    """Everyone who does not take part online only spends at least so many minutes face to face with others.

    With least = 240. Kept: P01 makes two visits of 90 minutes and is at a meeting of an hour. Broken by 60: the meeting
    is online; by 90: P01 sits in no set on the day of one of the visits.
    The amount is the minutes missing, over all people. Visits count for those who make them. Meetings count for all who
    take part in their round, the shortest if sets have different ones; events for all, unless `rounds` are named.
    What is hybrid counts; days on which somebody is away do not. Who is online only is told of by `check`.

    Attributes
    ----------
    least : int
        Minutes everyone is to have.
    """

    kind: ClassVar[str] = "in_person"
    serves: ClassVar[str] = "F51"

    least: Annotated[int, Field(ge=1, le=100_000)]

    def remarks(self, scenario: Scenario) -> Iterable[str]:
        """List those who take part online only."""
        return (f"{person.id} takes part online only." for person in scenario.participants if person.online)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the minutes that people lack."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = by_person(selected_visits(self, scenario, plan))
        for name, needed in self.needed(scenario).items():
            person = scenario.people[name]
            made = sum(minutes(scenario, person, visit.start, visit.end) for visit in visits.get(name, ()))
            if made < needed:
                spent = self.least - needed + made
                sentence = f"{name} is face to face with others for {spent} of {self.least} minutes."
                yield Match(rule=self.id, amount=needed - made, people=(name,), sentence=sentence)

    def needed(self, scenario: Scenario) -> dict[str, int]:
        """Return the minutes that visits are to bring those who are not online only, as nothing else does."""
        fixed = fixed_minutes(scenario, scenario.selected_rounds(self), self._counts, min)
        online = {person.id for person in scenario.participants if person.online}
        return {name: max(0, self.least - minutes) for name, minutes in fixed.items() if name not in online}

    def _counts(self, thing: Activity | Event) -> bool:
        return thing.face_to_face and not (self.rounds and isinstance(thing, Event))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person sum of the minutes of each option, by the days on which people are away."""
        from cohortplan.rules.shared.host_lowering import price_option_sums

        scenario, needed = axes.scenario, self.needed(axes.scenario)
        present = [scenario.presence(person) for person in scenario.participants]
        sample = dict(zip(present, scenario.participants, strict=True))
        weight = [[minutes(scenario, person, o.start, o.end) for o in axes.options] for person in sample.values()]
        floors = [needed.get(name, 0) for name in axes.person]
        kinds, levels = list(sample), sorted(set(floors))
        return price_option_sums(
            axes,
            scenario.selected_rounds(self),
            [kinds.index(each) for each in present],
            weight,
            [levels.index(floor) for floor in floors],
            [lambda total, floor=floor: max(0, floor - total) for floor in levels],  # type: ignore[misc]
        )


def minutes(scenario: Scenario, person: Participant, start: datetime, end: datetime) -> int:
    """Return how long something takes that somebody is at, 0 where they are away that day."""
    return 0 if scenario.away(person, start.date()) else minutes_of(start, end)
