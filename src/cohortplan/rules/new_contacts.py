"""New contacts: as many pairs as possible of people who do not know each other yet meet."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Count, Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import Pair, pairs_met, tied, unknown_kinds
from cohortplan.rules.shared.values import differ, holders, unknown_attributes
from cohortplan.rules.shared.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class NewContacts(Rule):
    """Every two people who did not know each other before share a set at least once.

    Kept: P01 and P02 share a set on the first day; P01 and P03, who never do, have a tie of one of the `known` kinds.
    Broken by 1: two others never share a set; by 3, if they are of different sectors and `across` says sector = 2.
    The amount is the worth of the pairs that never meet: 1 each, and more for each attribute in `across` of which
    both have a value and the two values differ. Rounds that do not count contacts are left out.

    Attributes
    ----------
    known : tuple of str
        Kinds of tie between people who are not new to each other.
    across : mapping of str to int
        Extra worth of a pair that differs in an attribute.
    """

    kind: ClassVar[str] = "new_contacts"
    serves: ClassVar[str] = "F07 F08 F13"
    default_weight: ClassVar[int] = 10

    hard: bool = False
    known: tuple[Id, ...] = ("knows",)
    across: Mapping[Id, Count] = {}

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown kinds of tie and unknown attributes."""
        yield from unknown_kinds(scenario, self.known, "known")
        yield from unknown_attributes(scenario, self.across, "across")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Take the worth of the pairs that meet, or knew each other before, from that of all pairs."""
        aside = self._aside(scenario, plan)
        worth = sum(self._worth(scenario, pair)[0] for pair in aside) if self.across else len(aside)
        # The pairs are many, and whoever looks for something better measures many plans: they are not kept.
        return Measure(self._whole_worth(scenario) - worth, lambda: self._matches(scenario, plan))

    def _aside(self, scenario: Scenario, plan: Plan) -> Set[Pair]:
        """Return the pairs that meet, or knew each other before."""
        return pairs_met(scenario, plan, scenario.selected_contact_rounds(self)) | tied(scenario, self.known)

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        aside = self._aside(scenario, plan)
        for a, b in combinations(sorted(scenario.people), 2):
            if (a, b) not in aside:
                worth, unlike = self._worth(scenario, (a, b))
                also = f", who differ in {listed(unlike)}," if unlike else ""
                yield Match(rule=self.id, amount=worth, people=(a, b), sentence=f"{a} and {b}{also} never meet.")

    def _whole_worth(self, scenario: Scenario) -> int:
        """Worth of all pairs: in an attribute those differ who both have a value, but not the same."""
        worth = comb(len(scenario.people), 2)
        for name, extra in self.across.items():
            numbers = [len(people) for people in holders(scenario, name).values()]
            worth += extra * (comb(sum(numbers), 2) - sum(comb(n, 2) for n in numbers))
        return worth

    def _worth(self, scenario: Scenario, pair: Pair) -> tuple[int, list[str]]:
        """Return the worth of a pair and the attributes in which the two differ."""
        unlike = [name for name in self.across if differ(scenario, (name,), *pair)]
        return 1 + sum(self.across[name] for name in unlike), unlike

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count that prices no meeting with the pair's worth."""
        from cohortplan.rules.shared.pair_lowering import price_never_meeting

        rounds = axes.scenario.selected_contact_rounds(self)
        return [price_never_meeting(axes, rounds, self.across, tied(axes.scenario, self.known))]
