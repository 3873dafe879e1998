"""Cover: every set holds somebody with a skill or role that it cannot do without."""

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


class Cover(Rule):
    """Every set holds at least `least` of the people who carry a flag, or have one of some values of an attribute.

    With profession nurse or clinician, kept: a set of a nurse and four managers. Broken by 1: a set of five managers.
    The amount is the holders missing. Flags are sealed: a sentence about one names neither it nor who carries it.

    Attributes
    ----------
    flag : str or None
        The flag; or else
    attribute, values : str or None, tuple of str
        the attribute and its values, any of which will do.
    least : int
        Fewest holders in a set.
    """

    kind: ClassVar[str] = "cover"
    serves: ClassVar[str] = "F02"
    apart: ClassVar[bool] = True
    default_weight: ClassVar[int] = 5
    by_round: ClassVar[bool] = True

    flag: Id | None = Field(default=None, json_schema_extra=dict(SEALED))
    attribute: Id | None = None
    values: tuple[Line, ...] = ()
    least: Annotated[int, Field(ge=1, le=1000)] = 1

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report holders that are not known, and rounds in which they are too few for all sets."""
        wrong = list(unchosen(scenario, self.flag, self.attribute, self.values, "values"))
        yield from wrong
        if self.hard and not wrong:
            yield from self._too_few(scenario)

    def _too_few(self, scenario: Scenario) -> Iterator[Defect]:
        remedy = "Lower least, name the rounds the rule is for, or make it a wish with hard = false"
        for name in scenario.selected_rounds(self):
            sets = scenario.round[name].sets
            number = len(self._holders(scenario).intersection(scenario.attending(name)))
            needed, room = self.least * len(sets), min(spec.most for spec in sets)
            if number < needed:
                message = f"round {name} has {number} of the {needed} people needed for {self.least} in each set"
                yield Defect(message, remedy, str(self.least), path=("least",))
            elif room < self.least:
                message = f"round {name} has a set of at most {room}, which cannot hold {self.least} of them"
                yield Defect(message, remedy, str(self.least), path=("least",))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the holders missing."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        people = self._holders(scenario)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            number = len(people.intersection(group.members))
            if number < self.least:
                sentence = f"Set {group.id} lacks somebody that a rule you set asks for."
                if self.flag is None:
                    found = f"{counted(number, 'member')} with {self.attribute} {' or '.join(self.values)}"
                    sentence = f"Set {group.id} has {found}; at least {self.least} are wanted."
                yield Match(
                    rule=self.id,
                    amount=self.least - number,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=sentence,
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count of the holders."""
        from cohortplan.rules.shared.lowering import marked, price_sets

        def cost(_spec: SetSpec, _size: int, number: int) -> int:
            return max(0, self.least - number)

        weight = marked(axes, self._holders(axes.scenario))
        return [price_sets(axes, axes.scenario.selected_rounds(self), cost, weight)]

    def _holders(self, scenario: Scenario) -> frozenset[str]:
        return chosen(scenario, self.flag, self.attribute, self.values)
