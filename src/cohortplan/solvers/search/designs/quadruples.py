"""Sets of four in which everyone meets everyone once."""

from __future__ import annotations

from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.fields import field, is_prime_power
from cohortplan.solvers.search.designs.starters import Block, develop


def quadruples(groups: int, size: int, rounds: int) -> Design | None:
    """Seat 3q + 1 people, q = 4t + 1 a prime power, as three copies of GF(q) and one point more (Bose 1939).

    The blocks ``±x^2i`` in one copy, ``±x^(a + 2i)`` in the next, with x primitive and a odd, cover each copy but 0
    once, and so do their differences within a copy, ``±2 x^2i`` and ``±2 x^(a + 2i)``. Those between two copies are
    ``±x^2i (1 ± x^a)``: distinct if ``(1 + x^a) / (1 - x^a)`` is not a square, which some a achieves.
    """
    q = (4 * groups - 1) // 3
    if size != 4 or groups % 3 != 1 or q % 4 != 1 or not is_prime_power(q):
        return None
    t, f = q // 4, field(q)
    a = next(a for a in range(1, q, 2) if _odd_ratio(q, a))
    blocks: list[Block] = [(0, q, 2 * q, 3 * q)]
    for c in range(3):
        here, there = c * q, (c + 1) % 3 * q
        for i in range(0, 2 * t, 2):
            plus, minus = f.power(i), f.power(i + 2 * t)
            blocks.append((here + plus, here + minus, there + f.power(a + i), there + f.power(a + i + 2 * t)))
    argument = f"Everyone meets everyone once, over three copies of GF({q}) (Bose 1939)."
    return develop([blocks], f.plus, argument).first(rounds)


def _odd_ratio(q: int, a: int) -> bool:
    """Return whether ``(1 + x^a) / (1 - x^a)`` is an odd power of x."""
    f = field(q)
    above, below = int(f.plus[1, f.power(a)]), int(f.plus[1, f.power(a + (q - 1) // 2)])
    return above != 0 and below != 0 and (f.log(above) - f.log(below)) % 2 == 1
