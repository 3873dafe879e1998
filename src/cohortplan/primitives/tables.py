"""How the cost shapes read their tables."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives.axes import Ints


def look_up(table: Ints, row: Ints, amount: Ints) -> int:
    """Sum ``table[row, amount]`` where ``row >= 0``, the amount clipped to the table's width."""
    used = row >= 0
    return int(table[row[used], np.minimum(amount[used], table.shape[1] - 1)].sum())
