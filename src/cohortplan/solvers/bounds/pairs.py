"""Pairs of participants that no plan keeping the hard rules lets share a set, and the rule to blame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cohortplan.primitives import AssignmentCost, Bools, Ints, PairCount, PairWeight, SetCount
from cohortplan.problem import Problem
from cohortplan.solvers.bounds.base import ImpossiblePair
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

#: Beyond so many participants no matrix over pairs is made, and no pair is called impossible.
MOST_PEOPLE = 1000


def impossible_pairs(problem: Problem) -> list[ImpossiblePair]:
    """Return the pairs that can share a set in none of the rounds that count contacts.

    A pair is ruled out by what single hard terms say of it: where each may sit, who must be kept apart, how much of
    a mark a set may hold. Rules that only together make a pair impossible are not looked into.
    """
    axes = problem.axes
    rounds = axes.round_mask(axes.scenario.contact_rounds)
    barred = ~possible(problem, rounds)
    names = list(axes.person)
    found = []
    for a, b in np.argwhere(np.triu(barred, 1)).tolist():
        rules = list(dict.fromkeys(_blame(problem, rounds, a, b)))
        found.append(ImpossiblePair(names[a], names[b], ", ".join(rules)))
    return found


def possible(problem: Problem, rounds: Bools) -> Bools:
    """Who may meet whom: bool array (P, P), False on the diagonal and where hard terms rule all sets out."""
    people = problem.axes.people_count
    if people > MOST_PEOPLE:
        return ~np.eye(people, dtype=bool)
    may = np.zeros((people, people), dtype=bool)
    seen: set[bytes] = set()
    caps = _caps(problem)
    for r in np.flatnonzero(rounds).tolist():
        round_bar = _apart(problem, r)
        for s in range(int(problem.axes.sets[r])):
            seats = problem.seats[r, :, s]
            key = seats.tobytes() + round_bar.tobytes() + np.array([cap[r][s] for _, cap in caps]).tobytes()
            if key not in seen:
                seen.add(key)
                may |= np.outer(seats, seats) & ~round_bar & _fits(caps, r, s, people)
    np.fill_diagonal(may, val=False)
    for term in problem.terms:
        if term.hard and isinstance(term.shape, PairCount):
            may &= ~_never_meets(term.shape)
    return may


Caps = list[tuple[SetCount, list[list[int]]]]


def _caps(problem: Problem) -> Caps:
    """For each hard set count, the most a set of two or more may weigh, by round and set."""
    sizes = allowed_sizes(problem)
    found: Caps = []
    for term in problem.terms:
        if term.hard and isinstance(term.shape, SetCount):
            shape = term.shape
            found.append((shape, [[_most(shape, r, s, n) for s, n in enumerate(row)] for r, row in enumerate(sizes)]))
    return found


def _most(shape: SetCount, r: int, s: int, sizes: Ints) -> int:
    row, heaviest = int(shape.row[r, s]), int(shape.weight.sum())
    if row < 0:
        return heaviest
    rows = np.unique(np.minimum(sizes[sizes >= 2], shape.table.shape[1] - 1))
    free = (shape.table[row, rows] == 0).any(axis=0)
    if not free.any():
        return -1
    return heaviest if free[-1] else int(np.flatnonzero(free)[-1])


def _fits(caps: Caps, r: int, s: int, people: int) -> Bools:
    fits = np.ones((people, people), dtype=bool)
    for shape, cap in caps:
        fits &= shape.weight[:, None] + shape.weight[None, :] <= cap[r][s]
    return fits


def _apart(problem: Problem, r: int) -> Bools:
    people = problem.axes.people_count
    barred = np.zeros((people, people), dtype=bool)
    for term in problem.terms:
        if term.hard and isinstance(term.shape, PairWeight) and term.shape.rounds[r]:
            priced = term.shape.same > 0
            barred[term.shape.a[priced], term.shape.b[priced]] = True
    return barred | barred.T


def _never_meets(shape: PairCount) -> Bools:
    bar = (shape.table[:, 1:] > 0).all(axis=1) & (shape.table.shape[1] > 1)
    barred: Bools = (shape.row >= 0) & bar[shape.row]
    return barred


def _blame(problem: Problem, rounds: Bools, a: int, b: int) -> Iterator[str]:
    """Yield the rules that keep two people apart: first any one that does so everywhere, else one for each place."""
    for term in problem.terms:
        if term.hard and isinstance(term.shape, PairCount) and _never_meets(term.shape)[a, b]:
            yield term.rule
            return
    places = [(r, s) for r in np.flatnonzero(rounds).tolist() for s in range(int(problem.axes.sets[r]))]
    culprits = [_culprits(problem, r, s, a, b) for r, s in places]
    everywhere = [rule for rule in (culprits[0] if culprits else []) if all(rule in found for found in culprits)]
    if everywhere:
        yield everywhere[0]
    else:
        for found in culprits:
            yield from found[:1]


def _culprits(problem: Problem, r: int, s: int, a: int, b: int) -> list[str]:
    """List the rules that keep two people out of one set; a rule by which one of them cannot sit there comes last."""
    found = []
    for term in problem.terms:
        shape = term.shape
        if not term.hard:
            continue
        if isinstance(shape, PairWeight) and shape.rounds[r]:
            pair = ((shape.a == a) & (shape.b == b)) | ((shape.a == b) & (shape.b == a))
            if (shape.same[pair] > 0).any():
                found.append(term.rule)
        elif isinstance(shape, SetCount) and _overfull(problem, shape, r, s, a, b):
            found.append(term.rule)
    return found + _unseated(problem, r, s, a, b)


def _overfull(problem: Problem, shape: SetCount, r: int, s: int, a: int, b: int) -> bool:
    return int(shape.weight[a] + shape.weight[b]) > _most(shape, r, s, allowed_sizes(problem)[r][s])


def _unseated(problem: Problem, r: int, s: int, a: int, b: int) -> list[str]:
    found = []
    for term in problem.terms:
        shape = term.shape
        if term.hard and isinstance(shape, AssignmentCost):
            here = (shape.round == r) & (shape.set == s) & ((shape.person == a) | (shape.person == b))
            if (shape.cost[here] > 0).any():
                found.append(term.rule)
    away = not seated(problem)[r, [a, b]].all()
    return found or (["absences"] if away else [])
