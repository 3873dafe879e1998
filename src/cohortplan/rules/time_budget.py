"""Time budget: the programme takes nobody more time than agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.travel import nowhere
from cohortplan.rules.shared.programme_days import fixed_minutes, minutes_of
from cohortplan.rules.shared.visiting import by_person, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class TimeBudget(Rule):
    """Nobody spends more than `most` minutes on the programme: events, meetings and visits, with or without the ways.

    With most = 600. Kept: eight visits of an hour and two meetings of an hour. Broken by 2: two visits of them take
    quarter of an hour longer. The amount is the time too much over all people, in units begun.
    Events and meetings of days on which somebody is away do not count; where the sets of a round meet for different
    times, the longest counts for all.

    Attributes
    ----------
    travel : bool
        Whether ways count, too: from home to each host and back.
    unit : int
        Minutes in which the time too much is counted.
    """

    kind: ClassVar[str] = "time_budget"
    serves: ClassVar[str] = "F57"

    most: Annotated[int, Field(ge=0, le=1_000_000)]
    travel: bool = False
    unit: Annotated[int, Field(ge=1, le=1_440)] = 15

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report unknown ways, and that what is fixed takes somebody too long already."""
        if self.travel:
            yield from nowhere(scenario)
        fixed = fixed_minutes(scenario, scenario.selected_rounds(self))
        over = [name for name, minutes in fixed.items() if minutes > self.most]
        if over and self.hard:
            longest = max(fixed.values())
            message = f"events and meetings alone take {longest} minutes, too much for {len(over)} participants"
            yield Defect(message, "Raise most, or shorten them", str(self.most), path=("most",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the time that is too much."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = by_person(selected_visits(self, scenario, plan))
        for name, fixed in fixed_minutes(scenario, scenario.selected_rounds(self)).items():
            mine, person = visits.get(name, []), scenario.people[name]
            total = fixed + sum(self._taken(scenario, person, visit.host, visit.start, visit.end) for visit in mine)
            if amount := self._cost(total):
                sentence = f"The programme takes {name} {total} minutes, {total - self.most} more than agreed."
                yield visits_match(self, amount, mine, sentence, people=(name,))

    def _cost(self, total: int) -> int:
        return -(-max(0, total - self.most) // self.unit)

    def _taken(self, scenario: Scenario, person: Participant, host: str, start: datetime, end: datetime) -> int:
        """Return the minutes that a visit takes somebody; ways that are not known take none."""
        way = scenario.atlas.from_home(person, host) if self.travel else None
        return minutes_of(start, end) + 2 * (way or 0)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person sum of the minutes that options take, by home; a table row for each amount of fixed time."""
        from cohortplan.rules.shared.host_lowering import price_option_sums

        scenario, rounds = axes.scenario, axes.scenario.selected_rounds(self)
        fixed = list(fixed_minutes(scenario, rounds).values())
        homes = [scenario.atlas.home(person) if self.travel else "" for person in scenario.participants]
        sample = dict(zip(homes, scenario.participants, strict=True))
        weight = [
            [self._taken(scenario, person, scenario.hosts[o.host].id, o.start, o.end) for o in axes.options]
            for person in sample.values()
        ]
        kinds, levels = list(sample), sorted(set(fixed))
        return price_option_sums(
            axes,
            rounds,
            [kinds.index(home) for home in homes],
            weight,
            [levels.index(minutes) for minutes in fixed],
            [lambda total, minutes=minutes: self._cost(minutes + total) for minutes in levels],  # type: ignore[misc]
        )
