"""Wishes: people visit the hosts they wish for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.base import Id
from cohortplan.model.names import unknown
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import by_person, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Wishes(Rule):
    """People who named hosts they wish to see visit them, their first wishes rather than later ones.

    With H1 wished for first, and H2 or H3 next, kept: a visit to H1. Broken by 1: a visit to H3 instead; by 2: to H4.
    The amount is, over all visits of those who have wishes, the number of ranks that come before the host's; a host
    not named comes after all ranks. A whole set's wishes may stand with one of its members.

    Attributes
    ----------
    wishes : mapping of str to tuple of tuple of str
        For each participant who has any, hosts by rank: those wished for most, then those wished for next, ...
    """

    kind: ClassVar[str] = "wishes"
    serves: ClassVar[str] = "F27"
    owes_visits: ClassVar[bool] = True

    hard: bool = False
    wishes: Mapping[Id, tuple[tuple[Id, ...], ...]]

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report people and hosts that do not exist."""
        for person, ranks in self.wishes.items():
            if person not in scenario.people:
                yield unknown("participant", person, scenario.people, ("wishes", person))
            for position, rank in enumerate(ranks):
                for host in rank:
                    if host not in scenario.host:
                        yield unknown("host", host, scenario.host, ("wishes", person, position))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the ranks missed by each visit."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for person, visits in sorted(by_person(selected_visits(self, scenario, plan)).items()):
            prices, other = self._prices(person)
            for visit in visits:
                if amount := prices.get(visit.host, other):
                    sentence = f"{person} visits {visit.host} and wishes more for other hosts."
                    yield visits_match(self, amount, [visit], sentence, people=(person,))

    def _prices(self, person: str) -> tuple[dict[str, int], int]:
        """Price of each host that someone named, and that of all others."""
        ranks = self.wishes.get(person, ())
        prices: dict[str, int] = {}
        for price, rank in enumerate(ranks):
            for host in rank:
                prices.setdefault(host, price)
        return prices, len(ranks)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: a mark for each host, priced for each person by its rank."""
        import numpy as np

        from cohortplan.rules.shared.host_lowering import marks_by_host, price_marks

        price = np.zeros((len(axes.host), axes.people_count), dtype=np.int32)
        for person in self.wishes:
            prices, other = self._prices(person)
            price[:, axes.person[person]] = other
            price[[axes.host[name] for name in prices], axes.person[person]] = list(prices.values())
        mark = marks_by_host(axes, ([name] for name in axes.host))
        return price_marks(axes, axes.scenario.selected_rounds(self), mark, price, lambda times: times)
