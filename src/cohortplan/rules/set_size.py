"""Set size: every learning set has the number of members its round asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.rounds import SetSpec
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class SetSize(Rule):
    """Every set has between its least and its most members.

    Kept: a set of 6 where 5 to 7 are asked for. Broken by 1: a set of 8.
    The amount is the number of people too many or too few.
    """

    kind: ClassVar[str] = "set_size"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people too many or too few in each set."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            spec, size = group.spec, len(group.members)
            amount = max(0, spec.least - size, size - spec.most)
            if amount:
                wanted = str(spec.most) if spec.least == spec.most else f"{spec.least} to {spec.most}"
                yield Match(
                    rule=self.id,
                    amount=amount,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=f"Set {group.id} has {size} members; {wanted} are wanted.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count with weight 1 a person; sets of like size share a table row."""
        from cohortplan.rules.shared.lowering import price_sets

        def cost(spec: SetSpec, _: int, members: int) -> int:
            return max(0, spec.least - members, members - spec.most)

        return [price_sets(axes, axes.scenario.selected_rounds(self), cost)]
