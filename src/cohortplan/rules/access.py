"""Access: nobody is sent to a place where they cannot go."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import last_day
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Access(Rule):
    """Nobody's set visits a host whose barriers, or which itself, that person cannot face on that day.

    Kept: a person who cannot face stairs visits a host without. Broken by 1: a host that lists stairs as a barrier.
    The amount is the number of such visits, over all people. No sentence tells why.
    """

    kind: ClassVar[str] = "access"
    serves: ClassVar[str] = "F36"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people's visits to places where they cannot go."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            for person in visit.members:
                if _barred(scenario, person, visit):
                    sentence = f"{person} cannot go to {visit.host}."
                    yield visits_match(self, 1, [visit], sentence, people=(person,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for all options that the same people cannot face, priced for these people."""
        from cohortplan.rules.shared.host_lowering import marks_by_barred, price_marks

        mark, priced = marks_by_barred(axes)
        return price_marks(axes, axes.scenario.selected_rounds(self), mark, priced, lambda times: times)


def _barred(scenario: Scenario, person: str, visit: Visit) -> bool:
    codes = scenario.host[visit.host].codes
    first, last = visit.start.date(), last_day(visit.start, visit.end)
    return any(cannot.code in codes and cannot.holds_between(first, last) for cannot in scenario.people[person].cannot)
