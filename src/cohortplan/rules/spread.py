"""Spread: sets span further attributes, such as profession, seniority or town."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import holders, undealable, unknown_attributes
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Group, Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Spread(Rule):
    """Every set holds at least so many different values of an attribute, and at most so many members of one value.

    With at least 4 professions and at most 2 of each. Kept: a clinician, two nurses, a manager and an analyst.
    Broken by 2: three nurses, a manager and an analyst, for a profession is missing and a nurse too many.
    The amount is the values missing and the members above the most. Who has no value counts for none.

    Attributes
    ----------
    attribute : str
        What is spread.
    at_least, at_most : int or None
        Different values in a set, and members of one value; None = no limit.
    """

    kind: ClassVar[str] = "spread"
    serves: ClassVar[str] = "F02"
    apart: ClassVar[bool] = True
    by_round: ClassVar[bool] = True

    attribute: Id
    at_least: Annotated[int, Field(ge=1, le=1000)] | None = None
    at_most: Annotated[int, Field(ge=1, le=1000)] | None = None

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute, missing limits, and limits that no plan can keep."""
        yield from unknown_attributes(scenario, [self.attribute], "attribute")
        if self.at_least is None and self.at_most is None:
            yield Defect("the rule has no limit", "Give at_least, at_most or both", path=("at_least",))
        rounds, values = scenario.selected_rounds(self), holders(scenario, self.attribute)
        largest = max((spec.most for name in rounds for spec in scenario.round[name].sets), default=0)
        if self.hard and self.at_least is not None and self.at_least > min(len(values), largest):
            message = f"no set can hold {self.at_least} values of {self.attribute}"
            remedy = f"There are {len(values)} values, and sets of up to {largest}"
            yield Defect(message, remedy, str(self.at_least), path=("at_least",))
        if self.hard and self.at_most is not None:
            for value, people in values.items():
                yield from undealable(scenario, rounds, people, value, (0, self.at_most))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the values missing and the members too many."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        values = holders(scenario, self.attribute)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            here = {value: tuple(sorted(people.intersection(group.members))) for value, people in values.items()}
            span = sum(map(bool, here.values()))
            if span < (self.at_least or 0):
                text = f"{counted(span, 'value')} of {self.attribute}; at least {self.at_least} are wanted"
                yield self._match(group, (self.at_least or 0) - span, group.members, text)
            for value, people in here.items():
                if self.at_most is not None and len(people) > self.at_most:
                    text = f"{len(people)} members with {self.attribute} {value}; at most {self.at_most} are wanted"
                    yield self._match(group, len(people) - self.at_most, people, text)

    def _match(self, group: Group, amount: int, people: tuple[str, ...], text: str) -> Match:
        return Match(
            rule=self.id,
            amount=amount,
            people=people,
            sets=(group.id,),
            rounds=(group.round,),
            sentence=f"Set {group.id} has {text}.",
        )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """A set spread for the values missing; a set count for each value that more than the most have."""
        from cohortplan.rules.shared.lowering import marked, price_sets, price_spread

        rounds, values = axes.scenario.selected_rounds(self), holders(axes.scenario, self.attribute)
        shapes: list[Primitive] = []
        if (least := self.at_least) is not None:
            shapes.append(price_spread(axes, rounds, values.values(), lambda span: max(0, least - span)))
        if (most := self.at_most) is not None:
            shapes.extend(
                price_sets(axes, rounds, lambda _spec, _size, number: max(0, number - most), marked(axes, people))
                for people in values.values()
                if len(people) > most
            )
        return shapes
