"""Never alone: members of a small group sit with others of it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import SEALED, Id, Line
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import chosen, unchosen
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.rounds import SetSpec
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class NeverAlone(Rule):
    """A set holds none of the people who carry a flag, or have a value of an attribute, or at least so many.

    Kept: sets with 0, 2 and 3 of them. Broken by 1: a set with 1 where at least 2 belong together.
    The amount is the companions missing. Flags are sealed: a sentence about one names neither it nor who carries it.

    Attributes
    ----------
    flag : str or None
        The flag; or else
    attribute, value : str or None
        the attribute and its value.
    least : int
        How many of them keep each other company.
    """

    kind: ClassVar[str] = "never_alone"
    serves: ClassVar[str] = "F04"
    apart: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    flag: Id | None = Field(default=None, json_schema_extra=dict(SEALED))
    attribute: Id | None = None
    value: Line | None = None
    least: Annotated[int, Field(ge=2, le=1000)] = 2

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report a group that is not known, and rounds in which the group is too small for company."""
        yield from unchosen(scenario, self.flag, self.attribute, self._values, "value")
        if self.hard:
            yield from self._lonely(scenario)

    def _lonely(self, scenario: Scenario) -> Iterator[Defect]:
        group = self._group(scenario)
        for name in scenario.selected_rounds(self):
            number = len(group.intersection(scenario.attending(name)))
            largest = max(spec.most for spec in scenario.round[name].sets)
            if number and min(number, largest) < self.least:
                message = f"in round {name} no set can hold {self.least} of the {number} who take part"
                remedy = "Lower least, name the rounds the rule is for, or make it a wish with hard = false"
                yield Defect(message, remedy, str(self.least), path=("least",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the companions missing."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        people = self._group(scenario)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            here = tuple(person for person in group.members if person in people)
            if 0 < len(here) < self.least:
                sentence = f"In set {group.id} somebody lacks the company that a rule you set asks for."
                if self.flag is None:
                    found = f"{counted(len(here), 'member')} with {self.attribute} {self.value}"
                    sentence = f"Set {group.id} has {found}; none or at least {self.least} are wanted."
                yield Match(
                    rule=self.id,
                    amount=self.least - len(here),
                    people=here if self.flag is None else group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=sentence,
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count of the group."""
        from cohortplan.rules.shared.lowering import marked, price_sets

        def cost(_spec: SetSpec, _size: int, number: int) -> int:
            return max(0, self.least - number) if number else 0

        weight = marked(axes, self._group(axes.scenario))
        return [price_sets(axes, axes.scenario.selected_rounds(self), cost, weight)]

    @property
    def _values(self) -> tuple[str, ...]:
        return () if self.value is None else (self.value,)

    def _group(self, scenario: Scenario) -> frozenset[str]:
        return chosen(scenario, self.flag, self.attribute, self._values)
