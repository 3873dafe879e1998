"""Sets of four in which everybody meets everybody, by finite fields.

The design is R. C. Bose's, *On the construction of balanced incomplete block designs*, Annals of Eugenics 9, 1939; H.
Hanani, D. K. Ray-Chaudhuri and R. M. Wilson, *On resolvable designs*, Discrete Mathematics 3, 1972, show that rounds
exist for every number of people that leaves 4 when divided by 12.
"""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Construction
from cohortplan.solvers.search.designs.field import field
from cohortplan.solvers.search.designs.kirkman import translated


def fours(groups: int, size: int) -> Ints | None:
    """Seat ``3 q + 1`` people in fours, q a prime power that leaves 1 when divided by 4.

    The blocks ``{s, -s}`` in one copy of GF(q) with ``{a s, -a s}`` in the next, s the squares up to sign, hold every
    point and every difference once if neither a nor ``(1 + a) / (1 - a)`` is a square.
    """
    q = (4 * groups - 1) // 3
    finite = field(q) if size == 4 and groups % 3 == 1 and q % 4 == 1 else None
    if finite is None:
        return None
    squares = finite.powers[: (q - 1) // 2 : 2]
    odd = set(finite.powers[1::2].tolist())
    a = next(b for b in odd if (int(finite.plus[1, b]) in odd) != (int(finite.subtract(1, b)) in odd))
    blocks = [(3 * q, 0, q, 2 * q)]
    for copy in range(3):
        here, there = copy * q, (copy + 1) % 3 * q
        for s in squares:
            scaled = finite.times[a, s]
            blocks.append((here + s, here + finite.minus[s], there + scaled, there + finite.minus[scaled]))
    return translated(np.array(blocks, dtype=np.int32), finite, copies=3, points=3 * q + 1)


FOURS = Construction(
    "sets of four on three fields",
    "A base round of fours over three copies of a finite field, moved by every element, in which all differences are "
    "distinct (Bose 1939; Hanani, Ray-Chaudhuri & Wilson 1972).",
    fours,
)
