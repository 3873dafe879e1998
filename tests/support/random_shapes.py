"""Cost shapes with random tables, in which every case comes up: clipped amounts, rows not priced, pairs given twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    Bools,
    HostLoad,
    Ints,
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
)

Rng = np.random.Generator

ROWS, VALUES = 3, 4


def _some(rng: Rng, below: int, *shape: int) -> Ints:
    """Draw whole numbers from 0."""
    return rng.integers(0, below, shape, dtype=np.int32)


def _rows(rng: Rng, *shape: int) -> Ints:
    """Draw table rows, -1 for not priced."""
    return _some(rng, ROWS + 1, *shape) - 1


def _rounds(rng: Rng, axes: Axes) -> Bools:
    return rng.random(len(axes.set_ids)) < 0.7


def _pair_rows(rng: Rng, axes: Axes) -> PairRows:
    """Draw rows of pairs: half the time each pair its own, else by a few groups of people, and some exceptions."""
    people = axes.people_count
    groups = people if rng.integers(2) else 3
    base = _rows(rng, groups, groups)
    base = np.triu(base) + np.triu(base, 1).T
    a, b = np.triu_indices(people, 1)
    chosen = rng.permutation(len(a))[:5]
    pairs = b[chosen].astype(np.int32), a[chosen].astype(np.int32)
    group = np.arange(people) if groups == people else rng.integers(groups, size=people)
    return PairRows.of(group, base, pairs, _rows(rng, 5))


def _pair_weight(rng: Rng, axes: Axes) -> Primitive:
    a = _some(rng, axes.people_count - 1, 12)
    b = np.minimum(a + 1 + _some(rng, axes.people_count - 1, 12), axes.people_count - 1).astype(np.int32)
    return PairWeight(a, b, _some(rng, 9, 12), _some(rng, 9, 12), _rounds(rng, axes))


def _host_load(rng: Rng, axes: Axes) -> Primitive:
    size, buckets = 3 * len(axes.options), 6
    option, bucket, weight = _some(rng, len(axes.options), size), _some(rng, buckets, size), _some(rng, 3, size)
    return HostLoad(option, bucket, weight, _rows(rng, buckets), _some(rng, 9, ROWS, 9), persons=bool(rng.integers(2)))


def _assignment_cost(rng: Rng, axes: Axes) -> Primitive:
    seats = _some(rng, len(axes.set_ids), 20), _some(rng, axes.people_count, 20), _some(rng, axes.widest, 20)
    return AssignmentCost(*seats, _some(rng, 9, 20))


def _set_count(rng: Rng, axes: Axes) -> Primitive:
    table = _some(rng, 9, ROWS, int(rng.choice([1, 4])), 6)
    return SetCount(_some(rng, 4, axes.people_count), table, _rows(rng, len(axes.set_ids), axes.widest))


def _pair_count(rng: Rng, axes: Axes) -> Primitive:
    return PairCount(_pair_rows(rng, axes), _some(rng, 9, ROWS, len(axes.set_ids) + 1), _rounds(rng, axes))


def _person_contacts(rng: Rng, axes: Axes) -> Primitive:
    people = axes.people_count
    table = _some(rng, 9, ROWS, people + 1)
    return PersonContacts(_pair_rows(rng, axes), _rows(rng, people), table, _rounds(rng, axes))


def _visit_pair(rng: Rng, axes: Axes) -> Primitive:
    first, second = np.triu_indices(len(axes.visits), 1)
    kept = rng.random(len(first)) < 0.6
    spot = _some(rng, VALUES + 1, len(axes.options)) - 1
    return VisitPair(first[kept].astype(np.int32), second[kept].astype(np.int32), spot, _some(rng, 9, VALUES, VALUES))


#: How to draw a shape of each kind for given axes.
RANDOM_SHAPES: Mapping[type, Callable[[Rng, Axes], Primitive]] = {
    AssignmentCost: _assignment_cost,
    SetCount: _set_count,
    SetRange: lambda rng, axes: SetRange(
        _some(rng, 4, axes.people_count), _some(rng, 9, ROWS, 6), _rows(rng, len(axes.set_ids))
    ),
    SetSpread: lambda rng, axes: SetSpread(
        _some(rng, VALUES + 1, axes.people_count) - 1,
        _some(rng, 9, ROWS, VALUES + 1),
        _rows(rng, len(axes.set_ids), axes.widest),
    ),
    PairWeight: _pair_weight,
    PairCount: _pair_count,
    PersonContacts: _person_contacts,
    VisitOption: lambda rng, axes: VisitOption(_rows(rng, len(axes.visits)), _some(rng, 9, ROWS, len(axes.options))),
    VisitPair: _visit_pair,
    HostLoad: _host_load,
    PersonMark: lambda rng, axes: PersonMark(
        _some(rng, VALUES + 1, len(axes.options)) - 1, _rows(rng, VALUES, axes.people_count), _some(rng, 9, ROWS, 4)
    ),
    PersonSpread: lambda rng, axes: PersonSpread(
        _some(rng, VALUES + 1, len(axes.options)) - 1, _rows(rng, axes.people_count), _some(rng, 9, ROWS, VALUES + 1)
    ),
    PersonSum: lambda rng, axes: PersonSum(
        _some(rng, VALUES, axes.people_count),
        _some(rng, 4, VALUES, len(axes.options)),
        _rows(rng, axes.people_count),
        _some(rng, 9, ROWS, 7),
    ),
}
