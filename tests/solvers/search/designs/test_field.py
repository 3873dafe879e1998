"""Finite fields: the axioms, and which orders there are."""

from __future__ import annotations

from itertools import product

import pytest

from cohortplan.solvers.search.designs.field import LARGEST, Field, field, prime_power

POWERS = (2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 25, 27)


def made(q: int) -> Field:
    """Return a field that exists."""
    finite = field(q)
    assert finite is not None
    return finite


@pytest.mark.parametrize("q", [q for q in POWERS if q <= 9])
def test_axioms_of_small_fields(q: int) -> None:
    """Sums and products are associative and commutative and distribute, with 0, 1, negatives and inverses."""
    plus, times, minus = (table.tolist() for table in (made(q).plus, made(q).times, made(q).minus))
    for a, b, c in product(range(q), repeat=3):
        assert plus[plus[a][b]][c] == plus[a][plus[b][c]]
        assert times[times[a][b]][c] == times[a][times[b][c]]
        assert times[a][plus[b][c]] == plus[times[a][b]][times[a][c]]
    for a, b in product(range(q), repeat=2):
        assert (plus[a][b], times[a][b]) == (plus[b][a], times[b][a])
    assert all(plus[a][0] == a and times[a][1] == a and plus[a][minus[a]] == 0 for a in range(q))
    assert all(1 in times[a] for a in range(1, q))


@pytest.mark.parametrize("q", POWERS)
def test_powers_are_all_but_zero(q: int) -> None:
    """A primitive element's powers are all other elements, and `logarithm` undoes them."""
    finite = made(q)
    assert sorted(finite.powers.tolist()) == list(range(1, q))
    assert [finite.logarithm(int(a)) for a in finite.powers] == list(range(q - 1))
    assert all(finite.times[a, b] != 0 for a, b in product(range(1, q), repeat=2))


def test_only_prime_powers_have_fields() -> None:
    """There is a field for each power of a prime up to the largest made, and for nothing else."""
    primes = [p for p in range(2, LARGEST + 1) if all(p % d for d in range(2, p))]
    powers = {p**m for p in primes for m in range(1, 8) if p**m <= LARGEST}
    assert {q for q in range(LARGEST + 3) if prime_power(q)} - {LARGEST + 1, LARGEST + 2} == powers
    assert {q for q in range(LARGEST + 3) if field(q) is not None} == powers
