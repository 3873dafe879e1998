"""People who are certain to share all their sets see the same hosts: one of them is priced for all."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints, Longs

#: Up to this number, distinct values are found by counting them all.
_COUNTED = 1 << 22


def merged(row: Ints, table: Longs, leader: Ints) -> tuple[Ints, Longs]:
    """Price leaders by what they and all who follow them cost, and their followers not at all.

    Parameters
    ----------
    row : int32 array (M, P)
        Table row of each mark and participant, -1 where not priced.
    table : int64 array (T, L)
    leader : int32 array (P,)
        Whom each participant follows; leaders follow themselves.

    Returns
    -------
    row, table
        The same, with rows that are sums of rows added to the table.
    """
    row = row.copy()
    follower = np.flatnonzero(leader != np.arange(len(leader)))
    follower = follower[np.argsort(leader[follower], kind="stable")]
    begin = np.flatnonzero(np.diff(leader[follower], prepend=-1))
    turn = np.arange(len(follower)) - np.repeat(begin, np.diff(np.append(begin, len(follower))))
    for k in range(int(turn.max(initial=-1)) + 1):
        who = follower[turn == k]
        mine, theirs = row[:, who], row[:, leader[who]]
        row[:, who] = -1
        both = (mine >= 0) & (theirs >= 0)
        sums = np.where(mine >= 0, mine, theirs)
        if both.any():
            pair = theirs[both].astype(np.int64) * len(table) + mine[both]
            different, number = _different(pair, len(table) ** 2)
            sums[both] = len(table) + number
            table = np.concatenate([table, table[different // len(table)] + table[different % len(table)]])
        row[:, leader[who]] = sums
    used, number = _different(row[row >= 0].astype(np.int64), len(table))
    row[row >= 0] = number
    return row, table[used]


def _different(values: Longs, limit: int) -> tuple[Longs, Longs]:
    """Return the distinct values, which are below `limit`, ascending, and which of them each is."""
    if limit > _COUNTED:
        different, number = np.unique(values, return_inverse=True)
        return different, number.ravel()
    different = np.flatnonzero(np.bincount(values, minlength=1))
    place = np.zeros(limit + 1, dtype=np.int64)
    place[different] = np.arange(len(different))
    return different, place[values]
