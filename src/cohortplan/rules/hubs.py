"""Hubs: the members of a set are all of one hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import holders, unknown_attributes
from cohortplan.rules.shared.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Hubs(Rule):
    """The members of every set have the same value of an attribute: they are of one hub, or speak one language.

    Kept: six people from Leeds. Broken by 1: five people from Leeds and one from York; by 2, if another is from Hull.
    The amount is the values in a set beyond the first. Who has no value may sit anywhere.
    Where the rule is hard, hubs can be planned one by one, which a programme of thousands needs.

    Attributes
    ----------
    attribute : str
        What the members of a set have in common.
    """

    kind: ClassVar[str] = "hubs"
    default_weight: ClassVar[int] = 20
    by_round: ClassVar[bool] = True

    attribute: Id = "hub"

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute."""
        return unknown_attributes(scenario, [self.attribute], "attribute")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the values beyond the first."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            values = sorted({scenario.people[name].get(self.attribute) for name in group.members} - {""})
            if len(values) > 1:
                yield Match(
                    rule=self.id,
                    amount=len(values) - 1,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=f"Set {group.id} has members of {self.attribute} {listed(values)}.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set spread."""
        from cohortplan.rules.shared.lowering import price_spread

        values = holders(axes.scenario, self.attribute)
        return [price_spread(axes, axes.scenario.selected_rounds(self), values.values(), lambda span: max(0, span - 1))]
