"""Near: people who share a set live near each other, such as partners who are to meet often."""

from __future__ import annotations

from itertools import chain, combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Id, Line
from cohortplan.model.rule import Measure, Rule
from cohortplan.rules.shared.pairs import Pair, set_mates
from cohortplan.rules.shared.values import chosen, unchosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Near(Rule):
    """Two people who share a set live at most `most` minutes apart, or both have a value that makes up for it.

    With most = 60. Kept: a pair from Preston and Lancaster. Broken by 1: a pair from Chester and Carlisle, unless both
    have one of `values`, as those may who meet online. The amount is 1 for each such pair and round; of two ways, there
    and back, the longer counts.

    Attributes
    ----------
    most : int
        Longest way from home to home, in minutes; homes are as ``[travel]`` says.
    attribute : str or None
        What may make up for the distance, such as how people can meet.
    values : tuple of str
        Its values with which two people may live any way apart.
    """

    kind: ClassVar[str] = "near"
    serves: ClassVar[str] = "F22"
    default_weight: ClassVar[int] = 5
    by_round: ClassVar[bool] = True

    most: Annotated[int, Field(ge=0, le=10_080)]
    attribute: Id | None = None
    values: tuple[Line, ...] = ()

    def defects(self, scenario: Scenario) -> Iterable[Defect]:
        """Report people who give no home, homes between which no way is known, and unknown names."""
        homes = _homes(scenario)
        if person := next(iter(homes.pop("", ())), None):
            message = f"{person} has no {scenario.travel.home}, so that no way is known"
            yield Defect(message, f"Fill in the column {scenario.travel.home}, or name another as home under [travel]")
        for a, b in combinations(homes, 2):
            if _way(scenario, a, b) is None:
                message = f"no way is known from {a!r} to {b!r}"
                yield Defect(message, "Add the places to places.csv, or the way to travel.csv")
        if bool(self.attribute) != bool(self.values):
            message = "the rule does not say who may live anywhere"
            yield Defect(message, "Give both attribute and values, or neither", path=("attribute",))
        elif self.attribute:
            yield from unchosen(scenario, None, self.attribute, self.values, "values")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the pairs that share a set though they live far apart."""
        home = {person.id: scenario.atlas.home(person) for person in scenario.participants}

        def told(a: str, b: str, group: str) -> str:
            apart = f"{_way(scenario, home[a], home[b])} minutes apart (wanted: at most {self.most})"
            return f"{a} and {b}, both in set {group}, live {apart}."

        return Measure.of(set_mates(self, scenario, plan, self._far(scenario), told))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One pair weight on sharing a set."""
        from cohortplan.rules.shared.pair_lowering import price_pairs

        scenario = axes.scenario
        return [price_pairs(axes, scenario.selected_rounds(self), self._far(scenario), same=1)]

    def _far(self, scenario: Scenario) -> frozenset[Pair]:
        """Pairs who live too far apart; not where no way is known."""
        anywhere = chosen(scenario, None, self.attribute, self.values) if self.attribute else frozenset()
        homes = _homes(scenario)
        pairs = chain.from_iterable(
            combinations(homes[a], 2) if a == b else product(homes[a], homes[b])
            for a, b in combinations_with_replacement(homes, 2)
            if (_way(scenario, a, b) or 0) > self.most
        )
        return frozenset((min(pair), max(pair)) for pair in pairs if not anywhere.issuperset(pair))


def _homes(scenario: Scenario) -> dict[str, list[str]]:
    """Ids of the participants by the place they come from, "" if that is not said."""
    found: dict[str, list[str]] = {}
    for person in scenario.participants:
        found.setdefault(scenario.atlas.home(person), []).append(person.id)
    return found


def _way(scenario: Scenario, a: str, b: str) -> int | None:
    """Minutes from one home to another, the longer way of the two; None if one is not known."""
    ways = (scenario.atlas.minutes(a, b), scenario.atlas.minutes(b, a)) if a and b else (None,)
    return None if None in ways else max(way for way in ways if way is not None)
