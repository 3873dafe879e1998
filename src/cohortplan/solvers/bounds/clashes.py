"""Clashes of hard rules that counting shows at once, where a solver would search long."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from cohortplan.primitives import HostLoad, PairWeight, SetCount
from cohortplan.problem import AllowedSets, Problem, Term
from cohortplan.solvers.bounds.cliques import cliques
from cohortplan.solvers.bounds.sizes import allowed_sizes, free_weights, headcounts


def relaxed(problem: Problem, rules: Collection[str]) -> Problem:
    """Return `problem` with only the hard terms of `rules`, and every seat and option open that others forbid."""
    axes = problem.axes
    terms = tuple(term for term in problem.terms if term.hard and term.rule in rules)
    seats = AllowedSets.barring(axes.attends, axes.sets)
    choices = tuple(np.array(axes.menu(v), dtype=np.int32) for v in range(len(axes.visits)))
    return Problem(axes, terms, seats, choices)


def counted_clash(problem: Problem) -> tuple[str, ...]:
    """Return ids of hard rules that cannot be kept together, as counting shows; empty if it shows nothing.

    Three pigeonholes are looked for: more people who must be apart than sets; sets that need more of a mark than
    all the people together bring, or hold less; fewer visits on offer than have to be made.
    """
    for term in problem.terms:
        for clash in CLASHES if term.hard else ():
            found = clash(problem, term)
            if found:
                return tuple(dict.fromkeys(found))
    return ()


def too_many_apart(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for a round with more people who must be apart from each other than sets."""
    shape, axes = term.shape, problem.axes
    if not isinstance(shape, PairWeight):
        return ()
    priced = shape.same > 0
    pairs = np.stack([shape.a[priced], shape.b[priced]], axis=1)
    for r in np.flatnonzero(shape.rounds).tolist():
        present = pairs[axes.attends[r, pairs].all(axis=1)]
        if any(len(clique) > axes.sets[r] for clique in cliques((a, b) for a, b in present.tolist())):
            return (term.rule,)
    return ()


def unshareable(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for a round whose sets need more of a mark than its people bring, or hold less."""
    shape = term.shape
    if not isinstance(shape, SetCount):
        return ()
    heads = [other.rule for other in problem.terms if any(other.shape is count for count in headcounts(problem))]
    free = relaxed(problem, heads)
    sizes, room = allowed_sizes(free), [free.seats.room(r, shape.weight) for r in range(len(free.axes.sets))]
    for r in range(len(sizes)):
        total = int(shape.weight[problem.axes.attends[r]].sum())
        allowed = [free_weights(shape, int(shape.row[r, s]), n, int(room[r][s])) for s, n in enumerate(sizes[r])]
        if any(not len(weights) for weights in allowed):
            return (term.rule, *heads)
        least, most = sum(int(w[0]) for w in allowed), sum(int(w[-1]) for w in allowed)
        if not least <= total <= most:
            return (term.rule,) if shape.table.shape[1] == 1 else (term.rule, *heads)
    return ()


def too_few_visits(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for fewer visits allowed, over all buckets of options, than have to be made."""
    shape = term.shape
    if not isinstance(shape, HostLoad) or shape.persons:
        return ()
    counted = np.zeros(len(problem.axes.options), dtype=bool)
    used = (shape.row[shape.bucket] >= 0) & (shape.weight > 0)
    counted[shape.option[used]] = True
    free = shape.table[shape.row[shape.row >= 0]] == 0
    if not free.any(axis=1).all():
        return (term.rule,)
    if free[:, -1].any():
        return ()
    offered = int((free * np.arange(free.shape[1])).max(axis=1).sum())
    needed = sum(bool(counted[list(problem.axes.menu(v))].all()) for v in range(len(problem.axes.visits)))
    return (term.rule,) if needed > offered else ()


CLASHES: tuple[Callable[[Problem, Term], tuple[str, ...]], ...] = (too_many_apart, unshareable, too_few_visits)
