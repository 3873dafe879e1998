"""What the rules against meeting again share: all but how many meetings are free and what the others cost."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from cohortplan.model.base import Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import meetings, tied, unknown_kinds
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Repeats(Rule):
    """Two people are not to share a set more often than is free.

    Attributes
    ----------
    known : tuple of str
        Kinds of tie that count as one meeting before the first.
    """

    known: tuple[Id, ...] = ()

    @property
    @abstractmethod
    def free(self) -> int:
        """How many meetings of a pair cost nothing, at least 1."""

    @abstractmethod
    def price(self, excess: int) -> int:
        """Return what `excess` meetings above the free ones cost."""

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown kinds of tie."""
        return unknown_kinds(scenario, self.known, "known")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the price of the pairs that meet too often."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        known = tied(scenario, self.known)
        met = meetings(scenario, plan, scenario.selected_contact_rounds(self))
        often = (pair for pair, rounds in met.items() if (pair in known) + len(rounds) > self.free)
        for a, b in sorted(often):
            rounds = met[a, b]
            earlier = (a, b) in known
            excess = earlier + len(rounds) - self.free
            aside = ", who knew each other before," if earlier else ""
            times = f"{counted(len(rounds), 'time')}, {counted(excess, 'time')} more than wanted"
            yield Match(
                rule=self.id,
                amount=self.price(excess),
                people=(a, b),
                rounds=rounds,
                sentence=f"{a} and {b}{aside} meet {times}.",
            )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair count; pairs that knew each other before start at one."""
        from cohortplan.rules.shared.pair_lowering import price_meetings

        def price(times: int) -> int:
            return self.price(times - self.free) if times > self.free else 0

        scenario = axes.scenario
        return [price_meetings(axes, scenario.selected_contact_rounds(self), price, tied(scenario, self.known))]
