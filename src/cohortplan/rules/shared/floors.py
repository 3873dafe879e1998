"""What the rules that want everyone to meet enough people share: all but how many, which ones, and in which rounds."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import pairs_met, shortfall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import PairRows, Primitive
    from cohortplan.primitives.axes import Axes
    from cohortplan.rules.shared.pairs import Pair


class ContactFloor(Rule):
    """Each participant is to share sets with at least so many different people."""

    @abstractmethod
    def floors(self, scenario: Scenario) -> Mapping[str, int]:
        """Return how many people each participant is to meet."""

    @abstractmethod
    def told(self, person: str, floor: int, number: int) -> str:
        """Return the sentence about somebody who is to meet `floor` people and meets so many."""

    def price(self, floor: int, number: int) -> int:
        """Return what somebody owes who is to meet `floor` people and meets so many."""
        return shortfall(floor, number)

    def met_in(self, scenario: Scenario) -> Sequence[str]:
        """Return the rounds in which people meet."""
        return scenario.selected_contact_rounds(self)

    def counting(self, scenario: Scenario, pairs: Iterable[Pair]) -> Iterable[Pair]:
        """Keep those of `pairs` whose two people count for each other."""
        del scenario
        return pairs

    def rows(self, axes: Axes) -> PairRows:
        """Give row 0 to the pairs that count, as `counting` says, and no others any."""
        from cohortplan.rules.shared.pair_lowering import rows_but

        return rows_but(axes, ())

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up what people are short of."""
        return Measure.of(self.matches(scenario, plan))

    def matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        """Yield what each participant is short of."""
        contacts, floors = dict.fromkeys(scenario.people, 0), self.floors(scenario)
        for pair in self.counting(scenario, pairs_met(scenario, plan, self.met_in(scenario))):
            for person in pair:
                contacts[person] += 1
        for person, number in contacts.items():
            if amount := self.price(floors[person], number):
                told = self.told(person, floors[person], number)
                yield Match(rule=self.id, amount=amount, people=(person,), sentence=told)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person-contacts table over the pairs that count, a row for each floor that occurs."""
        from cohortplan.rules.shared.pair_lowering import price_contacts

        scenario = axes.scenario
        return [price_contacts(axes, self.met_in(scenario), self.floors(scenario), self.rows(axes), self.price)]
