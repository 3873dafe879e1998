"""A rule restricted to what of it matters: some of the rounds it is about, or some of the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from pydantic import SerializeAsAny

from cohortplan.model.plan import Plan
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.model.scenario import Scenario
from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    Bools,
    PairCount,
    PairRows,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    PersonSum,
    Primitive,
    SetCount,
    SetRange,
    SetSpread,
    VisitOption,
)

#: What a rule may be restricted in.
Side = Literal["rounds", "people"]

#: In what the primitives can be restricted so that less is asked and nothing more. What counts visits or meetings up
#: over rounds is not: a visit a year is less than a visit a round.
SIDES: Mapping[type, tuple[Side, ...]] = {
    AssignmentCost: ("rounds", "people"),
    SetCount: ("rounds",),
    SetRange: ("rounds",),
    SetSpread: ("rounds",),
    PairWeight: ("rounds", "people"),
    PairCount: ("people",),
    PersonContacts: ("people",),
    VisitOption: ("rounds",),
    PersonMark: ("people",),
    PersonSpread: ("people",),
    PersonSum: ("people",),
}


class Narrowed(Rule):
    """A rule that looks at some rounds and people only; what it finds elsewhere does not count.

    Attributes
    ----------
    inner : Rule
        The rule.
    within, only : frozenset of str or None
        Ids of the rounds, and of the people, that count; None = all. Of a pair of people both have to.
    """

    kind: ClassVar[str] = "narrowed"

    inner: SerializeAsAny[Rule]
    within: frozenset[str] | None = None
    only: frozenset[str] | None = None

    @classmethod
    def of(cls, rule: Rule, rounds: frozenset[str] | None = None, people: frozenset[str] | None = None) -> Narrowed:
        """Restrict a rule."""
        return cls(id=rule.id, hard=rule.hard, inner=rule, within=rounds, only=people)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count what the rule finds in these rounds, and of these people."""
        return Measure.of(match for match in self.inner.measure(scenario, plan).matches if self._covers(match))

    def _covers(self, match: Match) -> bool:
        there = self.within is None or self.within.issuperset(match.rounds)
        return there and (self.only is None or self.only.issuperset(match.people))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """The rule's own primitives, priced only there."""
        rounds = axes.round_mask(axes.round if self.within is None else self.within)
        people = np.array([self.only is None or name in self.only for name in axes.person], dtype=bool)
        return [_priced(shape, axes, rounds, people) for shape in self.inner.lower(axes)]


def sides(rule: Rule, axes: Axes) -> tuple[Side, ...]:
    """Return in what a hard rule can be restricted: in what all its primitives can be."""
    shapes = rule.lower(axes) if rule.hard and not rule.settled else ()
    offered = [_offered(shape) for shape in shapes]
    # To name some of the people a flag is about would be to say who carries it.
    every: tuple[Side, ...] = ("rounds",) if getattr(rule, "flag", None) else ("people", "rounds")
    return tuple(side for side in every if offered and all(side in each for each in offered))


def _offered(shape: Primitive) -> tuple[Side, ...]:
    # Of pairs that have prices of their own, such as distances, rules tell set by set and not pair by pair.
    if isinstance(shape, PairWeight) and int((shape.same + shape.split).max(initial=0)) > 1:
        return ("rounds",)
    return SIDES.get(type(shape), ())


def _priced(shape: Primitive, axes: Axes, rounds: Bools, people: Bools) -> Primitive:
    """Return a primitive that prices nothing of other rounds and people, as far as `SIDES` allows."""
    if isinstance(shape, AssignmentCost):
        kept = rounds[shape.round] & people[shape.person]
        return AssignmentCost(shape.round[kept], shape.person[kept], shape.set[kept], shape.cost[kept])
    if isinstance(shape, SetCount | SetSpread):
        return replace(shape, row=np.where(rounds[:, None], shape.row, -1).astype(np.int32))
    if isinstance(shape, SetRange):
        return replace(shape, row=np.where(rounds, shape.row, -1).astype(np.int32))
    if isinstance(shape, PairWeight):
        kept = people[shape.a] & people[shape.b]
        a, b, same, split = (each[kept] for each in (shape.a, shape.b, shape.same, shape.split))
        return PairWeight(a, b, same, split, shape.rounds & rounds)
    if isinstance(shape, PairCount):
        return replace(shape, pairs=_pairs_of(shape.pairs, people))
    if isinstance(shape, VisitOption):
        visited = np.array([rounds[place.round] for place in axes.visits], dtype=bool)
        return replace(shape, row=np.where(visited, shape.row, -1).astype(np.int32))
    if isinstance(shape, PersonContacts | PersonMark | PersonSpread | PersonSum):
        return replace(shape, row=np.where(people, shape.row, -1).astype(np.int32))
    return shape


def _pairs_of(pairs: PairRows, people: Bools) -> PairRows:
    """Return the rows of pairs of which both are among `people`; others have none."""
    groups = len(pairs.base)
    base = np.full((groups + 1, groups + 1), -1, dtype=np.int32)
    base[:groups, :groups] = pairs.base
    kept = people[pairs.a] & people[pairs.b]
    return PairRows.of(np.where(people, pairs.group, groups), base, (pairs.a[kept], pairs.b[kept]), pairs.row[kept])
