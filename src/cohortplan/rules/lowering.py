"""Helpers by which rules make primitives; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from cohortplan.model.rounds import SetSpec
from cohortplan.primitives import Axes, Ints, SetCount

#: Up to this many participants a table covers every size; beyond, up to four times the largest set.
SMALL = 200


def price_sets(
    axes: Axes,
    rounds: Iterable[str],
    cost: Callable[[SetSpec, int, int], int],
    weight: Sequence[int] | None = None,
    *,
    by_size: bool = False,
) -> SetCount:
    """Make a set count over `rounds`.

    Parameters
    ----------
    rounds : iterable of str
        Round ids.
    cost : callable
        ``cost(spec, size, total)``: price of a set; `size` is 0 unless `by_size`.
    weight : sequence of int, optional
        Weight of each participant, P of them; 1 each unless given.
    by_size : bool
        Whether the price depends on the number of members too.
    """
    weights = np.ones(axes.people_count, dtype=np.int32) if weight is None else np.array(weight, dtype=np.int32)
    specs = [spec for each in axes.scenario.rounds for spec in each.sets]
    largest = axes.people_count
    if largest > SMALL:
        largest = min(largest, 4 * max(spec.most for spec in specs))
    heaviest = int(np.sort(weights)[-largest:].sum())
    row = np.full((len(axes.set_ids), axes.widest), -1, dtype=np.int32)
    tables: dict[tuple[int, int], int] = {}
    rows: list[list[list[int]]] = []
    for round_id in rounds:
        r = axes.round[round_id]
        for s, spec in enumerate(axes.scenario.rounds[r].sets):
            key = (spec.least, spec.most)
            if key not in tables:
                tables[key] = len(rows)
                sizes = range(largest + 1) if by_size else range(1)
                rows.append([[cost(spec, size, total) for total in range(heaviest + 1)] for size in sizes])
            row[r, s] = tables[key]
    if not rows:
        rows.append([[0]])
    return SetCount(weights, np.array(rows, dtype=np.int32), row)


def ints(values: Iterable[int]) -> Ints:
    """Make an int32 vector."""
    return np.array(list(values), dtype=np.int32)
