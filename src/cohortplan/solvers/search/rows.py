"""Helpers for flat arrays: row pointers, tables laid end to end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Ints
from cohortplan.solvers.search.layout import Longs


class Tables:
    """Cost tables laid end to end; equal tables are not told apart, nor do they need to be."""

    def __init__(self) -> None:
        self._blocks: list[Longs] = []
        self._length = 0

    def add(self, block: Longs) -> int:
        """Append `block`, row by row; return where it begins."""
        first = self._length
        self._blocks.append(np.ascontiguousarray(block, dtype=np.int64).ravel())
        self._length += block.size
        return first

    def add_rows(self, block: Longs, row: Ints) -> Ints:
        """Append a two-dimensional `block`; return where each of the rows named in `row` begins, -1 for -1."""
        first = self.add(block)
        return np.where(row >= 0, first + row * block.shape[1], -1).astype(np.int32)

    def flat(self) -> Longs:
        """Return everything appended, at least one entry long."""
        return np.concatenate([*self._blocks, np.zeros(1, dtype=np.int64)])


def scaled(table: Ints, factor: int, columns: int | None = None) -> Longs:
    """Multiply a table by `factor`; lengthen its rows, repeating the last entry, to `columns`."""
    wide = table.astype(np.int64) * factor
    if columns is None or columns <= wide.shape[-1]:
        return wide
    return np.concatenate([wide, np.repeat(wide[..., -1:], columns - wide.shape[-1], axis=-1)], axis=-1)


def pointers(rows: npt.NDArray[Any], count: int) -> Ints:
    """Row pointers of entries sorted by row: int32 array (count + 1,)."""
    return np.searchsorted(rows, np.arange(count + 1)).astype(np.int32)


def grouped(lists: Sequence[Iterable[int]]) -> tuple[Ints, Ints]:
    """Row pointers and entries of a list of lists."""
    start = np.cumsum([0, *(len(list(each)) for each in lists)])
    flat = [item for each in lists for item in each]
    return start.astype(np.int32), np.array(flat, dtype=np.int32)


def stacked(blocks: Sequence[npt.NDArray[Any]], shape: tuple[int, ...], kind: Any = np.int32) -> npt.NDArray[Any]:
    """Stack arrays of one `shape` along a new last axis, contiguous even if there are none."""
    if not blocks:
        return np.zeros((*shape, 0), dtype=kind)
    return np.ascontiguousarray(np.stack(blocks, axis=-1), dtype=kind)
