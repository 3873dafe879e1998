"""Dealing the turns of one duty as evenly as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Need(NamedTuple):
    """Turns at one place that are still to be dealt: how many, and who may have one, the first of equals first."""

    number: int
    people: tuple[str, ...]


def deal(needs: Sequence[Need], turns: Mapping[str, int], duties: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Deal the turns of a duty.

    The sum over people of the square of their turns is the least there is: nobody has a turn more often than somebody
    who could have had it instead, be it by others making room. Of the ways to that, the sum of the squares of all their
    duties is the least. In the order of time a turn goes to whoever has had fewest; then turns are passed on along
    chains of people, as long as the last has fewer than the first. As only the ends of a chain count, no chain that
    helps means that nothing does: this is a flow of least cost with all costs at its sink (Harvey, Ladner, Lovász &
    Tamir, Journal of Algorithms 59(1), 2006).

    Parameters
    ----------
    needs : sequence of Need
        In the order of time.
    turns, duties : mapping of str to int
        The turns of this duty, and the duties of any kind, that people have already.

    Returns
    -------
    list of tuple of str
        Who has the turns of each need, sorted; fewer than needed where too few may.
    """
    table = _Table(needs, turns, duties)
    for index, need in enumerate(needs):
        for person in sorted(need.people, key=table.rank)[: need.number]:
            table.give(index, person)
    while table.pass_on():
        pass
    return [tuple(sorted(people)) for people in table.holders]


class _Table:
    """Turns on their way to the people who will have them."""

    def __init__(self, needs: Sequence[Need], turns: Mapping[str, int], duties: Mapping[str, int]) -> None:
        self.holders: list[set[str]] = [set() for _ in needs]
        self._needs = needs
        self._turns = Counter(turns)
        self._duties = Counter(duties)
        self._mine: dict[str, set[int]] = {person: set() for need in needs for person in need.people}

    def rank(self, person: str, more: int = 0) -> tuple[int, int]:
        """Turns and duties of a person, or what they would be with so many more."""
        return self._turns[person] + more, self._duties[person] + more

    def give(self, index: int, person: str, number: int = 1) -> None:
        """Give a person a turn, or take it away (-1)."""
        self.holders[index] ^= {person}
        self._mine[person] ^= {index}
        self._turns[person] += number
        self._duties[person] += number

    def pass_on(self) -> bool:
        """Pass turns on along a chain that makes things more even, and tell whether there was one.

        Who has most begins. Whoever is reached from there in vain need not be tried again for one who has less.
        """
        came: dict[str, tuple[str, int]] = {}
        for first in sorted(self._mine, key=self.rank, reverse=True):
            chain = [] if first in came else [first]
            came.setdefault(first, (first, -1))
            for person in chain:
                for index, other in self._instead(person):
                    if other not in came:
                        came[other] = (person, index)
                        chain.append(other)
                        if self.rank(other, 1) < self.rank(first):
                            self._shift(first, other, came)
                            return True
        return False

    def _instead(self, person: str) -> Iterator[tuple[int, str]]:
        """Yield the turns of a person, each with those who could have it instead."""
        for index in sorted(self._mine[person]):
            for other in self._needs[index].people:
                if other not in self.holders[index]:
                    yield index, other

    def _shift(self, first: str, last: str, came: Mapping[str, tuple[str, int]]) -> None:
        while last != first:
            person, index = came[last]
            self.give(index, person, -1)
            self.give(index, last)
            last = person


def squares(numbers: Iterable[int]) -> int:
    """Sum of squares: the less, the more evenly a total is spread."""
    return sum(number * number for number in numbers)
