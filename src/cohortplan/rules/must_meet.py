"""Must meet: people who are to share a set, come what may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id
from cohortplan.model.names import unknown
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import Pair, pairs_met

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class MustMeet(Rule):
    """The two people of every pair named share a set in at least one of the rounds.

    With the pair P01 and P02. Kept: they share a set on the second day. Broken by 1: they share none on any day.
    The amount is the number of pairs that do not meet. The rounds are those that count contacts, unless `rounds` says
    otherwise.

    Attributes
    ----------
    pairs : tuple of (str, str)
        The pairs.
    """

    kind: ClassVar[str] = "must_meet"
    serves: ClassVar[str] = "F65"
    default_weight: ClassVar[int] = 20

    pairs: Annotated[tuple[tuple[Id, Id], ...], Field(min_length=1)]

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report strangers, and pairs whom the rule, if hard, asks to meet though no round has both of them."""
        for index, pair in enumerate(self.pairs):
            strangers = [name for name in pair if name not in scenario.people]
            for name in strangers:
                yield unknown("participant", name, scenario.people, ("pairs", index))
            rounds = scenario.selected_contact_rounds(self)
            together = any(set(scenario.attending(name)).issuperset(pair) for name in rounds)
            if pair[0] == pair[1]:
                yield Defect("a pair is two people", "Name two different people", pair[0], path=("pairs", index))
            elif self.hard and not strangers and not together:
                message = f"{pair[0]} and {pair[1]} take part in no round together"
                yield Defect(message, "Remove the pair, or name other rounds", path=("pairs", index))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs that do not meet."""
        met = pairs_met(scenario, plan, scenario.selected_contact_rounds(self))
        return Measure.of(
            Match(rule=self.id, amount=1, people=pair, sentence=f"{pair[0]} and {pair[1]} do not meet.")
            for pair in self._sorted()
            if pair not in met
        )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count."""
        from cohortplan.rules.shared.pair_lowering import price_unmet, rows_of

        rounds = axes.scenario.selected_contact_rounds(self)
        return [price_unmet(axes, rounds, rows_of(axes, self._sorted()))]

    def _sorted(self) -> list[Pair]:
        return sorted({(min(pair), max(pair)) for pair in self.pairs})
