"""Pairs of participants that no plan keeping the hard rules lets share a set, and the rule to blame."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import numpy as np

from cohortplan.primitives import AssignmentCost, Bools, Ints, PairCount, PairWeight, SetCount
from cohortplan.problem import Problem, Term, remembered
from cohortplan.solvers.bounds.base import ImpossiblePair
from cohortplan.solvers.bounds.pair_sets import MOST_PEOPLE, PairSet
from cohortplan.solvers.bounds.sizes import allowed_sizes

#: Who cannot share a set, by the id of the rule that forbids it: bool arrays (P, P).
Bars = dict[str, Bools]


def impossible_pairs(problem: Problem) -> list[ImpossiblePair]:
    """Return the pairs that can share a set in none of the rounds that count contacts.

    A pair is ruled out by what single hard terms say of it: where each may sit, who must be kept apart, how much of
    a mark a set may hold. Rules that only together make a pair impossible are not looked into.
    """
    axes = problem.axes
    rounds = axes.round_mask(axes.scenario.contact_rounds)
    may = possible(problem, rounds).marks
    barred = np.argwhere(np.triu(~may, 1)) if may is not None else np.zeros((0, 2), dtype=np.int64)
    places = list(_places(problem, rounds)) if len(barred) else []
    names = list(axes.person)
    found = []
    for a, b in barred.tolist():
        culprits = [[rule for rule, bar in place.items() if bar[a, b]] for place in places]
        everywhere = [rule for rule in culprits[0] if all(rule in here for here in culprits)] if culprits else []
        blamed = everywhere[:1] or list(dict.fromkeys(here[0] for here in culprits))
        found.append(ImpossiblePair(names[a], names[b], ", ".join(blamed)))
    return found


@remembered
def possible(problem: Problem, rounds: Bools) -> PairSet:
    """Who may meet whom: all but those for whom hard terms rule all sets out."""
    people = problem.axes.people_count
    if people > MOST_PEOPLE:
        return PairSet(people)
    may = np.zeros((people, people), dtype=bool)
    for place in _places(problem, rounds):
        may |= ~np.logical_or.reduce(list(place.values()))
    np.fill_diagonal(may, val=False)
    return PairSet(people, may)


def _places(problem: Problem, rounds: Bools) -> Iterator[Bars]:
    """Yield what bars pairs from each set of the rounds; sets that bar the same pairs are yielded once."""
    sizes = allowed_sizes(problem)
    seen: set[Hashable] = set()
    for r in np.flatnonzero(rounds).tolist():
        for s in range(int(problem.axes.sets[r])):
            caps = {k: _most(t.shape, r, s, sizes[r][s]) for k, t in _hard(problem) if isinstance(t.shape, SetCount)}
            counted = ((k, t.shape) for k, t in _hard(problem) if isinstance(t.shape, PairWeight | PairCount))
            pairs = tuple(k for k, shape in counted if shape.rounds[r])
            away = _unseated(problem, r, s)
            key = (tuple(caps.values()), pairs, tuple((rule, people.tobytes()) for rule, people in away.items()))
            if key not in seen:
                seen.add(key)
                yield _bars(problem, caps, pairs, away)


def _hard(problem: Problem) -> Iterator[tuple[int, Term]]:
    return ((k, term) for k, term in enumerate(problem.terms) if term.hard)


def _bars(problem: Problem, caps: dict[int, int], pairs: tuple[int, ...], away: dict[str, Bools]) -> Bars:
    bars: Bars = {}
    people = problem.axes.people_count

    def bar(rule: str, barred: Bools) -> None:
        bars[rule] = bars.get(rule, np.zeros((people, people), dtype=bool)) | barred

    for k, term in _hard(problem):
        shape = term.shape
        if isinstance(shape, SetCount):
            bar(term.rule, shape.weight[:, None] + shape.weight[None, :] > caps[k])
        elif k in pairs and isinstance(shape, PairWeight):
            bar(term.rule, _apart(shape, people))
        elif k in pairs and isinstance(shape, PairCount) and shape.table.shape[1] > 1:
            never = np.asarray((shape.table[:, 1:] > 0).all(axis=1))
            bar(term.rule, (shape.pairs.square >= 0) & never[shape.pairs.square])
    for rule, missing in away.items():
        bar(rule, missing[:, None] | missing[None, :])
    return bars


def _apart(shape: PairWeight, people: int) -> Bools:
    barred = np.zeros((people, people), dtype=bool)
    priced = shape.same > 0
    barred[shape.a[priced], shape.b[priced]] = True
    return barred | barred.T


def _most(shape: SetCount, r: int, s: int, sizes: Ints) -> int:
    """Most that two or more members of a set may weigh; -1 if there may not be so many."""
    row, heaviest = int(shape.row[r, s]), int(shape.weight.sum())
    if row < 0:
        return heaviest
    rows = np.unique(np.minimum(sizes[sizes >= 2], shape.table.shape[1] - 1))
    free = (shape.table[row, rows] == 0).any(axis=0)
    if not free.any():
        return -1
    return heaviest if free[-1] else int(np.flatnonzero(free)[-1])


def _unseated(problem: Problem, r: int, s: int) -> dict[str, Bools]:
    """Who cannot sit in a set, by the rule that says so: bool arrays (P,)."""
    nobody = np.zeros(problem.axes.people_count, dtype=bool)
    found: dict[str, Bools] = {}
    for _, term in _hard(problem):
        shape = term.shape
        if isinstance(shape, AssignmentCost):
            barred = nobody.copy()
            barred[shape.person[(shape.round == r) & (shape.set == s) & (shape.cost > 0)]] = True
            found[term.rule] = found.get(term.rule, nobody) | barred
    explained = np.logical_or.reduce([nobody, *found.values()])
    found["absences"] = found.get("absences", nobody) | (~problem.axes.attends[r] & ~explained)
    return {rule: people for rule, people in found.items() if people.any()}
