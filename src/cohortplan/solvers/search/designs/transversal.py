"""Transversal designs: s rows of g seats, every set takes one seat of each row."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.matrices import MATRICES, Matrix


def transversal(groups: int, size: int, rounds: int) -> Design | None:
    """Develop the difference matrix with most rows. Seat x of row b is seat ``b * groups + x``."""
    if not 2 <= size <= groups:
        return None
    best: Matrix | None = None
    for make in MATRICES:
        matrix = make(groups, size, rounds)
        if matrix is not None and (best is None or len(matrix.entries) > len(best.entries)):
            best = matrix
            if len(best.entries) >= rounds:
                break
    return None if best is None else _develop(best)


def filled_transversal(groups: int, size: int, rounds: int, inside: Callable[[int, int, int], Design]) -> Design | None:
    """Let seats of the same row, who have not met yet, meet in further rounds `inside` each row."""
    design = transversal(groups, size, rounds)
    if design is None or design.rounds >= rounds or groups % size:
        return design
    filling = inside(groups // size, size, rounds - design.rounds)
    rows = np.arange(size, dtype=np.int32)[None, :, None] * (groups // size)
    more = (rows + filling.seat[:, None, :]).reshape(filling.rounds, -1)
    argument = f"{design.argument} Seats of one row meet in the last rounds: {filling.argument}"
    return Design(np.vstack([design.seat, more]), argument)


def _develop(matrix: Matrix) -> Design:
    seat = np.moveaxis(matrix.plus[:, matrix.entries], 0, 2)
    return Design(np.ascontiguousarray(seat.reshape(len(seat), -1), dtype=np.int32), matrix.argument)
