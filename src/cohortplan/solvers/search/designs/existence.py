"""How many rounds without repeats there can be, and how many there are known to be, without making them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt

from cohortplan.solvers.search.designs.catalogue import starters
from cohortplan.solvers.search.designs.field import prime_power
from cohortplan.solvers.search.designs.tables import table_rounds


@dataclass(frozen=True)
class Rounds:
    """What is known of the number of rounds without repeats.

    Attributes
    ----------
    at_least, at_most : int
        So many exist, and there cannot be more.
    argument : str
        Why so many exist.
    limit : str
        Why there cannot be more.
    """

    at_least: int
    at_most: int
    argument: str
    limit: str


#: Groups and size in; how many rounds exist by a theorem, 0 where it says nothing, and its argument.
Theorem = Callable[[int, int], tuple[int, str]]


def most_rounds(groups: int, size: int) -> Rounds:
    """Return the bounds on the number of rounds of `groups` sets of `size` in which nobody meets anybody twice.

    What exists is looked up in theorems and in the catalogue; nothing is built, though `best` may reach fewer.
    """
    at_most, limit = _limit(groups, size)
    if at_most == 1:
        return Rounds(1, 1, "A single round repeats nothing.", limit)
    at_least, argument = max(theorem(groups, size) for theorem in THEOREMS)
    return Rounds(min(at_least, at_most), at_most, argument, limit)


def _limit(groups: int, size: int) -> tuple[int, str]:
    if size == 1 or groups == 1:
        return 1, "There is nobody new to meet."
    if size > groups:
        return 1, f"{size} people of one set cannot be spread over {groups} sets in the next round."
    if (groups, size) == (6, 6):
        return 3, "There are no two orthogonal Latin squares of order 6 (Tarry 1900)."
    if (groups, size) == (4, 3):
        return 4, "There is no nearly Kirkman system of 12 people (Kotzig & Rosa 1974)."
    if groups == size and _no_plane(groups):
        return groups - 2, (
            f"There is no projective plane of order {groups} (Bruck & Ryser 1949; Lam, Thiel & Swiercz 1989), and all "
            "but three rounds of one could be completed to it (Shrikhande 1961)."
        )
    most = (groups * size - 1) // (size - 1)
    return most, f"Each of {groups * size} people meets {size - 1} others in a round."


def _no_plane(order: int) -> bool:
    """Tell whether a projective plane is known not to exist."""
    squares = any(isqrt(order - a * a) ** 2 == order - a * a for a in range(isqrt(order) + 1))
    return order == 10 or (order % 4 in (1, 2) and not squares)


def _pairs(groups: int, size: int) -> tuple[int, str]:
    return (2 * groups - 1, "A round robin (Kirkman 1847).") if size == 2 else (0, "")


def _triples(groups: int, size: int) -> tuple[int, str]:
    people = 3 * groups
    if size == 3 and groups % 2:
        return (people - 1) // 2, "A Kirkman triple system (Ray-Chaudhuri & Wilson 1971)."
    if size == 3 and groups >= 6:
        return people // 2 - 1, "A nearly Kirkman triple system (Baker & Wilson 1977; Rees & Stinson 1987)."
    return 0, ""


def _fours(groups: int, size: int) -> tuple[int, str]:
    if size == 4 and groups % 3 == 1:
        return (4 * groups - 1) // 3, "A resolvable design with sets of four (Hanani, Ray-Chaudhuri & Wilson 1972)."
    return 0, ""


def _transversal(groups: int, size: int) -> tuple[int, str]:
    part = min(prime_power_parts(groups))
    if size > part:
        return 0, ""
    more = most_rounds(groups // size, size).at_least if groups % size == 0 else 0
    return groups + more, "A transversal design over finite fields (MacNeish 1922), filled where sizes allow."


def _squares(groups: int, size: int) -> tuple[int, str]:
    if groups in (2, 6):
        return 3 if size == groups else 2, "Rows and columns, and the symbols of a Latin square."
    return 4 if size == groups else 3, "Two orthogonal Latin squares (Bose, Shrikhande & Parker 1960)."


def prime_power_parts(number: int) -> list[int]:
    """Return the largest prime powers that divide a number greater than 1, one for each prime."""
    return [d for d in range(2, number + 1) if number % d == 0 and prime_power(d) and _prime_to(d, number // d)]


def _prime_to(power: int, rest: int) -> bool:
    base = prime_power(power)
    return base is not None and rest % base[0] != 0


def _affine(groups: int, size: int) -> tuple[int, str]:
    people, power = groups * size, prime_power(size)
    while people % size == 0:
        people //= size
    if power and people == 1 and groups > 1:
        return (groups * size - 1) // (size - 1), "Parallel lines of an affine space (Bose 1939)."
    return 0, ""


def _found(groups: int, size: int) -> tuple[int, str]:
    starter = starters().get((groups, size))
    holes = 0 if starter is None else starter.frame.order * len(starter.bases) + (starter.frame.hole == size)
    filled = most_rounds(groups // size, size).at_least if groups % size == 0 else 0
    columns = table_rounds(groups, size)
    return max(holes, columns + filled if columns else 0), "A starter or a difference table from the catalogue."


#: A theorem may be added here without touching anything else.
THEOREMS: tuple[Theorem, ...] = (_pairs, _triples, _fours, _transversal, _squares, _affine, _found)
