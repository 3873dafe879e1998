"""Starters: one round that a group moves to all others.

The points are k copies of a group of w elements, point ``c * w + x`` being the element x of copy c, and points that the
group leaves alone, from ``k * w`` on. Moving a round by an element h adds h to every element. If the differences of the
blocks of the rounds given are distinct for every two copies, nobody meets twice in all the rounds so made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs import catalogue
from cohortplan.solvers.search.designs.base import Design, seat_blocks
from cohortplan.solvers.search.designs.matrices import direct_product

Block = tuple[int, ...]


def develop(starters: Sequence[Sequence[Block]], plus: Ints, argument: str) -> Design:
    """Move each of the rounds by every element of the group, and keep of equal rounds one.

    Parameters
    ----------
    starters : sequence of rounds
        Each a list of blocks of points.
    plus : int32 array (w, w)
        The group's sums.
    argument : str
        Why no two points meet twice.
    """
    rounds: dict[frozenset[frozenset[int]], Ints] = {}
    points = np.array(starters[0]).size
    moves = _moves(plus, points)
    for blocks in starters:
        for moved in moves[:, np.array(blocks)]:
            rounds.setdefault(frozenset(frozenset(block) for block in moved.tolist()), moved)
    return Design(seat_blocks(np.array(list(rounds.values()))), argument)


def whole(block: Block, plus: Ints) -> list[Block]:
    """Return the round of all blocks to which the group moves one that takes a point from each copy."""
    return [tuple(int(p) for p in moved) for moved in _moves(plus, len(block) * len(plus))[:, np.array(block)]]


def started(groups: int, size: int, rounds: int) -> Design | None:
    """Develop a stored starter."""
    for starter in catalogue.STARTERS:
        if (starter.groups, starter.size) == (groups, size):
            plus = direct_product(starter.orders)
            given = [whole(blocks[0], plus) if len(blocks) == 1 else blocks for blocks in starter.rounds]
            group = " x ".join(f"Z_{order}" for order in starter.orders)
            argument = (
                f"A starter of {len(given)} rounds, found by search, that {group} moves: differences are distinct."
            )
            return develop(given, plus, argument).first(rounds)
    return None


def _moves(plus: Ints, points: int) -> Ints:
    """Return where each element of the group moves each point: int32 array (w, points)."""
    order = len(plus)
    everyone = np.arange(points, dtype=np.int32)
    copy, element = everyone // order, everyone % order
    moved = np.where(copy < points // order, copy * order + plus[:, element], everyone)
    return moved.astype(np.int32)
