"""Kirkman triple systems: sets of three, everyone meets everyone once (Ray-Chaudhuri & Wilson 1971)."""

from __future__ import annotations

from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.fields import Field, field, is_prime_power
from cohortplan.solvers.search.designs.starters import Block, develop, whole


def kirkman_over_pairs(groups: int, size: int, rounds: int) -> Design | None:
    """Seat 2q + 1 people, q = 6t + 1 a prime power, as two copies of GF(q) and one point more.

    With x primitive and ``2 x^m = x^t + 1``, all differences of the blocks of one round are distinct: in the first copy
    ``±x^i (x^t - 1)``, in the second ``±x^i (x^2t - 1)``, and from one to the other ``±x^i (x^t - 1) / 2``.
    """
    q = (3 * groups - 1) // 2
    if size != 3 or groups % 4 != 1 or q % 6 != 1 or not is_prime_power(q):
        return None
    t, f = q // 6, field(q)
    m = f.log(f.divide(int(f.plus[f.power(t), 1]), int(f.plus[1, 1])))
    blocks: list[Block] = [(0, q, 2 * q)]
    blocks += [(f.power(i), f.power(i + t), q + f.power(i + m)) for i in _cosets(t, 0)]
    blocks += [(q + f.power(i + m + t), q + f.power(i + m + 3 * t), q + f.power(i + m + 5 * t)) for i in range(t)]
    return develop([blocks], f.plus, _argument(q, "2q + 1")).first(rounds)


def kirkman_over_triples(groups: int, size: int, rounds: int) -> Design | None:
    """Seat 3q people, q = 6t + 1 a prime power, as three copies of GF(q).

    One round holds a block of zeros, the triples ``x^i, x^(i + 2t), x^(i + 4t)`` within each copy for i < t, and half
    of those with one from each copy; each of the other half is, moved by all of GF(q), a round of its own.
    """
    q = groups
    if size != 3 or q % 6 != 1 or not is_prime_power(q):
        return None
    t, f = q // 6, field(q)
    blocks: list[Block] = [(0, q, 2 * q)]
    blocks += [
        (c * q + f.power(i), c * q + f.power(i + 2 * t), c * q + f.power(i + 4 * t)) for i in range(t) for c in range(3)
    ]
    blocks += [_across(f, q, i) for i in _cosets(t, 1)]
    more = [whole(_across(f, q, i), f.plus) for i in _cosets(t, 0)]
    return develop([blocks, *more], f.plus, _argument(q, "3q")).first(rounds)


def _cosets(t: int, first: int) -> list[int]:
    """Return every other t of the exponents below 6t, from the block `first` of them on."""
    return [i for i in range(6 * t) if i // t % 2 == first]


def _across(f: Field, q: int, i: int) -> Block:
    """Return the triple with the powers i, i + 2t, i + 4t in the three copies."""
    t = q // 6
    return f.power(i), q + f.power(i + 2 * t), 2 * q + f.power(i + 4 * t)


def _argument(q: int, people: str) -> str:
    return f"A Kirkman triple system on {people} points from GF({q}) (Ray-Chaudhuri & Wilson 1971)."
