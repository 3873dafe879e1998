"""Pairs of people that something is known about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, islice

from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.people import Draw, Person
from cohortplan.bench.generate.streams import Stream

#: Two ids in alphabetical order.
Pair = tuple[str, str]


def knowing(factors: Factors, people: Sequence[Person], draw: Draw) -> list[Pair]:
    """Draw the pairs who know each other: so many of one sector, colleagues first, and the others across sectors."""
    order = sorted(people, key=lambda person: (person.sector, person.organisation, person.id))
    own, number = range(1, len(order) + 1), len(order)
    staff, sector = (_ends(order, key) for key in (lambda each: each.organisation, lambda each: each.sector))
    colleagues, alike, across = (
        _Pairs(order, *limits) for limits in ((own, staff), (staff, sector), (sector, [number] * number))
    )
    wanted = round(factors.ties * factors.pairs)
    inside = min(max(round(factors.homophily * wanted), wanted - across.number), colleagues.number + alike.number)
    near = min(inside, colleagues.number)
    parts = ((colleagues, near), (alike, inside - near), (across, wanted - inside))
    # Each part has a stream of its own, so that a larger density adds to the pairs of a smaller one.
    return sorted(chain.from_iterable(part.sample(draw(f"ties {k}"), size) for k, (part, size) in enumerate(parts)))


def pairs(people: Sequence[Person], number: int, stream: Stream, fits: Callable[[Pair], bool]) -> list[Pair]:
    """Draw so many pairs that fit; fewer if there are no more.

    Pairs come in the same order whatever has to fit, so that another choice of what does exchanges single pairs.
    """
    size = len(people)
    everyone = _Pairs(people, range(1, size + 1), [size] * size)
    return sorted(islice(filter(fits, everyone.sample(stream, everyone.number)), number))


def _ends(people: Sequence[Person], key: Callable[[Person], str]) -> list[int]:
    """Return for each of the people where the row of those ends who are like them."""
    last = {key(person): place for place, person in enumerate(people, start=1)}
    return [last[key(person)] for person in people]


class _Pairs:
    """Pairs of people of whom each has its partners in a row of a list, from the first on and before the last."""

    def __init__(self, people: Sequence[Person], first: Sequence[int], last: Sequence[int]) -> None:
        self._people, self._first = people, first
        self._ends = list(accumulate(max(0, b - a) for a, b in zip(first, last, strict=True)))
        self.number = self._ends[-1]

    def sample(self, stream: Stream, size: int) -> Iterator[Pair]:
        """Yield so many of the pairs."""
        for place in stream.sample(self.number, size):
            one = bisect_right(self._ends, place)
            other = self._first[one] + place - (self._ends[one - 1] if one else 0)
            a, b = sorted((self._people[one].id, self._people[other].id))
            yield a, b
