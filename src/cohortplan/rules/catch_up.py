"""Catch up: people who missed each other because one of them was away meet after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import pairs_met
from cohortplan.rules.shared.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class CatchUp(Rule):
    """Two people who were to meet, and did not as one of them was away, share a set in a later round.

    Kept: P02 was away when the set of P01 met, and sits with P01 in the third round. Broken by 1: they share no further
    set. The amount is the number of such pairs: those who were in one set of a round that counts contacts, and who met
    in none, as far as attendance is recorded. It comes on top of what a new contact is worth anyway.
    """

    kind: ClassVar[str] = "catch_up"
    serves: ClassVar[str] = "F61"
    default_weight: ClassVar[int] = 10

    hard: bool = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs who miss each other for good."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        met = pairs_met(scenario, plan, self._ahead(scenario))
        for (a, b), missed in scenario.register.missed(scenario.contact_rounds).items():
            if (a, b) not in met:
                sentence = f"{a} and {b} missed each other in {listed(missed)} and do not meet later."
                yield Match(rule=self.id, amount=1, people=(a, b), rounds=missed, sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count over the rounds of which nothing is recorded."""
        from cohortplan.rules.shared.pair_lowering import price_unmet, rows_of

        missed = axes.scenario.register.missed(axes.scenario.contact_rounds)
        return [price_unmet(axes, self._ahead(axes.scenario), rows_of(axes, missed))]

    def _ahead(self, scenario: Scenario) -> list[str]:
        """Rounds of which nothing is recorded yet."""
        over = scenario.register.rounds
        return [name for name in scenario.selected_contact_rounds(self) if name not in over]
