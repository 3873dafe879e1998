"""Parts into which the pairs of people fall, and what counting says of the meetings in each part.

All pairs are one part. Where a hard rule limits how many people of some kinds share a set, the pairs within each kind
are parts by themselves, and those of different kinds are the last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import Bools, SetCount
from cohortplan.problem import Problem, remembered
from cohortplan.solvers.bounds.counting import Meetings
from cohortplan.solvers.bounds.pair_sets import MOST_PEOPLE, PairSet
from cohortplan.solvers.bounds.sizes import allowed_counts, seated


@dataclass(frozen=True, eq=False)
class Part:
    """Some of the pairs, and their meetings over all rounds.

    Attributes
    ----------
    pairs : PairSet
        The pairs.
    fewest, most : int
        Fewest and most meetings.
    different : int
        Most different pairs that can meet.
    repeats : int
        Fewest meetings of pairs that met in an earlier round.
    """

    pairs: PairSet
    fewest: int
    most: int
    different: int
    repeats: int


@dataclass(frozen=True, eq=False)
class Partition:
    """Parts that hold each pair once, and a phrase that names the rule they come from, empty if there is none."""

    parts: tuple[Part, ...]
    reason: str = ""


@remembered
def partitions(problem: Problem, rounds: Bools) -> tuple[Partition, ...]:
    """Return the ways to part the pairs: not at all, then by the kinds of people of each hard rule."""
    people = problem.axes.people_count
    whole = _part(Meetings.of(problem, rounds), PairSet(people))
    found = [Partition((whole,))]
    rules = () if people > MOST_PEOPLE else tuple(term.rule for term in problem.terms if term.hard)
    for rule in dict.fromkeys(rules):
        kinds = _kinds(problem, rule)
        if kinds:
            parts = [_part(_within(problem, kind, rounds), _pairs_within(kind)) for kind in kinds]
            found.append(Partition((*parts, _across(whole, parts)), f" under the rule {rule}"))
    return tuple(found)


def _kinds(problem: Problem, rule: str) -> list[SetCount]:
    """Set counts of a hard rule whose marks, of 1 a person, no two share and not everyone carries."""
    taken = np.zeros(problem.axes.people_count, dtype=bool)
    found = []
    for term in problem.terms:
        shape = term.shape
        if term.hard and term.rule == rule and isinstance(shape, SetCount) and shape.weight.max(initial=0) == 1:
            marked = shape.weight > 0
            if not marked.all() and not (marked & taken).any():
                taken |= marked
                found.append(shape)
    return found


def _within(problem: Problem, kind: SetCount, rounds: Bools) -> Meetings:
    return Meetings(allowed_counts(problem, kind), seated(problem) & (kind.weight > 0), problem.axes.sets, rounds)


def _pairs_within(kind: SetCount) -> PairSet:
    pairs = np.outer(kind.weight > 0, kind.weight > 0)
    np.fill_diagonal(pairs, val=False)
    return PairSet(len(pairs), pairs)


def _part(meetings: Meetings, pairs: PairSet) -> Part:
    return Part(pairs, meetings.fewest(), meetings.most(), meetings.most_pairs(), meetings.fewest_repeats())


def _across(whole: Part, parts: list[Part]) -> Part:
    """Return the part of the pairs in no other part."""
    pairs = ~np.logical_or.reduce([part.pairs.marks for part in parts if part.pairs.marks is not None])
    np.fill_diagonal(pairs, val=False)
    most = max(whole.most - sum(part.fewest for part in parts), 0)
    return Part(PairSet(len(pairs), pairs), max(whole.fewest - sum(part.most for part in parts), 0), most, most, 0)
