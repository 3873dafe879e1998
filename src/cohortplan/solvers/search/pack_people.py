"""Pack what prices the members of sets: assignment costs, set counts, set ranges, set spreads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import AssignmentCost, Axes, Ints, Primitive, SetCount, SetRange, SetSpread
from cohortplan.solvers.search.layout import Counts, Ranges, Seats, Spreads
from cohortplan.solvers.search.rows import Tables, pointers, scaled, stacked

#: A shape and what its cost is multiplied by.
Priced = tuple[Primitive, int]


def pack_seats(terms: Sequence[Priced], axes: Axes) -> Seats:
    """Sort the entries of all assignment costs by round and participant."""
    mine = [(shape, factor) for shape, factor in terms if isinstance(shape, AssignmentCost)]
    people = axes.people_count
    row = np.concatenate([np.zeros(0, np.int64), *(shape.round * people + shape.person for shape, _ in mine)])
    place = np.concatenate([np.zeros(0, np.int64), *(shape.set for shape, _ in mine)])
    cost = np.concatenate([np.zeros(0, np.int64), *(scaled(shape.cost, factor) for shape, factor in mine)])
    order = np.argsort(row, kind="stable")
    return Seats(pointers(row[order], len(axes.set_ids) * people), place[order].astype(np.int32), cost[order])


def pack_counts(terms: Sequence[Priced], axes: Axes) -> tuple[Counts, int]:
    """Stack all set counts; return also what they cost while all sets are empty."""
    mine = [(shape, factor) for shape, factor in terms if isinstance(shape, SetCount)]
    tables = Tables()
    rounds, sets = len(axes.set_ids), axes.widest
    owed = np.zeros((rounds, sets), dtype=np.int64)
    first: list[Ints] = []
    weight = np.zeros((len(mine), axes.people_count), dtype=np.int32)
    for k, (shape, factor) in enumerate(mine):
        _, sizes, totals = shape.table.shape
        start = tables.add(scaled(shape.table, factor))
        used = shape.row >= 0
        first.append(np.where(used, start + shape.row * (sizes * totals), -1).astype(np.int32))
        owed[used] += scaled(shape.table[shape.row[used], 0, 0], factor)
        weight[k] = shape.weight
    person, term = np.nonzero(weight.T)
    owing = np.flatnonzero(owed)
    spot = np.zeros(owed.size, dtype=np.int64)
    spot[owing] = np.arange(1, len(owing) + 1)
    listed = np.concatenate([[len(owing)], owing, np.zeros(owed.size - len(owing), dtype=np.int64)])
    counts = Counts(
        start=pointers(person, axes.people_count),
        term=term.astype(np.int32),
        weight=weight[term, person],
        sized=np.array([k for k, (shape, _) in enumerate(mine) if shape.table.shape[1] > 1], dtype=np.int32),
        first=stacked(first, (rounds, sets)),
        sizes=np.array([shape.table.shape[1] for shape, _ in mine], dtype=np.int32),
        totals=np.array([shape.table.shape[2] for shape, _ in mine], dtype=np.int32),
        table=tables.flat(),
        total=np.zeros((rounds, sets, len(mine)), dtype=np.int64),
        owed=owed,
        spot=spot.reshape(owed.shape),
        owing=listed,
    )
    return counts, int(owed.sum())


def pack_ranges(terms: Sequence[Priced], axes: Axes) -> tuple[Ranges, int]:
    """Stack all set ranges; return also what they cost while all sets are empty."""
    mine = [(shape, factor) for shape, factor in terms if isinstance(shape, SetRange)]
    tables = Tables()
    base = 0
    first: list[Ints] = []
    for shape, factor in mine:
        first.append(tables.add_rows(scaled(shape.table, factor), shape.row))
        base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
    rounds, sets = len(axes.set_ids), axes.widest
    ranges = Ranges(
        weight=stacked([shape.weight for shape, _ in mine], (axes.people_count,)),
        sets=axes.sets,
        first=stacked(first, (rounds,)),
        last=np.array([shape.table.shape[1] - 1 for shape, _ in mine], dtype=np.int32),
        table=tables.flat(),
        total=np.zeros((rounds, sets, len(mine)), dtype=np.int64),
    )
    return ranges, base


def pack_spreads(terms: Sequence[Priced], axes: Axes) -> tuple[Spreads, int]:
    """Stack all set spreads; return also what they cost while all sets are empty."""
    mine = [(shape, factor) for shape, factor in terms if isinstance(shape, SetSpread)]
    tables = Tables()
    base = 0
    values = 0
    first: list[Ints] = []
    value = np.full((len(mine), axes.people_count), -1, dtype=np.int32)
    for k, (shape, factor) in enumerate(mine):
        first.append(tables.add_rows(scaled(shape.table, factor), shape.row))
        base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
        value[k] = np.where(shape.value_of >= 0, values + shape.value_of, -1)
        values += int(shape.value_of.max(initial=-1)) + 1
    person, term = np.nonzero(value.T >= 0)
    rounds, sets = len(axes.set_ids), axes.widest
    spreads = Spreads(
        start=pointers(person, axes.people_count),
        term=term.astype(np.int32),
        value=value[term, person],
        first=stacked(first, (rounds, sets)),
        table=tables.flat(),
        seen=np.zeros((rounds, sets, values), dtype=np.int32),
        distinct=np.zeros((rounds, sets, len(mine)), dtype=np.int32),
    )
    return spreads, base
