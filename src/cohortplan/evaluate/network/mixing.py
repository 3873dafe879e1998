"""Whether people know others of their own kind only, or of other kinds, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import comb

from cohortplan.evaluate.network.graph import Network

#: How many pairs know each other, by the two values of an attribute that they have, in alphabetical order.
Mixing = Mapping[tuple[str, str], int]


def mixing(network: Network, value_of: Mapping[str, str]) -> Mixing:
    """Count the pairs that know each other by what the two are; pairs in which somebody has no value are left out."""
    value = [value_of.get(person, "") for person in network.people]
    found = Counter[tuple[str, str]]()
    for a, b, _ in network.ties:
        if value[a] and value[b]:
            found[min(value[a], value[b]), max(value[a], value[b])] += 1
    return found


def full_mixing(values: Iterable[str]) -> Mixing:
    """Count all pairs of people with these values: what `mixing` is once everybody knows everybody."""
    number = Counter(filter(None, values))
    return {
        (one, other): number[one] * number[other] if one != other else comb(number[one], 2)
        for one in number
        for other in number
        if one <= other
    }


def e_i_index(pairs: Mixing) -> float | None:
    """Return the E-I index of D. Krackhardt and R. N. Stern (1988): pairs across less pairs inside, by all pairs.

    It is 1 where people know nobody of their own kind, -1 where they know nobody else, and None where nobody knows
    anybody. What the make-up of the people allows is the index of `full_mixing`.
    """
    inside = sum(count for (one, other), count in pairs.items() if one == other)
    total = sum(pairs.values())
    return (total - 2 * inside) / total if total else None


def assortativity(pairs: Mixing) -> float | None:
    """Return the coefficient of M. E. J. Newman, Mixing patterns in networks, Physical Review E 67 (2003), 026126.

    It is 1 where people know only their own kind, about 0 where the kinds do not matter, and negative where people
    know others rather than their own. None where nobody knows anybody, or all who do are of one kind.
    """
    ends = Counter[str]()
    for (one, other), count in pairs.items():
        ends[one] += count
        ends[other] += count
    whole = ends.total()
    alike = 2 * whole * sum(count for (one, other), count in pairs.items() if one == other)
    expected = sum(count * count for count in ends.values())
    return (alike - expected) / (whole * whole - expected) if whole * whole > expected else None
