"""Early contacts: people meet for the first time rather early in the programme than late."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from cohortplan.model.base import SEALED, Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import Pair, meetings, tied, unknown_kinds
from cohortplan.rules.shared.values import differ, pairs_differing, unknown_attributes
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import PairRows, Primitive
    from cohortplan.primitives.axes import Axes


class EarlyContacts(Rule):
    """Every two people share a set for the first time as early as can be.

    In four rounds. Kept: P01 and P02 meet in the first. Broken by 2: P01 and P03 meet first in the third; by 4: P01
    and P04 never do.
    The amount is the rounds after which a pair has still not met, for all pairs: the gain of a first meeting falls by
    the same step from round to round, and falls to nothing for a pair that never meets. Rounds follow one another by
    their first days (those without any come first); rounds that do not count contacts are left out.

    Attributes
    ----------
    kinds : tuple of str
        Kinds of tie that make a pair count; none = all pairs but `known` ones.
    known : tuple of str
        Kinds of tie between people who have met before.
    across : tuple of str
        Attributes in one of which a pair must differ to count; none = all pairs. Who has no value differs from nobody.
    """

    kind: ClassVar[str] = "early_contacts"
    serves: ClassVar[str] = "F11"

    hard: bool = False
    kinds: tuple[Id, ...] = Field(default=(), json_schema_extra=dict(SEALED))
    known: tuple[Id, ...] = ("knows",)
    across: tuple[Id, ...] = ()

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown kinds of tie and unknown attributes."""
        yield from unknown_kinds(scenario, self.kinds, "kinds")
        yield from unknown_kinds(scenario, self.known, "known")
        yield from unknown_attributes(scenario, self.across, "across")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Take what meetings save from what pairs cost that never meet."""
        rounds = self._in_order(scenario)
        met = meetings(scenario, plan, rounds)
        waited = {pair: rounds.index(met[pair][0]) for pair in self._counted(scenario, met)}
        amount = len(rounds) * self._number(scenario) - sum(len(rounds) - after for after in waited.values())
        return Measure(amount, lambda: self._matches(scenario, rounds, waited))

    def _matches(self, scenario: Scenario, rounds: Sequence[str], waited: Mapping[Pair, int]) -> Iterator[Match]:
        for a, b in self._counted(scenario, combinations(sorted(scenario.people), 2)):
            after = waited.get((a, b), len(rounds))
            late = "never meet" if after == len(rounds) else f"meet after {counted(after, 'round')} without"
            if after:
                yield Match(rule=self.id, amount=after, people=(a, b), sentence=f"{a} and {b} {late}.")

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count for the first round, one for the first two, and so on, each with 1 for a pair not met yet."""
        from cohortplan.rules.shared.pair_lowering import price_unmet

        rounds, rows = self._in_order(axes.scenario), self._rows(axes)
        return [price_unmet(axes, rounds[:number], rows) for number in range(1, len(rounds) + 1)]

    def _rows(self, axes: Axes) -> PairRows:
        from cohortplan.rules.shared.pair_lowering import rows_across, rows_of

        if self.kinds:
            return rows_of(axes, self._counted(axes.scenario, tied(axes.scenario, self.kinds)))
        return rows_across(axes, self.across, tied(axes.scenario, self.known))

    def _in_order(self, scenario: Scenario) -> list[str]:
        return sorted(scenario.selected_contact_rounds(self), key=lambda name: scenario.round[name].days[:1])

    def _counted(self, scenario: Scenario, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield those of `pairs` that the rule is about."""
        named, wanted = tied(scenario, self.kinds or self.known), bool(self.kinds)
        return (pair for pair in pairs if (pair in named) == wanted and differ(scenario, self.across, *pair))

    def _number(self, scenario: Scenario) -> int:
        """How many pairs the rule is about."""
        named = sum(differ(scenario, self.across, *pair) for pair in tied(scenario, self.kinds or self.known))
        return named if self.kinds else pairs_differing(scenario, self.across) - named
