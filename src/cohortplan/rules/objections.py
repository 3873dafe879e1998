"""Objections: nobody sits in a set that they would rather not sit in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Objections(Rule):
    """Nobody sits in a set that they declined when it was shown to them.

    Kept: P03, who declined D1.2, sits in D1.1. Broken by 1: P03 sits in D1.2.
    The amount is the number of such seats. Neither who objects nor why is ever told.
    """

    kind: ClassVar[str] = "objections"
    serves: ClassVar[str] = "F26"
    implied: ClassVar[bool] = True
    yields: ClassVar[bool] = False
    nameless: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the seats that were declined."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        declined = self._seats(scenario)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            amount = sum((member, group.id) in declined for member in group.members)
            if amount:
                sentence = f"Set {group.id} cannot stay as it is."
                whole = {
                    "people": group.members,
                    "sets": (group.id,),
                    "rounds": (group.round,),
                }  # so that none is singled out
                yield Match(rule=self.id, amount=amount, sentence=sentence, **whole)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One assignment cost: 1 for each seat that was declined."""
        from cohortplan.rules.shared.lowering import price_seats

        return [price_seats(axes, sorted(self._seats(axes.scenario)))]

    def _seats(self, scenario: Scenario) -> set[tuple[str, str]]:
        rounds = scenario.selected_rounds(self)
        seats = {(each.participant, each.set) for each in scenario.objections}
        return {(person, name) for person, name in seats if scenario.set_spec[name][0].id in rounds}
