"""Sets of two: the round robin."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import SEATS, Construction


def round_robin(groups: int, size: int) -> Ints | None:
    """Pair everybody with everybody: one sits still, the others turn."""
    if size != 2:
        return None
    turning = 2 * groups - 1
    step = np.arange(turning)
    rounds = min(turning, max(1, SEATS // (2 * groups)))
    seat = np.empty((rounds, 2 * groups), dtype=np.int32)
    for r in range(rounds):
        distance = (step - r) % turning
        seat[r, :turning] = np.minimum(distance, turning - distance)
        seat[r, turning] = 0
    return seat


ROUND_ROBIN = Construction(
    "round robin",
    "Seated around a table with one in the middle, those who face each other are pairs; each turn brings new ones "
    "(Kirkman 1847; Lucas 1883).",
    round_robin,
)
