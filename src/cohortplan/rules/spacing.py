"""Spacing: people have time for their work between two days of the programme."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.programme_days import fixed_days, neighbours
from cohortplan.rules.shared.visiting import selected_visits, sharing, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Spacing(Rule):
    """From one of somebody's programme days to the next there are at least so many working days.

    With days = 10. Kept: a visit on a Thursday, the next one a fortnight later. Broken by 1: the next one a day
    earlier, or a fortnight later with a holiday between; by 4 if two sets go on either day. Working days are those from
    Monday to Friday that are nobody's holiday; the later day counts. Programme days are those of visits and meetings of
    the rounds the rule is for, and of events.
    The amount is the number of visits too close to a fixed day, for each such day, and of pairs of visits that are too
    close, of one set or of two rounds, if somebody takes part in both.

    Attributes
    ----------
    days : int
        The working days from one to the next.
    """

    kind: ClassVar[str] = "spacing"
    serves: ClassVar[str] = "F57"

    days: Annotated[int, Field(ge=2, le=100)]

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report fixed days too close for a hard rule."""
        for first, last in neighbours(scenario, scenario.selected_rounds(self)) if self.hard else ():
            if self.close(scenario, first, last):
                message = f"{first} and {last} are less than {self.days} working days apart, whatever is planned"
                yield Defect(message, "Move one of them, or lower the days of the rule", str(last), path=("days",))

    def close(self, scenario: Scenario, one: date, other: date) -> bool:
        """Whether two days are different, and fewer working days than asked for lie from one to the other."""
        first, last = min(one, other), max(one, other)
        return first < last and not scenario.calendar.apart(first, last, self.days)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits, and pairs of visits, that are too close."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        fixed = fixed_days(scenario, scenario.selected_rounds(self))
        by_day: dict[tuple[date, str], list[Visit]] = {}
        for visit in selected_visits(self, scenario, plan):
            day = visit.start.date()
            by_day.setdefault((day, visit.round), []).append(visit)
            for other in sorted(fixed(visit.round, visit.set)):
                if self.close(scenario, day, other):
                    yield self._match(1, [visit], day, other)
        related = sharing(scenario, dict.fromkeys(name for _, name in by_day))
        for (first, one), (last, other_one) in combinations(sorted(by_day), 2):
            here, there = by_day[first, one], by_day[last, other_one]
            number = _of_one_set(here, there) if one == other_one else len(here) * len(there)
            meet = one == other_one or frozenset((one, other_one)) in related
            if number and meet and self.close(scenario, first, last):
                yield self._match(number, [*here, *there], first, last)

    def _match(self, amount: int, visits: Sequence[Visit], one: date, other: date) -> Match:
        first, last = min(one, other), max(one, other)
        sentence = f"From {first} to {last} there are less than {self.days} working days."
        return visits_match(self, amount, visits, sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option against fixed days; visit pairs of a set's visits, and of two rounds."""
        from cohortplan.rules.shared.host_lowering import price_by_set
        from cohortplan.rules.shared.visit_pairs import price_visit_pairs

        scenario = axes.scenario
        rounds = scenario.selected_rounds(self)

        def close(one: date, other: date) -> bool:
            return self.close(scenario, one, other)

        return [
            *price_by_set(
                axes,
                rounds,
                fixed_days(scenario, rounds),
                lambda fixed, option: sum(close(option.start.date(), day) for day in fixed),
            ),
            *price_visit_pairs(
                axes,
                rounds,
                lambda option: option.start.date(),
                lambda one, other: close(one.start.date(), other.start.date()),
                close,
            ),
        ]


def _of_one_set(here: Sequence[Visit], there: Sequence[Visit]) -> int:
    """Count the pairs of a visit here and one there that one set makes."""
    later = Counter(visit.set for visit in there)
    return sum(later[visit.set] for visit in here)
