"""Finite fields GF(q), small ones, as tables of sums and products.

Elements are numbered ``0 .. q-1``: the digits of the number to base p are the coefficients of a polynomial modulo an
irreducible one (E. H. Moore 1893: there is one field for each power q of a prime p, and no others).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Ints

_Longs = npt.NDArray[np.int64]

#: The largest field that is worth its tables.
LARGEST = 128


@dataclass(frozen=True)
class Field:
    """GF(q) by its tables.

    Attributes
    ----------
    order : int
        q.
    plus, times : int array (q, q)
        Sums and products.
    minus : int array (q,)
        The negative of each element.
    powers : int array (q - 1,)
        The powers of a primitive element, the 0th first.
    """

    order: int
    plus: Ints
    times: Ints
    minus: Ints
    powers: Ints

    def subtract(self, a: Ints | int, b: Ints | int) -> Ints:
        """Return a - b."""
        return self.plus[a, self.minus[b]]

    def logarithm(self, element: int) -> int:
        """Return the exponent that gives a non-zero element."""
        return int(np.flatnonzero(self.powers == element)[0])


def prime_power(q: int) -> tuple[int, int] | None:
    """Return p and m with ``q = p**m`` and p a prime, or None."""
    p = next((d for d in range(2, q + 1) if q % d == 0), 0)
    m, rest = 0, q
    while p and rest % p == 0:
        m, rest = m + 1, rest // p
    return (p, m) if m and rest == 1 else None


@cache
def field(q: int) -> Field | None:
    """Return GF(q), or None where there is none or q is larger than `LARGEST`."""
    base = prime_power(q)
    if base is None or q > LARGEST:
        return None
    p, m = base
    digits = np.array(list(product(range(p), repeat=m)), dtype=np.int64)[:, ::-1]
    weights = p ** np.arange(m)
    plus = ((digits[:, None] + digits[None, :]) % p @ weights).astype(np.int32)
    minus = (-digits % p @ weights).astype(np.int32)
    for tail in digits:
        times = (_products(digits, tail, p) @ weights).astype(np.int32)
        for element in range(1, q):
            powers = _orbit(times, element)
            if len(powers) == q - 1:
                return Field(q, plus, times, minus, np.array(powers, dtype=np.int32))
    raise AssertionError(f"there is a field with {q} elements")


def _products(digits: _Longs, tail: _Longs, p: int) -> _Longs:
    """Multiply polynomials modulo ``x**m - tail``: int array (q, q, m) of coefficients, lowest first."""
    m = digits.shape[1]
    total = np.zeros((len(digits), len(digits), m), dtype=np.int64)
    shifted = digits.copy()
    for i in range(m):
        total += digits[:, None, i : i + 1] * shifted[None]
        highest = shifted[:, -1:].copy()
        shifted = np.concatenate([np.zeros_like(highest), shifted[:, :-1]], axis=1) + highest * tail
        shifted %= p
    return total % p


def _orbit(times: Ints, element: int) -> list[int]:
    """Return the powers of an element until one comes again; all non-zero ones only if multiplication is a field's."""
    powers = [1]
    while (following := int(times[powers[-1], element])) not in (0, *powers):
        powers.append(following)
    return powers
