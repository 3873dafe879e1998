"""Orthogonal arrays of strength two, which are mutually orthogonal Latin squares told another way.

An array has k factors with g levels and ``g**2`` runs; any two factors show every pair of levels exactly once.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.catalogue import tables
from cohortplan.solvers.search.designs.field import field, prime_power

#: Arrays with more levels are not made.
_LARGEST = 64


@cache
def orthogonal_array(levels: int) -> Ints | None:
    """Return the array with the most factors known here, int array (factors, levels**2), or None beyond 64 levels."""
    if not 2 <= levels <= _LARGEST:
        return None
    made = (_linear(levels), _by_differences(levels), _three_of_one(levels), _product(levels), _square(levels))
    return max((array for array in made if array is not None), key=len)


def _linear(levels: int) -> Ints | None:
    """All lines ``y = m x + b`` of a field, and x itself: q + 1 factors (Moore 1896, Bose 1938)."""
    finite = field(levels)
    if finite is None:
        return None
    x, y = (axis.ravel() for axis in np.indices((levels, levels)))
    factors = [finite.plus[y, finite.times[slope, x]] for slope in range(levels)]
    return np.array([*factors, x], dtype=np.int32)


def _by_differences(levels: int) -> Ints | None:
    """Develop a difference table with as many columns as levels: one factor more than rows (Bose & Bush 1952)."""
    found = [table for table in tables() if table.entries.shape[1] == table.frame.order == levels]
    if not found:
        return None
    table = max(found, key=lambda each: len(each.entries))
    group = table.frame
    factors = group.translations[:, table.entries].transpose(1, 0, 2).reshape(len(table.entries), levels**2)
    runs = np.tile(np.arange(levels), levels)
    return np.concatenate([factors, runs[None]]).astype(np.int32)


def _three_of_one(levels: int) -> Ints | None:
    """Four factors with ``3 m + 1`` levels where there are four with m (Bose, Shrikhande & Parker 1960)."""
    m, rest = divmod(levels - 1, 3)
    inner = orthogonal_array(m) if rest == 0 and m > 2 else None
    if inner is None or len(inner) < 4:
        return None
    modulus = 2 * m + 1
    ends = np.arange(1, m + 1)
    # The fixed levels come last; they are marked by what they lie beyond the residues.
    a, b, c, d = np.zeros(m, dtype=int), ends, modulus - ends, modulus + ends - 1
    base = np.block([[a, b, c, d], [b, a, d, c], [c, d, a, b], [d, c, b, a]])
    shifts = np.arange(modulus)[:, None, None]
    developed = np.where(base < modulus, (base + shifts) % modulus, base + 0 * shifts)
    constant = np.tile(np.arange(modulus), (4, 1))
    return np.concatenate([*developed, constant, inner[:4] + modulus], axis=1).astype(np.int32)


def _product(levels: int) -> Ints | None:
    """Put the arrays of two coprime parts of the levels together (MacNeish 1922)."""
    if prime_power(levels):
        return None
    p = next(d for d in range(2, levels + 1) if levels % d == 0)
    part = p
    while levels % (part * p) == 0:
        part *= p
    first, second = orthogonal_array(part), orthogonal_array(levels // part)
    if first is None or second is None:
        return None
    k = min(len(first), len(second))
    pairs = first[:k, :, None] * (levels // part) + second[:k, None, :]
    return pairs.reshape(k, -1).astype(np.int32)


def _square(levels: int) -> Ints:
    """Row, column and sum: one Latin square."""
    x, y = (axis.ravel() for axis in np.indices((levels, levels)))
    return np.array([x, y, (x + y) % levels], dtype=np.int32)
