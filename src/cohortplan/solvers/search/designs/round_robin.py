"""The round robin: sets of two, everyone meets everyone once."""

from __future__ import annotations

import numpy as np

from cohortplan.solvers.search.designs.base import Design


def round_robin(groups: int, size: int, rounds: int) -> Design | None:
    """Pair seat n - 1 with r and seats r + i with r - i modulo n - 1 in round r (Kirkman 1847).

    Of two seats the sum decides in which round they meet: ``2r`` modulo the odd number n - 1.
    """
    if size != 2:
        return None
    turning = 2 * groups - 1
    round_, seat = np.ogrid[: min(rounds, turning), :turning]
    step = (seat - round_) % turning
    sets = np.minimum(step, turning - step)
    sets[step == 0] = 0
    last = np.zeros((len(sets), 1), dtype=np.int64)
    argument = "Two seats meet in the round that their sum decides: a round robin (Kirkman 1847)."
    return Design(np.hstack([sets, last]).astype(np.int32), argument)
