from __future__ import annotations

import numpy as np
import pytest

from cohortplan.solvers.search.designs.fields import factors, field, is_prime_power

ORDERS = [q for q in range(2, 32) if is_prime_power(q)]


def test_prime_powers() -> None:
    """There is a field for exactly these orders up to 31."""
    assert ORDERS == [2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 19, 23, 25, 27, 29, 31]
    assert factors(360) == [(2, 3), (3, 2), (5, 1)]


@pytest.mark.parametrize("q", ORDERS)
def test_fields_are_fields(q: int) -> None:
    """Sum and product commute, associate, distribute, have their neutral elements, and can be undone."""
    plus, times = field(q).plus, field(q).times
    everyone = np.arange(q)
    for table in (plus, times):
        assert (table == table.T).all()
        assert (table[table[:, :, None], everyone] == table[everyone[:, None, None], table[None]]).all()
    assert (times[everyone[:, None, None], plus[None]] == plus[times[:, :, None], times[:, None, :]]).all()
    assert (plus[0] == everyone).all()
    assert (times[1] == everyone).all()
    assert (np.sort(plus, axis=1) == everyone).all()
    assert (np.sort(times[1:, 1:], axis=1) == everyone[1:]).all()


@pytest.mark.parametrize("q", ORDERS)
def test_powers_are_everything_but_zero(q: int) -> None:
    """The powers of the primitive element are all elements but 0, each the product of the one before with it."""
    powers = field(q).powers
    assert sorted(powers) == list(range(1, q))
    generator = powers[1 % len(powers)]
    assert [field(q).times[generator, a] for a in powers] == [*powers[1:], 1]
