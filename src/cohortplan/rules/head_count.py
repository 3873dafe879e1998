"""Head count: what the members of a set bring along fits where the set goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from cohortplan.model.base import Count, Id
from cohortplan.model.names import unknown
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import amounts, uncountable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cohortplan.errors import Defect
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class HeadCount(Rule):
    """The members of a set have no more of an attribute together, such as persons they come with, than there is room.

    With room for 10. Kept: participants who come as 4, 4 and 2 persons. Broken by 1: as 4, 4 and 3.
    The amount is what is too many, over all sets.

    Attributes
    ----------
    attribute : str
        What is added up; its values are whole numbers. Who has no value counts 0.
    room : mapping of str to int
        The most for each set that has a limit, by set id.
    """

    kind: ClassVar[str] = "head_count"
    serves: ClassVar[str] = "F32"
    by_round: ClassVar[bool] = True

    attribute: Id
    room: Mapping[Id, Count]

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute, values that are no numbers, and unknown sets."""
        yield from uncountable(scenario, self.attribute)
        for name in self.room:
            if name not in scenario.set_spec:
                yield unknown("set", name, scenario.set_spec, ("room", name))

    def among(self, sets: Collection[str]) -> Self:
        """Leave out the room of other sets."""
        return self.model_copy(update={"room": {name: room for name, room in self.room.items() if name in sets}})

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up what is too many in each set."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        worth = amounts(scenario, self.attribute)
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            total = sum(worth[person] for person in group.members)
            room = self.room.get(group.id, total)
            if total > room:
                yield Match(
                    rule=self.id,
                    amount=total - room,
                    people=group.members,
                    sets=(group.id,),
                    rounds=(group.round,),
                    sentence=f"Set {group.id} has {total} of {self.attribute}; there is room for {room}.",
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count; sets with as much room share a table row."""
        from cohortplan.rules.shared.lowering import price_totals

        scenario = axes.scenario
        rounds = set(scenario.selected_rounds(self))
        room = {name: most for name, most in self.room.items() if scenario.set_spec[name][0].id in rounds}
        return [price_totals(axes, room, list(amounts(scenario, self.attribute).values()))]
