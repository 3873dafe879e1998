"""Asks and offers: who wants to learn about something meets somebody who can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.names import nearest, plain
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.pairs import pairs_met

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class AsksOffers(Rule):
    """Everyone who asks for a topic shares a set with somebody else who offers it.

    Kept: P01 asks for fundraising and shares a set with P02, who offers it. Broken by 1: P01 asks for bidding, too,
    and never sits with P03, who offers that.
    The amount is the asks that are not met, those for what nobody offers among them. Capitals and blanks do not tell
    topics apart; rounds that do not count contacts are left out.
    """

    kind: ClassVar[str] = "asks_offers"
    serves: ClassVar[str] = "F21"
    default_weight: ClassVar[int] = 5

    hard: bool = False

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report topics that nobody offers: those like one that is offered, and, if the rule is hard, all."""
        offers = {plain(topic): topic for person in scenario.participants for topic in person.offers}
        number = {person.id: index for index, person in enumerate(scenario.participants)}
        for asking, offering in self._topics(scenario):
            for person, topic in asking.items():
                if not offering.keys() - {person}:
                    near = nearest(plain(topic), offers.keys() - {plain(topic)}, cutoff=0.85)
                    remedy = f"Did you mean {offers[near]!r}?" if near else "Remove it, or make the rule a wish"
                    if near or self.hard:
                        path = ("participants", number[person], "asks")
                        yield Defect(f"{person} asks for what nobody else offers", remedy, topic, path=path)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the asks that are not met."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        met = pairs_met(scenario, plan, scenario.selected_contact_rounds(self))
        for asking, offering in self._topics(scenario):
            for person, topic in asking.items():
                others = [other for other in offering if other != person]
                if not any((min(person, other), max(person, other)) in met for other in others):
                    what = "and meets nobody who offers it" if others else "which nobody else offers"
                    sentence = f"{person} asks for {topic}, {what}."
                    yield Match(rule=self.id, amount=1, people=(person,), sentence=sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person-contacts table a topic, of who asks with who offers; one more for those who do both."""
        from cohortplan.rules.shared.pair_lowering import price_contacts, rows_of

        shapes = []
        for asking, offering in self._topics(axes.scenario):
            # Pairs have no direction: to one who offers the topic as well, those who only ask for it must not count.
            for people in (asking.keys() - offering.keys(), asking.keys() & offering.keys()):
                if people:
                    pairs = {(min(a, b), max(a, b)) for a in people for b in offering if a != b}
                    floors = {name: int(name in people) for name in axes.person}
                    rounds = axes.scenario.selected_contact_rounds(self)
                    shapes.append(price_contacts(axes, rounds, floors, rows_of(axes, pairs)))
        return shapes

    def _topics(self, scenario: Scenario) -> list[tuple[dict[str, str], dict[str, str]]]:
        """For each topic that is asked for: who asks for it and who offers it, each with how they write it."""
        asking: dict[str, dict[str, str]] = {}
        offering: dict[str, dict[str, str]] = {}
        for person in scenario.participants:
            for found, topics in ((asking, person.asks), (offering, person.offers)):
                for topic in topics:
                    found.setdefault(plain(topic), {}).setdefault(person.id, topic)
        return [(people, offering.get(topic, {})) for topic, people in sorted(asking.items())]
