"""From a problem to the arrays the kernels work on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.errors import Defect, InputError
from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    HostLoad,
    PairCount,
    PairWeight,
    PersonMark,
    Primitive,
    VisitPair,
)
from cohortplan.problem import Problem, Score
from cohortplan.solvers.search.layout import Free, Model, Seating
from cohortplan.solvers.search.pack_pairs import pack_pairs
from cohortplan.solvers.search.pack_people import pack_counts, pack_ranges, pack_seats, pack_spreads
from cohortplan.solvers.search.pack_visits import (
    most_visits,
    pack_links,
    pack_loads,
    pack_marks,
    pack_sums,
    pack_visits,
)
from cohortplan.solvers.search.rows import pointers

#: A hard term's price may be raised to this many times the lowest.
DEAREST = 128
_SPARE_BITS = 62
#: Sets may grow to this many times the size asked for, or to the whole cohort if that is less.
_GROWTH = 3


def split(cost: int, bits: int) -> Score:
    """Read a packed cost, or a change of cost, as hard and soft."""
    hard = (cost + (1 << (bits - 1))) >> bits
    return Score(hard, cost - (hard << bits))


def pack(problem: Problem, prices: Sequence[int] | None = None) -> Model:
    """Lay `problem` out for the kernels, with nobody sitting anywhere.

    Parameters
    ----------
    prices : sequence of int, optional
        What one unit of each term costs, 1 to `DEAREST`, if it is hard; those of soft terms are not looked at.
        1 each unless given: then packed costs are the score.

    Raises
    ------
    InputError
        If the weights are so large that costs do not fit 64 bits.
    """
    bits = _bits(problem)
    prices = [1] * len(problem.terms) if prices is None else prices
    terms = [(t.shape, price << bits if t.hard else t.weight) for t, price in zip(problem.terms, prices, strict=True)]
    axes = problem.axes
    seats = pack_seats(terms, axes)
    counts, counts_base = pack_counts(terms, axes)
    ranges, ranges_base = pack_ranges(terms, axes)
    spreads, spreads_base = pack_spreads(terms, axes)
    pairs, contacts, pairs_base = pack_pairs(terms, axes)
    marks, marks_base = pack_marks(terms, problem)
    sums, sums_base = pack_sums(terms, axes)
    loads, loads_base = pack_loads(terms, axes)
    hard_aside, soft_aside = (_never_meeting(problem, prices, hard=hard) for hard in (True, False))
    return Model(
        bits=bits,
        base=counts_base + ranges_base + spreads_base + pairs_base + marks_base + sums_base + loads_base,
        hard_aside=hard_aside,
        soft_aside=soft_aside,
        seating=_seating(problem),
        seats=seats,
        counts=counts,
        ranges=ranges,
        spreads=spreads,
        pairs=pairs,
        contacts=contacts,
        marks=marks,
        sums=sums,
        loads=loads,
        links=pack_links(terms, axes),
        visits=pack_visits(terms, problem),
        free=_free(problem),
    )


def _bits(problem: Problem) -> int:
    """Bits that hold any change of soft cost; checks that hard amounts fit the others."""
    met, axes, worst = _most_meetings(problem), problem.axes, [0, 0]
    for term in problem.terms:
        shape = term.shape
        most = _most_visited(shape, axes) if isinstance(shape, HostLoad | PersonMark) else _most(shape, met)
        worst[term.hard] += most if term.hard else term.weight * most
    bits = worst[0].bit_length() + 2
    if bits + (DEAREST * worst[1]).bit_length() > _SPARE_BITS:
        raise InputError([Defect("the weights are too large to be added up", "Divide all weights by a thousand")])
    return bits


def _never_meeting(problem: Problem, prices: Sequence[int], *, hard: bool) -> int:
    """What all pairs would cost that never meet."""
    total = 0
    for term, price in zip(problem.terms, prices, strict=True):
        if term.hard == hard and isinstance(term.shape, PairCount):
            pairs = term.shape.pairs
            never = int(pairs.census[:-1] @ term.shape.table[: pairs.width, 0].astype(np.int64))
            total += never * (price if hard else term.weight)
    return total


def _most_meetings(problem: Problem) -> int:
    """Return a number that no plan's meetings exceed: everyone in as large sets as there can be, in every round."""
    rounds, people, _ = problem.seats.shape
    return rounds * people * most_members(problem) // 2


def most_members(problem: Problem) -> int:
    """Return how many members the search lets a set have at most."""
    most = max(spec.most for each in problem.axes.scenario.rounds for spec in each.sets)
    return min(problem.axes.people_count, _GROWTH * most)


def _most(shape: Primitive, meetings: int) -> int:
    """Return a number no cost of `shape` exceeds, what is put aside not counted."""
    if isinstance(shape, AssignmentCost):
        return int(shape.cost.sum(dtype=np.int64))
    if isinstance(shape, PairWeight):
        return int(np.maximum(shape.same, shape.split).sum(dtype=np.int64)) * int(shape.rounds.sum())
    if isinstance(shape, PairCount):
        change = int(np.abs(shape.table - shape.table[:, :1]).max(initial=0))
        return change * min(meetings, int(shape.pairs.census[:-1].sum()))
    if isinstance(shape, VisitPair):
        return int(shape.table.max(initial=0)) * len(shape.a)
    return int(shape.table.max(initial=0)) * int((shape.row >= 0).sum())


def _most_visited(shape: HostLoad | PersonMark, axes: Axes) -> int:
    """Return a number no cost of `shape` exceeds: most buckets, and most of people's marks, stay empty."""
    if isinstance(shape, PersonMark):
        counted = axes.people_count * most_visits(axes)
    else:
        counted = len(axes.visits) * int(np.bincount(shape.option, minlength=1).max())
    row = shape.row[shape.row >= 0]
    return int(shape.table[row, 0].sum(dtype=np.int64)) + int(shape.table.max(initial=0)) * min(row.size, counted)


def _seating(problem: Problem) -> Seating:
    rounds, people, sets = problem.seats.shape
    return Seating(
        seat=np.full((rounds, people), -1, dtype=np.int64, order="F"),
        place=np.zeros((rounds, people), dtype=np.int64),
        members=np.zeros((rounds, sets, most_members(problem)), dtype=np.int64),
        size=np.zeros((rounds, sets), dtype=np.int64),
        menu=problem.seats.menu,
        menus=np.ascontiguousarray(problem.seats.menus),
    )


def _free(problem: Problem) -> Free:
    rounds, people = np.nonzero(problem.seats.width > 1)
    visits = [v for v, options in enumerate(problem.choices) if len(options) > 1]
    return Free(
        start=pointers(rounds, len(problem.axes.sets)).astype(np.int64),
        person=people.astype(np.int64),
        round=rounds.astype(np.int64),
        visit=np.array(visits, dtype=np.int64),
    )
