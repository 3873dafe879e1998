"""Role-alike peers: everyone meets people in the same kind of job elsewhere."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id
from cohortplan.rules.shared.floors import ContactFloor
from cohortplan.rules.shared.pairs import Pair
from cohortplan.rules.shared.values import differ, holders, unknown_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.model.people import Participant
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import PairRows
    from cohortplan.primitives.axes import Axes


class RoleAlike(ContactFloor):
    """Everyone shares sets with at least so many people alike in one attribute and different in another.

    With attribute = role, across = organisation and least = 2. Kept: a nurse meets nurses of two other hospitals.
    Broken by 1: the only other nurse she meets is of a third hospital, or of her own.
    The amount is the people missing. Where fewer peers take part at all, meeting these will do, so that a sole holder
    of a role lacks nobody. Who has no value of either attribute is nobody's peer; rounds that do not count contacts
    are left out.

    Attributes
    ----------
    attribute : str
        What peers have in common.
    across : str
        What they must not have in common.
    least : int
        Peers everyone is to meet.
    """

    kind: ClassVar[str] = "role_alike"
    serves: ClassVar[str] = "F12"
    default_weight: ClassVar[int] = 5

    hard: bool = False
    attribute: Id
    across: Id = "organisation"
    least: Annotated[int, Field(ge=1, le=1000)] = 1

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report unknown attributes, and one that is both."""
        yield from unknown_attributes(scenario, [self.attribute], "attribute")
        yield from unknown_attributes(scenario, [self.across], "across")
        if self.attribute == self.across:
            message = "nobody is alike and different in the same attribute"
            yield Defect(message, "Name two attributes", self.across, path=("across",))

    def floors(self, scenario: Scenario) -> dict[str, int]:
        """Return how many peers each participant is to meet: `least`, or as many as there are."""
        here = Counter(map(self._place, scenario.participants))
        alike = Counter(person.get(self.attribute) for person in scenario.participants if all(self._place(person)))
        peers = {p.id: alike[p.get(self.attribute)] - here[self._place(p)] for p in scenario.participants}
        return {p.id: min(self.least, peers[p.id]) if all(self._place(p)) else 0 for p in scenario.participants}

    def _place(self, person: Participant) -> tuple[str, str]:
        return person.get(self.attribute), person.get(self.across)

    def told(self, person: str, floor: int, number: int) -> str:
        """Say how many peers somebody meets."""
        return f"{person} meets {number} of {floor} wanted from another {self.across} with the same {self.attribute}."

    def counting(self, scenario: Scenario, pairs: Iterable[Pair]) -> Iterable[Pair]:
        """Keep those who are peers."""
        people, same = scenario.people, self.attribute
        for a, b in pairs:
            if people[a].get(same) == people[b].get(same) != "" and differ(scenario, (self.across,), a, b):
                yield a, b

    def rows(self, axes: Axes) -> PairRows:
        """Give a row to people alike, but not to colleagues."""
        from cohortplan.rules.shared.pair_lowering import rows_within

        colleagues = list(holders(axes.scenario, self.across).values())
        placed = frozenset().union(*colleagues)
        groups = [people & placed for people in holders(axes.scenario, self.attribute).values()]
        both = (sorted(group & mine) for group in groups for mine in colleagues)
        return rows_within(axes, groups, chain.from_iterable(combinations(people, 2) for people in both))
