"""Finite fields: numbers ``0 .. q - 1`` with two tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from cohortplan.primitives import Ints


@dataclass(frozen=True, eq=False)
class Field:
    """The field of q elements; 0 is zero, 1 is one.

    Attributes
    ----------
    plus, times : int32 array (q, q)
        Sum and product of two elements.
    powers : tuple of int
        The q - 1 powers of a primitive element, from the power 0 on.
    """

    plus: Ints
    times: Ints
    powers: tuple[int, ...]

    def power(self, exponent: int) -> int:
        """Return a power of the primitive element."""
        return self.powers[exponent % len(self.powers)]

    def log(self, a: int) -> int:
        """Return the exponent for which the primitive element's power is `a`; `a` is not 0."""
        return self.powers.index(a)

    def divide(self, a: int, b: int) -> int:
        """Return the quotient of two elements other than 0."""
        return self.power(self.log(a) - self.log(b))


def factors(number: int) -> list[tuple[int, int]]:
    """Return the primes that divide a positive number, each with its exponent, ascending."""
    found = []
    prime = 2
    while prime * prime <= number:
        exponent = 0
        while number % prime == 0:
            number //= prime
            exponent += 1
        if exponent:
            found.append((prime, exponent))
        prime += 1
    return [*found, (number, 1)] if number > 1 else found


def is_prime_power(q: int) -> bool:
    """Return whether there is a field of q elements."""
    return len(factors(q)) == 1


@cache
def field(q: int) -> Field:
    """Return the field of q elements, a prime power.

    An element is a polynomial over the integers modulo p whose coefficients are its digits in base p. Polynomials are
    multiplied modulo the first monic one of degree e in whose quotient x (for e = 1: some number) has q - 1 powers.
    """
    ((prime, degree),) = factors(q)
    digits = np.array([[a // prime**i % prime for i in range(degree)] for a in range(q)])
    weights = prime ** np.arange(degree)
    plus = ((digits[:, None] + digits[None]) % prime @ weights).astype(np.int32)
    powers = next(found for tail in product(range(prime), repeat=degree) if (found := _powers(q, prime, tail)))
    logs = np.zeros(q, dtype=np.int64)
    logs[list(powers)] = np.arange(q - 1)
    times = np.array(powers, dtype=np.int32)[(logs[:, None] + logs[None]) % (q - 1)]
    times[0] = times[:, 0] = 0
    return Field(plus, times, powers)


def _powers(q: int, prime: int, tail: tuple[int, ...]) -> tuple[int, ...]:
    """Return the powers of x where ``x**e`` is the polynomial with the coefficients `tail`; none if x is not primitive.

    For e = 1 that is the number x = ``tail[0]``.
    """
    degree = len(tail)
    present = [1] + [0] * (degree - 1)
    found: list[int] = []
    for _ in range(q - 1):
        element = sum(c * prime**i for i, c in enumerate(present))
        if element == 0 or (element == 1 and found):
            return ()
        found.append(element)
        carry = present[-1]
        present = [(c + carry * t) % prime for c, t in zip([0, *present[:-1]], tail, strict=True)]
    return tuple(found) if len(set(found)) == q - 1 else ()
