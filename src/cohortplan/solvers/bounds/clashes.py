"""Clashes of hard rules that counting shows at once, where a solver would search long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import HostLoad, Longs, PairCount, PairWeight, PersonMark, SetCount, VisitOption
from cohortplan.problem import AllowedSets, Problem, Term, open_choices, remembered
from cohortplan.solvers.bounds.cliques import cliques
from cohortplan.solvers.bounds.host_days import crowded_rounds, crowded_visits
from cohortplan.solvers.bounds.nowhere import Bars, nowhere
from cohortplan.solvers.bounds.pairs import impossible_pairs
from cohortplan.solvers.bounds.sizes import allowed_sizes, free_weights, headcounts


def relaxed(problem: Problem, rules: Collection[str]) -> Problem:
    """Return `problem` with only the hard terms of `rules`: every seat, and the options that these leave, are open."""
    axes = problem.axes
    terms = tuple(term for term in problem.terms if term.hard and term.rule in rules)
    seats = AllowedSets.barring(axes.attends, axes.sets)
    return Problem(axes, terms, seats, open_choices(axes, terms))


@remembered
def counted_clash(problem: Problem) -> tuple[str, ...]:
    """Return ids of hard rules that cannot be kept together, as counting shows; empty if it shows nothing.

    Looked for are visits without any option and people without any set; more people who must be apart than sets; sets
    that need more of a mark than all the people together bring, or hold less; fewer visits on offer than have to be
    made, by sets or by single people; hosts that are to be visited and never can be; pairs that must and cannot meet.
    """
    found = _counted(problem)
    for rule in found if len(found) > 1 else ():
        rest = tuple(other for other in found if other != rule)
        if _counted(relaxed(problem, rest)):
            found = rest
    return found


def _counted(problem: Problem) -> tuple[str, ...]:
    """Return rules of the first clash that is found; some of them may be spared."""
    heads = _heads(problem)
    found = nowhere(Bars.of(relaxed(problem, heads), problem, heads))
    if found:
        return found
    for term in problem.terms:
        for clash in CLASHES if term.hard else ():
            found = clash(problem, term)
            if found:
                return tuple(dict.fromkeys(found))
    return ()


def _heads(problem: Problem) -> tuple[str, ...]:
    """Rules that say how many members sets have."""
    counts = headcounts(problem)
    heads = (other.rule for other in problem.terms if any(other.shape is count for count in counts))
    return tuple(dict.fromkeys(heads))


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
    heads = _heads(problem)
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
    room = _room(shape.table)[shape.row[shape.row >= 0]]
    if (room < 0).any():
        return (term.rule,)
    if (room == UNLIMITED).any():
        return ()
    offered = int(room.sum())
    made = Counter(place.menu for place in problem.axes.visits)
    needed = sum(number for menu, number in made.items() if counted[_menu(problem, menu)].all())
    return (term.rule,) if needed > offered else ()


def too_few_places(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for fewer places, on all visits on offer with a mark, than people who need one."""
    shape = term.shape
    if not isinstance(shape, PersonMark) or not shape.row.size:
        return ()
    heads = _heads(problem)
    largest = max(
        (int(size.max(initial=0)) for row in allowed_sizes(relaxed(problem, heads)) for size in row), default=0
    )
    free = shape.table == 0
    need = np.append(np.where(free.any(axis=1), free.argmax(axis=1), shape.table.shape[1]), 0)
    made = Counter(place.menu for place in problem.axes.visits)
    menus = [(np.unique(shape.mark[_menu(problem, menu)]), number) for menu, number in made.items()]
    for m in np.flatnonzero(need[shape.row].any(axis=1)).tolist():
        wanted = int(need[shape.row[m]].sum())
        if wanted > largest * sum(number for marks, number in menus if m in marks):
            return (term.rule, *heads)
        options = np.flatnonzero(shape.mark == m)
        for other in problem.terms:
            if other.hard and isinstance(other.shape, HostLoad) and not other.shape.persons:
                offered = _offered(other.shape, options)
                if offered is not None and wanted > largest * offered:
                    return (term.rule, other.rule, *heads)
    return ()


def _menu(problem: Problem, menu: int) -> slice:
    """Return the options of a menu."""
    return slice(int(problem.axes.menu_start[menu]), int(problem.axes.menu_start[menu + 1]))


def _offered(shape: HostLoad, options: Longs) -> int | None:
    """Return how many visits by some options a host load allows at most; None if there is no limit."""
    mine = np.isin(shape.option, options) & (shape.weight > 0) & (shape.row[shape.bucket] >= 0)
    if not np.isin(options, shape.option[mine]).all():
        return None
    room = _room(shape.table)[shape.row[np.unique(shape.bucket[mine])]]
    return None if (room == UNLIMITED).any() else int(np.maximum(room, 0).sum())


def _room(table: npt.NDArray[np.int32]) -> Longs:
    """For each row of a table, the most that costs nothing: below 0 if nothing does, `UNLIMITED` if the last does.

    Rows are looked at once, not once for each of the buckets that share them: there may be tens of thousands.
    """
    free = table == 0
    last = free.shape[1] - 1 - free[:, ::-1].argmax(axis=1)
    return np.where(free[:, -1], UNLIMITED, np.where(free.any(axis=1), last, -1)).astype(np.int64)


def too_few_hosts(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for somebody whose visits are more than the marks of their options may be carried."""
    shape = term.shape
    if not isinstance(shape, PersonMark) or not shape.row.size:
        return ()
    most = np.append(np.maximum(_room(shape.table), 0), UNLIMITED)
    sure = _sure_visits(problem, shape.mark)
    people = np.concatenate([problem.axes.attends, shape.row], axis=0)
    for column in np.unique(people, axis=1).T[:SOME]:
        rounds = np.flatnonzero(column[: len(sure)])
        room = most[column[len(sure) :]]
        if not _dealt([marks for r in rounds for marks in sure[r]], room.tolist()):
            return (term.rule,)
    return ()


def _sure_visits(problem: Problem, mark: npt.NDArray[np.int32]) -> list[list[frozenset[int]]]:
    """For each round, the marks among which each visit chooses that every set makes; none is without a mark."""
    axes = problem.axes
    made: dict[tuple[int, int], set[int]] = {}
    for place in axes.visits:
        made.setdefault((place.round, place.menu), set()).add(place.set)
    sure: list[list[frozenset[int]]] = [[] for _ in axes.set_ids]
    for (r, menu), sets in made.items():
        marks = frozenset(mark[_menu(problem, menu)].tolist())
        if len(sets) == axes.sets[r] and -1 not in marks:
            sure[r].append(marks)
    return sure


def _dealt(visits: list[frozenset[int]], room: list[int]) -> bool:
    """Whether each visit can have one of its marks, none being carried more often than there is room."""
    carried: dict[int, list[int]] = {}

    def find(visit: int, tried: set[int]) -> bool:
        for mark in visits[visit] - tried:
            tried.add(mark)
            mine = carried.setdefault(mark, [])
            if len(mine) < room[mark]:
                mine.append(visit)
                return True
            for k, other in enumerate(mine):
                if find(other, tried):
                    mine[k] = visit
                    return True
        return False

    return all(find(visit, set()) for visit in range(len(visits)))


def never_visited(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for a bucket of options that has to be taken, though other rules bar each of them from every visit."""
    shape, axes = term.shape, problem.axes
    if not isinstance(shape, HostLoad) or not len(shape.row):
        return ()
    bars: dict[str, npt.NDArray[np.bool_]] = {}
    for other in problem.terms:
        if other.hard and isinstance(other.shape, VisitOption):
            barred = bars.setdefault(other.rule, np.zeros(len(axes.options), dtype=bool))
            priced = np.array([other.shape.row[v] for v in range(len(axes.visits))])
            if (priced >= 0).all():
                barred |= (other.shape.table[np.unique(priced)] > 0).all(axis=0)
    barred = np.logical_or.reduce([np.zeros(len(axes.options), dtype=bool), *bars.values()])
    for b in np.flatnonzero((shape.row >= 0) & (shape.table[shape.row, 0] > 0)).tolist():
        options = shape.option[(shape.bucket == b) & (shape.weight > 0)]
        if barred[options].all():
            return (term.rule, *(rule for rule, mine in bars.items() if mine[options].any()))
    return ()


def unmeetable(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for a pair that has to meet, and cannot in any round that counts contacts."""
    shape = term.shape
    if not isinstance(shape, PairCount) or not (shape.table[:, 0] > 0).any():
        return ()
    person = problem.axes.person
    for pair in impossible_pairs(problem):
        a, b = sorted((person[pair.a], person[pair.b]))
        row = int(shape.pairs.at(np.array([a], dtype=np.int32), np.array([b], dtype=np.int32))[0])
        if row >= 0 and shape.table[row, 0] > 0 and not shape.rounds[~_counts_contacts(problem)].any():
            return (term.rule, *pair.rule.split(", "))
    return ()


def _counts_contacts(problem: Problem) -> npt.NDArray[np.bool_]:
    return problem.axes.round_mask(problem.axes.scenario.contact_rounds)


def together_too_often(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for a pair that has to share a set in more rounds than it may."""
    shape, axes = term.shape, problem.axes
    if not isinstance(shape, PairCount):
        return ()
    dear = np.minimum.accumulate(shape.table[:, ::-1] > 0, axis=1)[:, ::-1]
    for other in problem.terms:
        if other.hard and isinstance(other.shape, PairWeight) and (other.shape.split > 0).any():
            bound = other.shape.split > 0
            a, b = np.minimum(other.shape.a, other.shape.b)[bound], np.maximum(other.shape.a, other.shape.b)[bound]
            rounds = axes.attends[shape.rounds & other.shape.rounds]
            times = np.minimum((rounds[:, a] & rounds[:, b]).sum(axis=0), shape.table.shape[1] - 1)
            row = shape.pairs.at(a, b)
            if (dear[row, times] & (row >= 0)).any():
                return (term.rule, other.rule)
    return ()


#: Only so many people who differ in when they take part and what holds for them are looked at, one by one.
SOME = 500
#: More than any table counts.
UNLIMITED = 2**31

CLASHES: tuple[Callable[[Problem, Term], tuple[str, ...]], ...] = (
    too_many_apart,
    unshareable,
    too_few_visits,
    too_few_places,
    too_few_hosts,
    never_visited,
    unmeetable,
    together_too_often,
    crowded_visits,
    crowded_rounds,
)
