"""How many mutually orthogonal Latin squares (MOLS) there are of an order: what is known, and what is proved."""

from __future__ import annotations

from math import isqrt

from cohortplan.shape.fact import Fact

#: More squares than the general constructions give, by order.
FOUND = {
    12: Fact(5, "five orthogonal Latin squares of order 12 (Johnson, Dulmage & Mendelsohn 1961)"),
    14: Fact(4, "four orthogonal Latin squares of order 14 (Todorov 2012)"),
    15: Fact(4, "four orthogonal Latin squares of order 15 (Schellenberg, van Rees & Vanstone 1978)"),
    18: Fact(5, "five orthogonal Latin squares of order 18 (Abel 2015)"),
    20: Fact(4, "four orthogonal Latin squares of order 20 (Todorov 1989)"),
    21: Fact(5, "five orthogonal Latin squares of order 21 (Nazarok 1991)"),
}

#: Fewer squares than the order less one, by order.
PROVED = {
    6: Fact(1, "no two Latin squares of order 6 are orthogonal (Tarry 1900)"),
    10: Fact(6, "there is no projective plane of order 10 (Lam, Thiel & Swiercz 1989; Bruck 1963)"),
}


def known_squares(order: int) -> Fact:
    """Return how many orthogonal squares of `order` can be made: at least so many exist."""
    smallest = min(prime_powers(order), default=1)
    if smallest == order:
        return Fact(order - 1, f"lines over the field of {order} elements")
    product = Fact(smallest - 1, "a product of finite fields (MacNeish 1922)" if smallest > 2 else "one Latin square")
    general = Fact(0, "")
    if order > 10:
        general = Fact(3, f"three orthogonal Latin squares of order {order} (Wang & Wilson; Todorov)")
    elif order > 6:
        general = Fact(2, f"two orthogonal Latin squares of order {order} (Bose, Shrikhande & Parker 1960)")
    return max(product, general, FOUND.get(order, general), key=lambda fact: fact.rounds)


def most_squares(order: int) -> Fact:
    """Return the most orthogonal squares of `order` that there can be."""
    general = Fact(max(order - 1, 0), f"there are at most {order - 1} orthogonal Latin squares of order {order}")
    if order % 4 in (1, 2) and not _two_squares(order):
        general = Fact(order - 4, f"there is no projective plane of order {order} (Bruck & Ryser 1949; Bruck 1963)")
    return PROVED.get(order, general)


def _two_squares(number: int) -> bool:
    """Tell whether a number is the sum of two squares."""
    return any(isqrt(number - a * a) ** 2 == number - a * a for a in range(isqrt(number) + 1))


def prime_powers(number: int) -> list[int]:
    """Return the powers of different primes whose product is `number`."""
    found, divisor = [], 2
    while number > 1:
        power = 1
        while number % divisor == 0:
            power, number = power * divisor, number // divisor
        if power > 1:
            found.append(power)
        divisor += 1
    return found
