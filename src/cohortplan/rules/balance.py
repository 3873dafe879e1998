"""Balance: the sets of a round have about as much of something that adds up, such as years of experience."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Count, Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import amounts, uncountable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Balance(Rule):
    """Of any two sets of a round, the members of one have as much of an attribute together as those of the other.

    Kept: both sets of a round have 40 years of experience. Broken by 3: one has 40, the other 43.
    The amount is the difference between the set that has most and the one that has least, over all rounds.

    Attributes
    ----------
    attribute : str
        What is added up; its values are whole numbers. Who has no value counts 0.
    most : int
        A difference that costs nothing.
    """

    kind: ClassVar[str] = "balance"
    serves: ClassVar[str] = "F02"
    by_round: ClassVar[bool] = True

    hard: bool = False
    attribute: Id
    most: Count = 0

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute, and values that are no numbers."""
        return uncountable(scenario, self.attribute)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the differences, round by round."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        worth = amounts(scenario, self.attribute)
        for name in scenario.selected_rounds(self):
            totals = [(sum(worth[p] for p in group.members), group) for group in scenario.groups(plan, (name,))]
            if not totals:
                continue
            low, least = min(totals, key=lambda total: total[0])
            high, most = max(totals, key=lambda total: total[0])
            if high - low > self.most:
                yield Match(
                    rule=self.id,
                    amount=high - low - self.most,
                    people=tuple(dict.fromkeys((*most.members, *least.members))),
                    sets=(most.id, least.id),
                    rounds=(name,),
                    sentence=f"Set {most.id} has {high} of {self.attribute}, set {least.id} has {low}.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set range."""
        from cohortplan.rules.shared.lowering import price_range

        scenario = axes.scenario
        weight = list(amounts(scenario, self.attribute).values())
        return [price_range(axes, scenario.selected_rounds(self), weight, self.most)]
