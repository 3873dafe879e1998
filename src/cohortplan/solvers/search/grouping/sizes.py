"""Which sizes the sets had best have."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Longs

_NEVER = -(1 << 60)


def draw_sizes(least: Longs, most: Longs, people: int, mean: float, rng: np.random.Generator) -> Longs:
    """Draw sizes that add up to `people` and would be best if each pair gained the same, `mean`.

    That is, with as many pairs within sets as the bounds allow if `mean` is positive, and as few if it is negative;
    among such sizes the choice is random. By dynamic programming over sets and people dealt.

    Parameters
    ----------
    least, most : int64 array (G,)
        Bounds of sizes; `people` is between their sums.
    """
    sign = int(np.sign(mean))
    value = np.full((len(least) + 1, people + 1), _NEVER)
    value[0, 0] = 0
    order = rng.permutation(len(least))
    for k, s in enumerate(order):
        for size in range(int(least[s]), min(int(most[s]), people) + 1):
            reached = value[k, : people + 1 - size] + sign * size * size
            np.maximum(value[k + 1, size:], reached, out=value[k + 1, size:])
    sizes = np.zeros(len(least), dtype=np.int64)
    left = people
    for k in range(len(order) - 1, -1, -1):
        s = order[k]
        options = np.arange(least[s], min(most[s], left) + 1)
        fitting = value[k, left - options] + sign * options**2 == value[k + 1, left]
        sizes[s] = rng.choice(options[fitting])
        left -= int(sizes[s])
    return sizes
