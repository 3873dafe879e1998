"""Difference tables: rounds for sets as large as a table has rows, as many as it has columns.

A table holds elements of a group with as many elements as there are sets. Person (row, x) sits in set ``x - entry`` of
the column's round. Two rows must not differ by the same element in two columns; then neither do two columns in two
rows, so the table may be turned on its side, and any row or column may be left out.
"""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Construction
from cohortplan.solvers.search.designs.catalogue import Table, tables


def difference_table(groups: int, size: int) -> Ints | None:
    """Use the table of the catalogue that gives most rounds."""
    found = [each for each in _both_ways(groups) if len(each.entries) >= size]
    if not found:
        return None
    table = max(found, key=lambda each: each.entries.shape[1])
    group = table.frame
    elements, entries = group.elements, group.elements[table.entries[:size]]
    # (rounds, size, groups): x - entry for every row of the table and every element x
    apart = elements[None, None, :, :] - entries.transpose(1, 0, 2)[:, :, None, :]
    return group.number(apart).reshape(table.entries.shape[1], size * groups)


def table_rounds(groups: int, size: int) -> int:
    """Return how many rounds the catalogue's tables give, 0 where there is none."""
    return max((each.entries.shape[1] for each in _both_ways(groups) if len(each.entries) >= size), default=0)


def _both_ways(groups: int) -> list[Table]:
    upright = [each for each in tables() if each.frame.order == groups]
    return upright + [Table(each.frame, np.ascontiguousarray(each.entries.T)) for each in upright]


DIFFERENCE_TABLE = Construction(
    "difference table",
    "In the table no two rows differ by the same element twice, so nobody sits with anybody twice; found by a search "
    "(Harvey & Winterer 2005, mutually orthogonal Latin rectangles).",
    difference_table,
)
