"""Absences: nobody is placed in a round they miss."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Absences(Rule):
    """Nobody sits in a set of a round they miss.

    Kept: P08 is away on the second day and sits in none of its sets. Broken by 1: P08 sits in one all the same.
    The amount is the number of such seats; the reason of an absence is never told.
    """

    kind: ClassVar[str] = "absences"
    implied: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the seats taken by people who are away."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            for person in group.members:
                if person in scenario.absentees[group.round]:
                    yield Match(
                        rule=self.id,
                        amount=1,
                        people=(person,),
                        sets=(group.id,),
                        rounds=(group.round,),
                        sentence=f"{person} is away in round {group.round} but sits in set {group.id}.",
                    )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost: 1 for every set of a round an absent person could sit in."""
        from cohortplan.rules.shared.lowering import price_seats

        return [
            price_seats(
                axes,
                (
                    (person, spec.id)
                    for round_id in axes.scenario.selected_rounds(self)
                    for person in sorted(axes.scenario.absentees[round_id])
                    for spec in axes.scenario.round[round_id].sets
                ),
            )
        ]
