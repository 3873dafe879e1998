"""Travel gap: people get from one visit to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.triangle import TriangleField
from cohortplan.rules.shared.visiting import at, selected_visits, sharing, slot_of, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


#: The longest way between two hosts, in slots: a day of minutes.
MOST_WAY = 1440


class TravelGap(Rule):
    """Visits of two rounds that someone takes part in start one slot, and the way between the hosts, apart or more.

    With a way of 2 slots. Kept: one visit in the first slot, the other in the fourth. Broken by 1: in the third.
    The amount is the slots that are missing, over all pairs of visits of two rounds that have a participant in common.
    With this rule, if it is hard, the times offered for different rounds may overlap.

    Attributes
    ----------
    way : Triangle
        The way between each two hosts, in slots, in the order in which the hosts are listed.
    minutes : int
        Length of a slot; slots are counted from midnight.
    """

    kind: ClassVar[str] = "travel_gap"
    serves: ClassVar[str] = "F35"
    parts_times: ClassVar[bool] = True

    way: TriangleField
    minutes: Annotated[int, Field(ge=1, le=1440)] = 60

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report ways between more or fewer hosts than there are."""
        if self.way.size != max(1, len(scenario.hosts)):
            problem = f"there are ways between {self.way.size} hosts, and {len(scenario.hosts)} hosts"
            yield Defect(problem, f"Give {len(scenario.hosts) - 1} rows, the k-th with k numbers", path=("way",))
        longest = max(self.way.entries, default=0)
        if longest > MOST_WAY:
            yield Defect(f"a way is longer than {MOST_WAY} slots", "Mend it", str(longest), path=("way",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the slots missing between visits of rounds that share people."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        number = {name: h for h, name in enumerate(scenario.host)}
        meet = sharing(scenario, scenario.selected_rounds(self))
        for v, w in combinations(selected_visits(self, scenario, plan), 2):
            if frozenset((v.round, w.round)) in meet:
                needed = self.gap(number[v.host], number[w.host])
                short = needed - abs(self.slot(v.start) - self.slot(w.start))
                if short > 0:
                    sentence = (
                        f"{v.host} is visited {at(v.start)} and {w.host} {at(w.start)}, "
                        f"too close for those who take part in both by {short}."
                    )
                    yield visits_match(self, short, [v, w], sentence)

    def gap(self, a: int, b: int) -> int:
        """Fewest slots from the start of a visit to one host to that of a visit to another, by number."""
        return 1 if a == b else 1 + self.way.between(a, b)

    def slot(self, moment: datetime) -> int:
        """Number of the slot in which a local time lies."""
        return slot_of(moment, timedelta(minutes=self.minutes))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One host load: a bucket for each stretch of slots in which two visits would be too close."""
        from cohortplan.rules.shared.host_loads import price_closeness

        meet = sharing(axes.scenario, axes.scenario.selected_rounds(self))
        return price_closeness(axes, meet, self.gap, self.slot)
