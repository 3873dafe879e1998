"""Keep apart: pairs such as colleagues or competitors do not share a set."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import SEALED, Id
from cohortplan.model.rule import Measure, Rule
from cohortplan.rules.keep_together import KeepTogether
from cohortplan.rules.shared.pairs import Pair, set_mates, tied, unknown_kinds
from cohortplan.rules.shared.values import alike, holders, undealable, unknown_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class KeepApart(Rule):
    """Two people with a tie of one of `kinds`, or with the same value of an attribute in `same`, never share a set.

    Kept: the two sit in D1.1 and D1.2. Broken by 1: both sit in D1.2.
    The amount is 1 for each such pair and round; a sentence never tells why they are kept apart.

    Attributes
    ----------
    kinds : tuple of str
        Kinds of tie.
    same : tuple of str
        Attributes; who has no value is like nobody.
    """

    kind: ClassVar[str] = "keep_apart"
    serves: ClassVar[str] = "F05 F43"
    apart: ClassVar[bool] = True
    yields: ClassVar[bool] = False
    default_weight: ClassVar[int] = 5
    by_round: ClassVar[bool] = True

    kinds: tuple[Id, ...] = Field(default=("apart",), json_schema_extra=dict(SEALED))
    same: tuple[Id, ...] = ()

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown names, pairs also to be kept together, and attributes with more of a value than sets."""
        yield from unknown_kinds(scenario, self.kinds, "kinds")
        yield from unknown_attributes(scenario, self.same, "same")
        if self.hard:
            yield from self._contradictions(scenario)
            for attribute in self.same:
                for value, people in holders(scenario, attribute).items():
                    yield from undealable(scenario, scenario.selected_rounds(self), people, value, (0, 1))

    def _contradictions(self, scenario: Scenario) -> Iterator[Defect]:
        apart, rounds = self.pairs(scenario), set(scenario.selected_rounds(self))
        groups = {
            group: None
            for rule in scenario.rules
            if isinstance(rule, KeepTogether) and rule.hard
            for name in scenario.selected_rounds(rule)
            if name in rounds
            for group in rule.groups(scenario, name)
        }
        both = chain.from_iterable(combinations(sorted(group), 2) for group in groups)
        for a, b in sorted(apart.intersection(both)):
            remedy = "Remove one of the ties, or name the rounds each rule is for"
            path = self._tie(scenario, (a, b))
            yield Defect(f"{a} and {b} are to be kept both apart and together", remedy, f"{a}, {b}", path=path)

    def _tie(self, scenario: Scenario, pair: Pair) -> tuple[str | int, ...]:
        places = (k for k, tie in enumerate(scenario.ties) if tie.pair == pair and tie.kind in self.kinds)
        return next((("ties", k) for k in places), ("same",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs that share a set, round by round."""
        return Measure.of(set_mates(self, scenario, plan, self.pairs(scenario), _told))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair weight on sharing a set."""
        from cohortplan.rules.shared.pair_lowering import price_pairs

        scenario = axes.scenario
        return [price_pairs(axes, scenario.selected_rounds(self), self.pairs(scenario), same=1)]

    def pairs(self, scenario: Scenario) -> frozenset[Pair]:
        """Return the pairs that are to be kept apart."""
        likes = chain.from_iterable(alike(scenario, attribute) for attribute in self.same)
        return tied(scenario, self.kinds).union(likes)


def _told(a: str, b: str, group: str) -> str:
    return f"A rule you set keeps {a} and {b} apart; both are in set {group}."
