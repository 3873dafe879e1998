"""Pack what prices two people meeting: pair counts, pair weights, person contacts.

Shapes that count the same rounds form a layer. In a layer the cost of a pair depends on nothing but the number of
meetings: a pair weight is a table that rises by ``same - split`` a meeting. Pairs with equal tables form a class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from cohortplan.primitives import Axes, Bools, Ints, PairCount, PairRows, PairWeight, PersonContacts
from cohortplan.solvers.search.layout import Contacts, Longs, Pairs
from cohortplan.solvers.search.pack_people import Priced
from cohortplan.solvers.search.rows import Tables, grouped, pointers, scaled, stacked

PairShape = PairCount | PairWeight | PersonContacts
PricedPair = tuple[PairShape, int]

#: Among more people than this codes are worked out, unless people make more exceptions than that on average.
MOST_PEOPLE, MOST_OTHERS = 800, 100


class Layer(NamedTuple):
    """The classes of pairs in one layer.

    Attributes
    ----------
    shapes : list of shapes with factors
    classes : PairRows
        Class of each pair.
    rows : int32 array (classes, shapes)
        Table row of a class in each shape; a pair weight has none.
    weight : int64 array (classes,)
        What one meeting costs by the pair weights.
    """

    shapes: list[PricedPair]
    classes: PairRows
    rows: Ints
    weight: Longs


def pack_pairs(terms: Sequence[Priced], axes: Axes) -> tuple[Pairs, Contacts, int]:
    """Stack all shapes over pairs; return also what they cost while nobody meets, pair counts left aside."""
    by_rounds: dict[bytes, list[PricedPair]] = {}
    for shape, factor in terms:
        if isinstance(shape, PairCount | PairWeight | PersonContacts):
            by_rounds.setdefault(shape.rounds.tobytes(), []).append((shape, factor))
    layers = [_layer(shapes, axes.people_count) for shapes in by_rounds.values()]
    rounds = len(axes.set_ids)
    width = rounds.bit_length()
    offsets = np.cumsum([0, *(len(layer.weight) for layer in layers)])
    steps, base = list[Longs](), 0
    for layer in layers:
        table = _meeting_costs(layer, 1 << width)
        base += _split_costs(layer.shapes, axes)
        steps.append(np.diff(table, axis=1, append=table[:, -1:]).ravel())
    start, layer_of = grouped([[i for i, mask in enumerate(by_rounds) if mask[r]] for r in range(rounds)])
    pairs = Pairs(
        start=start,
        layer=layer_of,
        width=width,
        **_codes(layers, offsets, width, axes.people_count),
        counted=_masks(list(by_rounds), rounds),
        step=np.concatenate([*steps, np.zeros(1, dtype=np.int64)]),
    )
    contacts, contacts_base = _pack_contacts(layers, offsets, axes.people_count)
    return pairs, contacts, base + contacts_base


def _masks(masks: Sequence[bytes], rounds: int) -> Bools:
    return np.array([np.frombuffer(mask, dtype=bool) for mask in masks], dtype=bool).reshape(len(masks), rounds)


def _codes(layers: Sequence[Layer], offsets: Longs, width: int, people: int) -> dict[str, Any]:
    """Codes of all pairs, or what they are worked out from; arrays that are not needed are empty."""
    classes = [layer.classes for layer in layers]
    count = len(classes)
    if people <= MOST_PEOPLE or any(len(each.a) > MOST_OTHERS * people for each in classes):
        squares = [(each.square + offset) << width for each, offset in zip(classes, offsets, strict=False)]
        code = np.array(squares, dtype=np.int32).reshape(count, people, people)
        none = np.zeros((count, 0), dtype=np.int32)
        return {"code": code, "group": none, "base": none[:, :, None], **_others([], 0)}
    groups = max((len(each.base) for each in classes), default=0)
    base = np.zeros((count, groups, groups), dtype=np.int32)
    entries = []
    for k, (each, offset) in enumerate(zip(classes, offsets.tolist(), strict=False)):
        base[k, : len(each.base), : len(each.base)] = (each.base + offset) << width
        shifted = (each.row + offset) << width
        entries += [(k * people + one, other, shifted) for one, other in ((each.a, each.b), (each.b, each.a))]
    group = np.array([each.group for each in classes], dtype=np.int32).reshape(count, people)
    return {"code": np.zeros((count, 0, 0), np.int32), "group": group, "base": base, **_others(entries, count * people)}


def _others(entries: Sequence[tuple[Ints, Ints, Ints]], count: int) -> dict[str, Any]:
    """Lay exceptions out by row."""
    nothing = np.zeros(0, dtype=np.int32)
    row, other, base = (np.concatenate([nothing, *(entry[k] for entry in entries)]) for k in range(3))
    order = np.argsort(row, kind="stable")
    bits = np.zeros(count, dtype=np.int64)
    np.bitwise_or.at(bits, row, np.int64(1) << (other & 63).astype(np.int64))
    start = pointers(row[order], count)
    return {"other_start": start, "other": other[order], "other_base": base[order], "filter": bits}


def _layer(shapes: list[PricedPair], people: int) -> Layer:
    """Find the classes: first what tells groups of people apart, then the exceptions of any of the shapes."""
    tables = [shape.pairs for shape, _ in shapes if not isinstance(shape, PairWeight)]
    groups = np.stack([np.zeros(people, dtype=np.int32), *(table.group for table in tables)])
    kinds, group = np.unique(groups, axis=1, return_inverse=True)
    a, b, weight = _exceptions(shapes, tables, people)
    count = kinds.shape[1]
    columns = np.zeros((len(tables) + 1, count * count + len(a)), dtype=np.int64)
    for column, table, kind in zip(columns, tables, kinds[1:], strict=False):
        column[: count * count] = table.base[np.ix_(kind, kind)].ravel()
        column[count * count :] = table.at(a, b)
    columns[-1, count * count :] = weight
    index = np.zeros(columns.shape[1], dtype=np.int64)
    for column in columns:
        _, values = np.unique(column, return_inverse=True)
        _, index = np.unique(index * (values.max() + 1) + values, return_inverse=True)
    _, example = np.unique(index, return_index=True)
    base = index[: count * count].reshape(count, count)
    classes = PairRows.of(group.ravel(), base, (a, b), index[count * count :].astype(np.int32))
    rows = np.full((len(example), len(shapes)), -1, dtype=np.int32)
    priced = [k for k, (shape, _) in enumerate(shapes) if not isinstance(shape, PairWeight)]
    rows[:, priced] = columns[:-1, example].T
    return Layer(shapes, classes, rows, columns[-1, example])


def _exceptions(shapes: Sequence[PricedPair], tables: Sequence[PairRows], people: int) -> tuple[Ints, Ints, Longs]:
    """All pairs that some table calls an exception or some weight prices, and the sum of their weights."""
    weights = [(shape, factor) for shape, factor in shapes if isinstance(shape, PairWeight)]
    keys = [np.zeros(0, dtype=np.int64), *(table.a.astype(np.int64) * people + table.b for table in tables)]
    extra = [np.zeros(sum(map(len, keys)), dtype=np.int64)]
    for shape, factor in weights:
        low, high = np.minimum(shape.a, shape.b).astype(np.int64), np.maximum(shape.a, shape.b)
        keys.append(low * people + high)
        extra.append(scaled(shape.same, factor) - scaled(shape.split, factor))
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    weight = np.zeros(len(found), dtype=np.int64)
    np.add.at(weight, place, np.concatenate(extra))
    return (found // people).astype(np.int32), (found % people).astype(np.int32), weight


def _meeting_costs(layer: Layer, columns: int) -> Longs:
    """Cost of a pair of each class by number of meetings: int64 array (classes, columns)."""
    table = layer.weight[:, None] * np.arange(columns)
    for k, (shape, factor) in enumerate(layer.shapes):
        if isinstance(shape, PairCount):
            row = layer.rows[:, k]
            wide = scaled(shape.table, factor, columns)[:, :columns]
            table[row >= 0] += wide[row[row >= 0]]
    return table


def _split_costs(shapes: Sequence[PricedPair], axes: Axes) -> int:
    """What the pair weights would cost if no pair ever shared a set."""
    cost = 0
    for shape, factor in shapes:
        if isinstance(shape, PairWeight) and shape.split.any():
            attends = axes.attends[shape.rounds]
            both = (attends[:, shape.a] & attends[:, shape.b]).sum(axis=0)
            cost += int((both * shape.split.astype(np.int64)).sum()) * factor
    return cost


def _pack_contacts(layers: Sequence[Layer], offsets: Longs, people: int) -> tuple[Contacts, int]:
    """Stack all person contacts, in the order of the layers; return also what they cost while nobody meets."""
    tables = Tables()
    first: list[Ints] = []
    base = 0
    members: list[list[int]] = []
    counts: list[Bools] = []
    for layer, offset in zip(layers, offsets.tolist(), strict=False):
        members.append([])
        for k, (shape, factor) in enumerate(layer.shapes):
            if isinstance(shape, PersonContacts):
                members[-1].append(len(first))
                first.append(tables.add_rows(scaled(shape.table, factor, people + 1), shape.row))
                base += int(shape.table[shape.row[shape.row >= 0], 0].sum()) * factor
                counts.append(np.zeros(int(offsets[-1]), dtype=bool))
                counts[-1][offset : offset + len(layer.rows)] = layer.rows[:, k] >= 0
    start, term = grouped(members)
    contacts = Contacts(
        start=start,
        term=term,
        counted=np.array(counts, dtype=bool).reshape(len(first), int(offsets[-1])),
        first=np.ascontiguousarray(stacked(first, (people,)).T),
        table=tables.flat(),
        met=np.zeros((len(first), people), dtype=np.int32),
    )
    return contacts, base
