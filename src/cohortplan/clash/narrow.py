"""A rule restricted to what of it matters: some of the rounds it is about, or some of the people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    HostLoad,
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
    VisitPair,
    build_axes,
)

#: What a rule may be restricted in.
Side = Literal["rounds", "people"]

#: Primitives that look at one round at a time, or at what of a round comes together with what of another.
BY_ROUND = AssignmentCost | SetCount | SetRange | SetSpread | PairWeight | VisitOption | VisitPair
#: Primitives that look at one person, or one pair, at a time.
BY_PERSON = AssignmentCost | PairWeight | PairCount | PersonContacts | PersonMark | PersonSpread | PersonSum


def narrowed(rule: Rule, rounds: Collection[str] | None, people: Collection[str] | None, scenario: Scenario) -> Rule:
    """Restrict a rule to some rounds, some people, or both; None = all."""
    if rounds is not None:
        rule = rule.model_copy(update={"rounds": tuple(each.id for each in scenario.rounds if each.id in rounds)})
    return rule if people is None else Narrowed(id=rule.id, hard=rule.hard, inner=rule, only=frozenset(people))


class Narrowed(Rule):
    """A rule that looks at some people only; what it finds of others does not count.

    Attributes
    ----------
    inner : Rule
        The rule.
    only : frozenset of str
        Ids of the people that count. Of a pair both have to.
    """

    kind: ClassVar[str] = "narrowed"

    inner: SerializeAsAny[Rule]
    only: frozenset[str]

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count what the rule finds of these people."""
        return Measure.of(match for match in self.inner.measure(scenario, plan).matches if self._covers(match))

    def _covers(self, match: Match) -> bool:
        return self.only.issuperset(match.people)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """The rule's own primitives, priced only for them."""
        people = np.array([name in self.only for name in axes.person], dtype=bool)
        return [_priced(shape, people) for shape in self.inner.lower(axes)]


def sides(rule: Rule, axes: Axes) -> tuple[Side, ...]:
    """Return in what a hard rule can be restricted so that it asks less and nothing more.

    What counts visits or meetings up over rounds can be restricted in rounds if only too many of them cost: two visits
    a year at least are more than that if they have to be made in one round.
    """
    shapes = rule.lower(axes) if rule.hard and not rule.settled else ()
    found: list[Side] = []
    # To name some of the people a flag is about would be to say who carries it.
    if shapes and not rule.nameless and not getattr(rule, "flag", None) and all(map(_by_person, shapes)):
        found.append("people")
    if shapes and not rule.proportional and all(isinstance(shape, BY_ROUND) or _rising(shape) for shape in shapes):
        found.append("rounds")
    return tuple(found)


def offered(rule: Rule, side: Side, scenario: Scenario) -> Sequence[str]:
    """Return the rounds, or the people, that a rule is about."""
    if side == "people":
        return list(scenario.people)
    # A rule about meetings means the rounds that count contacts, as long as it names none.
    contacts = scenario.selected_contact_rounds(rule)
    meetings = any(isinstance(shape, PairCount) for shape in rule.lower(build_axes(scenario)))
    return contacts if meetings else scenario.selected_rounds(rule)


def _by_person(shape: Primitive) -> bool:
    # Of pairs that have prices of their own, such as distances, rules tell set by set and not pair by pair.
    if isinstance(shape, PairWeight) and int((shape.same + shape.split).max(initial=0)) > 1:
        return False
    return isinstance(shape, BY_PERSON)


def _rising(shape: Primitive) -> bool:
    """Whether nothing costs nothing and more never costs less."""
    if not isinstance(shape, HostLoad | PairCount | PersonMark | PersonSum):
        return False
    return not shape.table[:, :1].any() and bool((np.diff(shape.table, axis=1) >= 0).all())


def _priced(shape: Primitive, people: Bools) -> Primitive:
    """Return a primitive that prices nothing of other people."""
    if isinstance(shape, AssignmentCost):
        kept = people[shape.person]
        return AssignmentCost(shape.round[kept], shape.person[kept], shape.set[kept], shape.cost[kept])
    if isinstance(shape, PairWeight):
        kept = people[shape.a] & people[shape.b]
        a, b, same, split = (each[kept] for each in (shape.a, shape.b, shape.same, shape.split))
        return PairWeight(a, b, same, split, shape.rounds)
    if isinstance(shape, PairCount):
        return replace(shape, pairs=_pairs_of(shape.pairs, people))
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
