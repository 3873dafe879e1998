"""Sets of three in which everybody meets everybody: Kirkman's schoolgirls, by finite fields.

D. K. Ray-Chaudhuri and R. M. Wilson, *Solution of Kirkman's schoolgirl problem*, Proc. Symp. Pure Math. 19, 1971.
"""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Construction, seated
from cohortplan.solvers.search.designs.field import Field, field


def kirkman_double(groups: int, size: int) -> Ints | None:
    """Seat ``2 q + 1`` people in threes, q a prime power that leaves 1 when divided by 6."""
    finite = _sextic((3 * groups - 1) // 2) if size == 3 and groups % 2 else None
    if finite is None:
        return None
    q, power = finite.order, finite.powers
    t = (q - 1) // 6
    # m such that 2 a**m = a**t + 1, a the primitive element.
    m = next(e for e in range(q - 1) if finite.plus[power[e], power[e]] == finite.plus[power[t], 1])
    a = np.resize(power, 3 * q)
    blocks = [(2 * q, 0, q)]
    blocks += [(a[i], a[i + t], q + a[i + m]) for start in (0, 2 * t, 4 * t) for i in range(start, start + t)]
    blocks += [(q + a[i + m + t], q + a[i + m + 3 * t], q + a[i + m + 5 * t]) for i in range(t)]
    return translated(np.array(blocks, dtype=np.int32), finite, copies=2, points=2 * q + 1)


def kirkman_triple(groups: int, size: int) -> Ints | None:
    """Seat ``3 q`` people in threes, q a prime power that leaves 1 when divided by 6."""
    finite = _sextic(groups) if size == 3 else None
    if finite is None:
        return None
    q, t = finite.order, (finite.order - 1) // 6
    a = np.resize(finite.powers, 2 * q)
    across = [(a[i], q + a[i + 2 * t], 2 * q + a[i + 4 * t]) for i in range(6 * t)]
    blocks = [(0, q, 2 * q)]
    blocks += [(q * j + a[i], q * j + a[i + 2 * t], q * j + a[i + 4 * t]) for j in range(3) for i in range(t)]
    blocks += [across[i] for start in (t, 3 * t, 5 * t) for i in range(start, start + t)]
    seat = translated(np.array(blocks, dtype=np.int32), finite, copies=3, points=3 * q)
    single = [across[i] for start in (0, 2 * t, 4 * t) for i in range(start, start + t)]
    rounds = [seated([moved(np.array(block), v, finite) for v in range(q)], 3 * q) for block in single]
    return np.concatenate([seat, rounds])


def _sextic(q: int) -> Field | None:
    """Return GF(q) if six divides ``q - 1``."""
    return field(q) if q > 1 and q % 6 == 1 else None


def moved(points: Ints, shift: int, finite: Field) -> Ints:
    """Add `shift` to points within their copy of the field; points past the copies are left where they are."""
    q = finite.order
    return points // q * q + finite.plus[points % q, shift]


def translated(blocks: Ints, finite: Field, copies: int, points: int) -> Ints:
    """Return a base round with all its translates, int array (q, points); points past the copies stand still."""
    seat = []
    for shift in range(finite.order):
        inside = blocks < copies * finite.order
        seat.append(seated(np.where(inside, moved(np.where(inside, blocks, 0), shift, finite), blocks), points))
    return np.array(seat, dtype=np.int32)


KIRKMAN_DOUBLE = Construction(
    "Kirkman system on two fields",
    "Fifteen schoolgirls walk in threes: a base round over two copies of a finite field, moved by every element "
    "(Kirkman 1850; Ray-Chaudhuri & Wilson 1971).",
    kirkman_double,
)
KIRKMAN_TRIPLE = Construction(
    "Kirkman system on three fields",
    "A base round over three copies of a finite field, moved by every element, and sets across the copies "
    "(Kirkman 1850; Ray-Chaudhuri & Wilson 1971).",
    kirkman_triple,
)
