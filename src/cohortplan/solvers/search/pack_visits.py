"""Pack what prices visits: visit options, host loads, person marks, person spreads, person sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import (
    Axes,
    Bools,
    HostLoad,
    Ints,
    PersonMark,
    PersonSpread,
    PersonSum,
    VisitOption,
    VisitPair,
)
from cohortplan.problem import Problem
from cohortplan.solvers.certain import bundles
from cohortplan.solvers.merge import merged
from cohortplan.solvers.search.ladders import ladders
from cohortplan.solvers.search.layout import Links, Loads, Longs, Marks, Sums, Visits
from cohortplan.solvers.search.pack_people import Priced
from cohortplan.solvers.search.rows import Tables, pointers, scaled, stacked

#: What a unit of a hard rule counts, in soft cost, where hosts are ordered by price.
HARD = 1_000_000


def pack_loads(terms: Sequence[Priced], axes: Axes) -> tuple[Loads, int]:
    """Number the buckets of all host loads through; return also what they cost while empty."""
    tables = Tables()
    option, bucket, weight = (np.zeros(0, dtype=np.int32) for _ in range(3))
    first, width, persons = (np.zeros(0, dtype=np.int32) for _ in range(3))
    base = 0
    for shape, factor in terms:
        if not isinstance(shape, HostLoad):
            continue
        priced = shape.row[shape.bucket] >= 0
        option = np.concatenate([option, shape.option[priced]])
        bucket = np.concatenate([bucket, shape.bucket[priced] + np.int32(len(first))])
        weight = np.concatenate([weight, shape.weight[priced]])
        first = np.concatenate([first, tables.add_rows(scaled(shape.table, factor), shape.row)])
        width = np.concatenate([width, np.full(len(shape.row), shape.table.shape[1], dtype=np.int32)])
        persons = np.concatenate([persons, np.full(len(shape.row), shape.persons, dtype=np.int32)])
        base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
    order = np.argsort(option, kind="stable")
    loads = Loads(
        start=pointers(option[order], len(axes.options)),
        bucket=bucket[order],
        weight=weight[order],
        persons=persons.astype(bool),
        first=first,
        width=width,
        table=tables.flat(),
        load=np.zeros(len(first), dtype=np.int64),
    )
    return loads, base


def pack_marks(terms: Sequence[Priced], problem: Problem) -> tuple[Marks, int]:
    """Number the marks of all person marks and person spreads through; return also what no visits cost."""
    tables = Tables()
    axes, leader = problem.axes, bundles(problem)
    people, longest = axes.people_count, most_visits(axes) + 1
    first: list[Ints] = []
    spread_first: list[Ints] = []
    spread: list[int] = []
    carried: list[Ints] = []
    base = 0
    for shape, factor in terms:
        if isinstance(shape, PersonMark):
            row, table = merged(shape.row, scaled(shape.table, factor, longest), leader)
            rows = tables.add_rows(table, row)
            base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
            used = np.asarray((row >= 0).any(axis=1))
            carried.append(_numbered(shape.mark, used, len(spread)))
            first.extend(rows[used])
            spread.extend([-1] * int(used.sum()))
        elif isinstance(shape, PersonSpread):
            marks = int(shape.mark.max(initial=-1)) + 1
            carried.append(_numbered(shape.mark, np.ones(marks, dtype=bool), len(spread)))
            first.extend([np.full(people, -1, dtype=np.int32)] * marks)
            spread.extend([len(spread_first)] * marks)
            row, table = merged(shape.row[None, :], scaled(shape.table, factor, marks + 1), leader)
            spread_first.append(tables.add_rows(table, row[0]))
            base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
    marks_of = stacked(carried, (len(axes.options),))
    option, term = np.nonzero(marks_of >= 0)
    packed = Marks(
        leads=leader == np.arange(people),
        start=pointers(option, len(axes.options)),
        mark=marks_of[option, term],
        first=stacked(first, (people,)),
        spread=np.array(spread, dtype=np.int32),
        spread_first=stacked(spread_first, (people,)),
        table=tables.flat(),
        count=np.zeros((people, len(first)), dtype=np.int32),
        distinct=np.zeros((people, len(spread_first)), dtype=np.int32),
        change=np.zeros(len(first), dtype=np.int32),
        spread_change=np.zeros(len(spread_first), dtype=np.int32),
        touched=np.zeros(len(first), dtype=np.int32),
    )
    return packed, base


def _numbered(mark: Ints, used: Bools, first: int) -> Ints:
    """Number the marks in use from `first` on, and give the options' marks by number, -1 for none: (O,)."""
    number = np.where(used, first + np.cumsum(used) - 1, -1)
    return np.append(number, -1)[mark].astype(np.int32)


def pack_sums(terms: Sequence[Priced], axes: Axes) -> tuple[Sums, int]:
    """Lay out all person sums; return also what no visits cost."""
    tables, weights = Tables(), Tables()
    start: list[Longs] = []
    first: list[Longs] = []
    last: list[int] = []
    base = 0
    for shape, factor in terms:
        if isinstance(shape, PersonSum):
            options = shape.weight.shape[1]
            start.append(np.where(shape.row >= 0, weights.add(shape.weight) + shape.kind * np.int64(options), -1))
            first.append(tables.add_rows(scaled(shape.table, factor), shape.row).astype(np.int64))
            last.append(shape.table.shape[1] - 1)
            base += int(shape.table[shape.row[shape.row >= 0], 0].sum(dtype=np.int64)) * factor
    people = axes.people_count
    packed = Sums(
        start=stacked(start, (people,), np.int64),
        weight=weights.flat().astype(np.int32),
        first=stacked(first, (people,), np.int64),
        last=np.array(last, dtype=np.int64),
        table=tables.flat(),
        total=np.zeros((people, len(last)), dtype=np.int64),
    )
    return packed, base


def pack_links(terms: Sequence[Priced], axes: Axes) -> Links:
    """List all visit pairs by each of their visits."""
    tables, spots = Tables(), Tables()
    rows: list[Longs] = [np.zeros((5, 0), dtype=np.int64)]
    for shape, factor in terms:
        if isinstance(shape, VisitPair):
            options, width = spots.add(shape.spot), len(shape.table)
            for mine, other, table in ((shape.a, shape.b, shape.table), (shape.b, shape.a, shape.table.T)):
                first = tables.add(scaled(table, factor))
                same = (np.full(len(mine), value) for value in (options, first, width))
                rows.append(np.stack([mine, other, *same]).astype(np.int64))
    listed = np.concatenate(rows, axis=1)
    # Rows that are whole in memory, for which kernels are on disk: what `[:, order]` gives would be compiled for anew.
    own, other, start, first, width = listed.take(np.argsort(listed[0], kind="stable"), axis=1)
    return Links(
        start=pointers(own, len(axes.visits)),
        other=other.astype(np.int32),
        spots=start,
        first=first,
        width=width,
        spot=spots.flat().astype(np.int32),
        table=tables.flat(),
    )


def most_visits(axes: Axes) -> int:
    """Most visits a participant can make."""
    visits = np.zeros((len(axes.set_ids), axes.widest), dtype=np.int32)
    for place in axes.visits:
        visits[place.round, place.set] += 1
    return int(visits.max(axis=1, initial=0).sum())


def pack_visits(terms: Sequence[Priced], problem: Problem) -> Visits:
    """Lay out visits, prices and menus; visits with the same options, or the same prices, share theirs."""
    axes = problem.axes
    row = np.array([place.round * axes.widest + place.set for place in axes.visits], dtype=np.int64)
    order = np.argsort(row, kind="stable")
    price_first, price = _prices([term for term in terms if isinstance(term[0], VisitOption)], axes)
    menus: dict[bytes, int] = {}
    menu = [menus.setdefault(options.tobytes(), len(menus)) for options in problem.choices]
    option = np.concatenate([np.zeros(0, np.int32), *(np.frombuffer(key, dtype=np.int32) for key in menus)])
    owner = np.repeat(np.arange(len(menus)), [len(key) // 4 for key in menus])
    host = axes.option_host[option]
    opens = np.flatnonzero(np.diff(owner, prepend=-1).astype(bool) | np.diff(host, prepend=-1).astype(bool))
    ladder, rungs = ladders(problem, HARD)
    return Visits(
        start=pointers(row[order], len(axes.set_ids) * axes.widest).astype(np.int64),
        visit=order.astype(np.int64),
        round=np.array([place.round for place in axes.visits], dtype=np.int64),
        set=np.array([place.set for place in axes.visits], dtype=np.int64),
        choice=np.full(len(axes.visits), -1, dtype=np.int64),
        price_first=price_first.astype(np.int64),
        price=price,
        host=axes.option_host.astype(np.int64),
        menu=np.array(menu, dtype=np.int64),
        menu_start=pointers(owner[opens], len(menus)).astype(np.int64),
        menu_host=host[opens].astype(np.int64),
        first=np.append(opens, len(option)).astype(np.int64),
        option=option.astype(np.int64),
        ladder=ladder,
        rungs=rungs,
    )


def _prices(terms: Sequence[Priced], axes: Axes) -> tuple[Ints, Longs]:
    """What each option of each visit costs: where the prices of a visit begin, less its first option."""
    tables = Tables()
    firsts: dict[tuple[int, ...], int] = {}
    price_first = np.zeros(len(axes.visits), dtype=np.int32)
    for v, place in enumerate(axes.visits):
        options = axes.menu(v)
        rows = [int(shape.row[v]) for shape, _ in terms if isinstance(shape, VisitOption)]
        key = (place.menu, *rows)
        if key not in firsts:
            price = np.zeros(len(options), dtype=np.int64)
            for (shape, factor), row in zip(terms, rows, strict=True):
                if isinstance(shape, VisitOption) and row >= 0:
                    price += scaled(shape.table[row, options.start : options.stop], factor)
            firsts[key] = tables.add(price)
        price_first[v] = firsts[key] - options.start
    return price_first, tables.flat()
