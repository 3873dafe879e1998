"""Horizon: the visits are over soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, selected_visits, slot_of, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Horizon(Rule):
    """No visit starts later than need be, from the first time that is offered for any.

    Kept: there are no visits. Broken by 3, with slots of 60 minutes: times from 10:00 are offered, and the last visit
    starts at 12:15. The amount is the number of slots from the first time that is offered to the start of the last
    visit, the slot of that one included.

    Attributes
    ----------
    minutes : int
        Length of a slot; slots are counted from midnight.
    """

    kind: ClassVar[str] = "horizon"

    hard: bool = False
    minutes: Annotated[int, Field(ge=1, le=1440)] = 1440

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the slots up to the last visit."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        visits = selected_visits(self, scenario, plan)
        if visits:
            last = max(visit.start for visit in visits)
            amount = self._slot(last) - self._origin(scenario) + 1
            if amount > 0:
                latest = [visit for visit in visits if visit.start == last]
                yield visits_match(self, amount, latest, f"The last visit is {at(last)}, in slot {amount}.")

    def _origin(self, scenario: Scenario) -> int:
        rounds = (scenario.round[name] for name in scenario.selected_rounds(self))
        offered = (activity for each in rounds for activity in each.activities if activity.kind == "visit")
        return min((self._slot(w.start) for activity in offered for w in activity.windows), default=0)

    def _slot(self, moment: datetime) -> int:
        return slot_of(moment, timedelta(minutes=self.minutes))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load: a bucket for each slot, priced if any visit starts in it or later."""
        from cohortplan.rules.shared.host_loads import price_lateness

        origin = self._origin(axes.scenario)
        rounds = axes.scenario.selected_rounds(self)
        return price_lateness(axes, rounds, lambda moment: self._slot(moment) - origin)
