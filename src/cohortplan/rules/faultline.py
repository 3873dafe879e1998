"""Faultline guard: no set falls into two blocks whose members are alike in everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import unknown_attributes
from cohortplan.rules.shared.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Faultline(Rule):
    """The members of every set have at least so many different combinations of the values of some attributes.

    With sector and town. Kept: a public and a private member from Leeds and two private ones from York. Broken by 1:
    three public members from Leeds and three private ones from York, two blocks with nothing in common.
    The amount is the combinations missing. Who lacks one of the values counts for none; a set in which nobody counts
    has no blocks and lacks nothing.

    Attributes
    ----------
    attributes : tuple of str
        Two attributes or more.
    least : int
        Fewest combinations in a set.
    """

    kind: ClassVar[str] = "faultline"
    serves: ClassVar[str] = "F17"
    default_weight: ClassVar[int] = 5
    by_round: ClassVar[bool] = True

    attributes: tuple[Id, ...]
    least: Annotated[int, Field(ge=2, le=1000)] = 3

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report too few or unknown attributes, and more combinations than there are or a set has room for."""
        yield from unknown_attributes(scenario, self.attributes, "attributes")
        if len(set(self.attributes)) < 2:
            message, value = "blocks are made by two attributes or more", ", ".join(self.attributes)
            yield Defect(message, "Name two different attributes", value, path=("attributes",))
        specs = [spec for name in scenario.selected_rounds(self) for spec in scenario.round[name].sets]
        number, room = len(self.combinations(scenario)), min((spec.most for spec in specs), default=self.least)
        if self.hard and self.least > min(number, room):
            message = f"not every set can hold {self.least} combinations"
            remedy = f"There are {counted(number, 'combination')}, and a set of at most {room}"
            yield Defect(message, remedy, str(self.least), path=("least",))

    def combinations(self, scenario: Scenario) -> dict[tuple[str, ...], frozenset[str]]:
        """Participants by their values of the attributes, in order; those who lack one are left out."""
        found: dict[tuple[str, ...], set[str]] = {}
        for person in scenario.participants:
            values = tuple(person.get(name) for name in self.attributes)
            if all(values):
                found.setdefault(values, set()).add(person.id)
        return {values: frozenset(found[values]) for values in sorted(found)}

    def price(self, number: int) -> int:
        """Return what a set owes that has so many combinations."""
        return max(0, self.least - number) if number else 0

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the combinations missing."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        kinds = {person: values for values, people in self.combinations(scenario).items() for person in people}
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            number = len({kinds[person] for person in group.members if person in kinds})
            if amount := self.price(number):
                found = f"{counted(number, 'combination')} of {listed(self.attributes)}"
                yield Match(
                    rule=self.id,
                    amount=amount,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=f"Set {group.id} has {found}; at least {self.least} are wanted.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set spread over the combinations."""
        from cohortplan.rules.shared.lowering import price_spread

        rounds = axes.scenario.selected_rounds(self)
        return [price_spread(axes, rounds, self.combinations(axes.scenario).values(), self.price)]
