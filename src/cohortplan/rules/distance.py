"""Distance: people who differ much sit together."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.triangle import TriangleField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Distance(Rule):
    """People who differ much share a set: the distances between members of a set add up to as much as can be.

    Kept: both in set D1.1. Broken by 7: two people at distance 7 sit in different sets.
    The amount is the distances of the pairs that sit in different sets, over all rounds. So the sum inside the sets,
    which the maximally diverse grouping problem asks for, is the sum of all distances less the amount.

    Attributes
    ----------
    distances : Triangle
        The distance of each pair of participants, in the order in which the participants are listed.
    """

    kind: ClassVar[str] = "distance"
    serves: ClassVar[str] = "F03"

    hard: bool = False
    distances: TriangleField

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report distances between more or fewer people than take part."""
        if self.distances.size != len(scenario.participants):
            wanted = len(scenario.participants)
            problem = f"there are distances between {self.distances.size} people, and {wanted} participants"
            yield Defect(problem, f"Give {wanted - 1} rows, the k-th with k numbers", path=("distances",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the distances between sets; a pair counts for the set of the one who is listed later."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        number = {person.id: k for k, person in enumerate(scenario.participants)}
        for name in scenario.selected_rounds(self):
            sets = list(scenario.groups(plan, (name,)))
            missing = set(range(len(number))).difference(number[one] for group in sets for one in group.members)
            for group in sets:
                here = {number[one] for one in group.members}
                near = sorted(here | missing)
                amount = sum(self._apart(p, near) for p in here)
                if amount:
                    yield Match(
                        rule=self.id,
                        amount=amount,
                        people=group.members,
                        sets=(group.id,),
                        rounds=(name,),
                        sentence=f"Set {group.id} parts its members from people at distances of {amount} in all.",
                    )

    def _apart(self, p: int, near: Sequence[int]) -> int:
        """Sum of the distances from `p` to everyone listed before, but those of `near`, which ascends."""
        row = self.distances.row(p)
        return sum(row) - sum(row[q] for q in near[: bisect_left(near, p)])

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair weight on sitting in different sets."""
        from cohortplan.rules.shared.pair_lowering import price_parting

        return [price_parting(axes, axes.scenario.selected_rounds(self), self.distances)]
