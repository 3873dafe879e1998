"""Mix: what a set holds of each value of an attribute, such as the three sectors."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import model_validator

from cohortplan.errors import Defect
from cohortplan.model.base import Count, Id, Line
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.values import holders, quota_defects, unknown_attributes
from cohortplan.rules.shared.wording import counted, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive, SetCount
    from cohortplan.primitives.axes import Axes
    from cohortplan.rules.shared.lowering import SetPrice


class Mix(Rule):
    """Every set has its share of each value of an attribute (representative), or is as varied as can be (maximal).

    *Representative*: a set holds of each value its share of those who take part, rounded down or up, or as many as
    `quota` says. Kept: 2 or 3 of 6 are public where 5 of 12 are. Broken by 1, a member too many: 4 of 6 are.
    *Maximal*, a wish: pairs of members of like value count. Kept: one of each of three sectors. Broken by 3: 3 alike.

    Attributes
    ----------
    attribute, mode : str
        What is mixed; ``representative`` or ``maximal``.
    quota : mapping of str to (int, int)
        Fewest and most members of a value, in place of its share.
    """

    kind: ClassVar[str] = "mix"
    serves: ClassVar[str] = "F01 F03"
    apart: ClassVar[bool] = True
    default_weight: ClassVar[int] = 2
    by_round: ClassVar[bool] = True
    named: ClassVar[tuple[str, ...]] = ("attribute", "mode")

    attribute: Id = "sector"
    mode: Literal["representative", "maximal"] = "representative"
    quota: Mapping[Line, tuple[Count, Count]] = {}

    @model_validator(mode="before")
    @classmethod
    def _soft_if_maximal(cls, fields: Any) -> Any:
        return {"hard": fields.get("mode") != "maximal", **fields} if isinstance(fields, dict) else fields

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report an unknown attribute or value, and quotas that no plan can keep."""
        yield from unknown_attributes(scenario, [self.attribute], "attribute")
        if self.mode == "maximal" and (self.hard or self.quota):
            yield Defect("a maximal mix is a wish, without quota", "Leave out hard and quota, or mode", path=("mode",))
        rounds = scenario.selected_rounds(self) if self.hard else ()
        yield from quota_defects(scenario, rounds, self.attribute, self.quota)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the members too many or too few, or the pairs of like value."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        values = holders(scenario, self.attribute)
        shares = {value: self._shares(scenario, people) for value, people in values.items()}
        for group in scenario.groups(plan, scenario.selected_rounds(self)):
            here = [scenario.people[person].get(self.attribute) for person in group.members]
            for value, share in shares.items():
                number, size = here.count(value), len(here)
                if amount := self._price(value, share[group.round], size, number):
                    aim = "fewer" if self.mode == "maximal" else span(*self._limits(value, *share[group.round], size))
                    found = f"{counted(number, 'member')} with {self.attribute} {value}"
                    yield Match(
                        rule=self.id,
                        amount=amount,
                        people=tuple(person for person in group.members if person in values[value]) or group.members,
                        sets=(group.id,),
                        rounds=(group.round,),
                        sentence=f"Set {group.id} has {found}; {aim} are wanted.",
                    )

    def _shares(self, scenario: Scenario, people: frozenset[str]) -> dict[str, tuple[int, int]]:
        """For each round how many of those who take part are among `people`, and how many take part."""
        present = {name: scenario.attending(name) for name in scenario.selected_rounds(self)}
        return {name: (len(people.intersection(there)), len(there)) for name, there in present.items()}

    def _limits(self, value: str, part: int, whole: int, size: int) -> tuple[int, int]:
        return self.quota.get(value, (part * size // max(1, whole), -(-part * size // max(1, whole))))

    def _price(self, value: str, share: tuple[int, int], size: int, number: int) -> int:
        if self.mode == "maximal":
            return number * (number - 1) // 2
        least, most = self._limits(value, *share, size)
        return max(0, least - number, number - most)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count for each value, by size unless it has a quota; what prices pairs of like value if maximal."""
        from cohortplan.rules.shared.pair_lowering import price_alike

        values = holders(axes.scenario, self.attribute)
        if self.mode == "maximal":
            return price_alike(axes, axes.scenario.selected_rounds(self), values.values())
        return [self._count(axes, value, people) for value, people in values.items()]

    def _count(self, axes: Axes, value: str, people: frozenset[str]) -> SetCount:
        from cohortplan.rules.shared.lowering import marked, price_sets_by_round

        @cache
        def price(share: tuple[int, int]) -> SetPrice:
            return lambda _, size, number: self._price(value, share, size, number)

        costs = {name: price(share) for name, share in self._shares(axes.scenario, people).items()}
        return price_sets_by_round(axes, costs, marked(axes, people), by_size=value not in self.quota)
