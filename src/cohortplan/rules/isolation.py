"""Isolation guard: who has no colleague in the programme meets as many people as others do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import SEALED, Id
from cohortplan.model.names import plain
from cohortplan.model.rule import Match
from cohortplan.rules.shared.floors import ContactFloor
from cohortplan.rules.shared.pairs import most_contacts
from cohortplan.rules.shared.values import chosen, holders, unknown_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario


class Isolation(ContactFloor):
    """Who is the only one with their value of an attribute, or carries a flag, meets at least so many people.

    With attribute = organisation and at_least = 12. Kept: the one person of a small charity meets 12 others.
    Broken by 2: she meets 10.
    Unless a number is given, it is how many people one sits beside on average, over all participants, where every
    round deals those who take part evenly to its sets; who misses rounds is to meet no more than the others allow.
    The amount is the people missing. Flags are sealed: a sentence about one names neither it nor who carries it.
    Rounds that do not count contacts are left out.

    Attributes
    ----------
    attribute : str or None
        An attribute of which somebody is the only holder of a value, such as organisation or town;
    flag : str or None
        a flag; or both.
    at_least : int or None
        People that each of them is to meet; None = as many as one meets on average at most.
    """

    kind: ClassVar[str] = "isolation"
    serves: ClassVar[str] = "F15"
    default_weight: ClassVar[int] = 5

    hard: bool = False
    attribute: Id | None = None
    flag: Id | None = Field(default=None, json_schema_extra=dict(SEALED))
    at_least: Annotated[int, Field(ge=1, le=100_000)] | None = None

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report a group that is not known, and a floor that some of them cannot reach."""
        if self.attribute is None and self.flag is None:
            yield Defect("the rule does not say who", "Give an attribute, a flag or both", path=("attribute",))
        if self.attribute is not None:
            yield from unknown_attributes(scenario, [self.attribute], "attribute")
        if self.flag is not None and not self._flagged(scenario):
            yield Defect("nobody carries the flag", "Mend its spelling here or in the flags", self.flag, path=("flag",))
        others, most = len(scenario.people) - 1, most_contacts(scenario, self.met_in(scenario))
        reach = min((most[person] for person in self._guarded(scenario)), default=others) if self.hard else others
        if self.at_least is not None and self.at_least > reach:
            message = f"not everyone whom the rule is for can meet {self.at_least} people"
            yield Defect(message, f"Lower at_least to {reach}", str(self.at_least), path=("at_least",))

    def floors(self, scenario: Scenario) -> dict[str, int]:
        """Return how many people each is to meet: 0 for those whom the rule is not for."""
        guarded, most = self._guarded(scenario), most_contacts(scenario, self.met_in(scenario))
        usual = self._usual(scenario)
        fair = {person: min(usual, most[person]) for person in guarded}
        return {p: (self.at_least or fair[p]) if p in guarded else 0 for p in scenario.people}

    def told(self, person: str, floor: int, number: int) -> str:
        """Say how many people somebody meets who is guarded for what is no secret."""
        return f"{person}, the only one of their {self.attribute}, meets {number} of {floor} others wanted."

    def matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        """Yield what each is short of, and in one sum what those are who are guarded for their flag alone."""
        openly, sealed = self._alone(scenario), 0
        for match in super().matches(scenario, plan):
            if openly.issuperset(match.people):
                yield match
            else:
                sealed += match.amount
        if sealed:
            sentence = "Somebody meets fewer people than a rule you set asks for."
            yield Match(rule=self.id, amount=sealed, people=tuple(scenario.people), sentence=sentence)

    def _usual(self, scenario: Scenario) -> int:
        """How many people one sits beside on average, no more than there are others."""
        places = 0
        for name in self.met_in(scenario):
            people, sets = len(scenario.attending(name)), len(scenario.round[name].sets)
            size, larger = divmod(people, sets)
            places += size * (people - sets + larger)
        return min(places // len(scenario.people), len(scenario.people) - 1)

    def _guarded(self, scenario: Scenario) -> frozenset[str]:
        return self._alone(scenario) | self._flagged(scenario)

    def _flagged(self, scenario: Scenario) -> frozenset[str]:
        return frozenset() if self.flag is None else chosen(scenario, self.flag, None, ())

    def _alone(self, scenario: Scenario) -> frozenset[str]:
        """Who is the only one with their value of the attribute."""
        values = holders(scenario, self.attribute or "")
        number = Counter[str]()
        for value, people in values.items():
            number[plain(value)] += len(people)
        return frozenset().union(*(people for value, people in values.items() if number[plain(value)] == 1))
