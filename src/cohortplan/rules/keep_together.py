"""Keep together: pairs such as a leader and a supporter share a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import SEALED, Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import linked, tied, unknown_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class KeepTogether(Rule):
    """Two people with a tie of one of `kinds` share a set in every round in which both sit.

    Kept: both sit in D1.2; one of them is away. Broken by 1: one sits in D1.1, the other in D1.2.
    The amount is 1 for each such pair and round; a sentence never tells the kind of tie.

    Attributes
    ----------
    kinds : tuple of str
        Kinds of tie.
    """

    kind: ClassVar[str] = "keep_together"
    serves: ClassVar[str] = "F06"
    yields: ClassVar[bool] = False
    default_weight: ClassVar[int] = 5

    kinds: tuple[Id, ...] = Field(default=("together",), json_schema_extra=dict(SEALED))

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown kinds of tie, and people tied together who are too many for any set."""
        yield from unknown_kinds(scenario, self.kinds, "kinds")
        for name in scenario.selected_rounds(self) if self.hard else ():
            largest = max(spec.most for spec in scenario.round[name].sets)
            for group in self.groups(scenario, name):
                if len(group) > largest:
                    people = ", ".join(sorted(group))
                    message = f"{len(group)} people are to stay together but no set of round {name} holds so many"
                    yield Defect(message, "Remove a tie or enlarge a set", people, path=("kinds",))

    def groups(self, scenario: Scenario, round_id: str) -> list[frozenset[str]]:
        """Who must share a set in a round: people linked by chains of such ties among those who take part."""
        present = set(scenario.attending(round_id))
        return linked(pair for pair in sorted(tied(scenario, self.kinds)) if present.issuperset(pair))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs that are parted, round by round."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        pairs = sorted(tied(scenario, self.kinds))
        for name in scenario.selected_rounds(self):
            sets: dict[str, list[str]] = {}
            for group in scenario.groups(plan, (name,)):
                for person in group.members:
                    sets.setdefault(person, []).append(group.id)
            for a, b in pairs:
                if a in sets and b in sets and not set(sets[a]).intersection(sets[b]):
                    yield Match(
                        rule=self.id,
                        amount=1,
                        people=(a, b),
                        sets=(*sets[a], *sets[b]),
                        rounds=(name,),
                        sentence=f"A rule you set keeps {a} and {b} together; "
                        f"{a} is in set {sets[a][0]}, {b} in {sets[b][0]}.",
                    )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair weight on sitting in different sets."""
        from cohortplan.rules.shared.pair_lowering import price_pairs

        scenario = axes.scenario
        return [price_pairs(axes, scenario.selected_rounds(self), tied(scenario, self.kinds), split=1)]
