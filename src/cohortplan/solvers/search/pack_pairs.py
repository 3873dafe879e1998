"""Pack what prices two people meeting: pair counts, pair weights, person contacts.

Shapes that count the same rounds form a layer. In a layer the cost of a pair depends on nothing but the number of
meetings: a pair weight is a table that rises by ``same - split`` a meeting. Pairs with equal tables form a class.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import Axes, Bools, Ints, PairCount, PairWeight, PersonContacts
from cohortplan.solvers.search.layout import Contacts, Longs, Pairs
from cohortplan.solvers.search.pack_people import Priced
from cohortplan.solvers.search.rows import Tables, grouped, scaled, stacked

PairShape = PairCount | PairWeight | PersonContacts
PricedPair = tuple[PairShape, int]


def pack_pairs(terms: Sequence[Priced], axes: Axes) -> tuple[Pairs, Contacts, int]:
    """Stack all shapes over pairs; return also what they cost while nobody meets."""
    layers: dict[bytes, list[PricedPair]] = {}
    for shape, factor in terms:
        if isinstance(shape, PairCount | PairWeight | PersonContacts):
            layers.setdefault(shape.rounds.tobytes(), []).append((shape, factor))
    rounds, people = len(axes.set_ids), axes.people_count
    width = rounds.bit_length()
    code = np.zeros((len(layers), people, people), dtype=np.int32)
    steps: list[Longs] = []
    base, classes = 0, 0
    counted: list[tuple[int, Bools]] = []
    for index, shapes in enumerate(layers.values()):
        layer, examples = _classes(shapes, people)
        table = _meeting_costs(shapes, examples, people, 1 << width)
        base += int(np.triu(table[:, 0][layer], 1).sum()) + _split_costs(shapes, axes)
        code[index] = (layer + classes) << width
        steps.append(np.diff(table, axis=1, append=table[:, -1:]).ravel())
        for shape, _ in shapes:
            if isinstance(shape, PersonContacts):
                counted.append((classes, shape.counts.ravel()[examples]))
        classes += len(examples)
    start, layer_of = grouped([[i for i, mask in enumerate(layers) if mask[r]] for r in range(rounds)])
    pairs = Pairs(start, layer_of, width, code, np.concatenate([*steps, np.zeros(1, dtype=np.int64)]))
    contacts, contacts_base = _pack_contacts(list(layers.values()), counted, classes, people)
    return pairs, contacts, base + contacts_base


def _classes(shapes: Sequence[PricedPair], people: int) -> tuple[Ints, Ints]:
    """Class of each pair, int array (P, P), and one pair of each class as a flat index."""
    layer = np.zeros(people * people, dtype=np.int64)
    for column in _columns(shapes, people):
        _, values = np.unique(column, return_inverse=True)
        _, layer = np.unique(layer * (values.max() + 1) + values, return_inverse=True)
    _, examples = np.unique(layer, return_index=True)
    return layer.reshape(people, people).astype(np.int32), examples.astype(np.int32)


def _columns(shapes: Sequence[PricedPair], people: int) -> list[Longs]:
    """All that tells pairs apart, each column flat over pairs."""
    columns: list[Longs] = []
    for shape, _ in shapes:
        if isinstance(shape, PairCount):
            columns.append(shape.row.ravel().astype(np.int64))
        elif isinstance(shape, PersonContacts):
            columns.append(shape.counts.ravel().astype(np.int64))
    columns.append(_weights(shapes, people))
    return columns


def _weights(shapes: Sequence[PricedPair], people: int) -> Longs:
    """What one meeting of each pair costs by the pair weights: flat over pairs."""
    weight = np.zeros((people, people), dtype=np.int64)
    for shape, factor in shapes:
        if isinstance(shape, PairWeight):
            extra = scaled(shape.same, factor) - scaled(shape.split, factor)
            np.add.at(weight, (shape.a, shape.b), extra)
            np.add.at(weight, (shape.b, shape.a), extra)
    return weight.ravel()


def _meeting_costs(shapes: Sequence[PricedPair], examples: Ints, people: int, columns: int) -> Longs:
    """Cost of a pair of each class by number of meetings: int64 array (classes, columns)."""
    table = _weights(shapes, people)[examples][:, None] * np.arange(columns)
    for shape, factor in shapes:
        if isinstance(shape, PairCount):
            row = shape.row.ravel()[examples]
            wide = scaled(shape.table, factor, columns)[:, :columns]
            table[row >= 0] += wide[row[row >= 0]]
    return table


def _split_costs(shapes: Sequence[PricedPair], axes: Axes) -> int:
    """What the pair weights would cost if no pair ever shared a set."""
    cost = 0
    for shape, factor in shapes:
        if isinstance(shape, PairWeight):
            attends = axes.attends[shape.rounds]
            both = (attends[:, shape.a] & attends[:, shape.b]).sum(axis=0)
            cost += int((both * shape.split.astype(np.int64)).sum()) * factor
    return cost


def _pack_contacts(
    layers: Sequence[Sequence[PricedPair]], counted: Sequence[tuple[int, Bools]], classes: int, people: int
) -> tuple[Contacts, int]:
    """Stack all person contacts, in the order of the layers; return also what they cost while nobody meets."""
    tables = Tables()
    first: list[Ints] = []
    base = 0
    members: list[list[int]] = []
    for shapes in layers:
        mine = [(shape, factor) for shape, factor in shapes if isinstance(shape, PersonContacts)]
        members.append(list(range(len(first), len(first) + len(mine))))
        for shape, factor in mine:
            first.append(tables.add_rows(scaled(shape.table, factor, people + 1), shape.row))
            base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
    start, term = grouped(members)
    counts = np.zeros((len(first), classes), dtype=bool)
    for k, (offset, of_classes) in enumerate(counted):
        counts[k, offset : offset + len(of_classes)] = of_classes
    contacts = Contacts(
        start=start,
        term=term,
        counted=counts,
        first=np.ascontiguousarray(stacked(first, (people,)).T),
        table=tables.flat(),
        met=np.zeros((len(first), people), dtype=np.int32),
    )
    return contacts, base
