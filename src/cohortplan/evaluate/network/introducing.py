"""Whom to introduce to each other next."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cohortplan.evaluate.network.graph import Network
from cohortplan.model.scenario import Scenario
from cohortplan.rules.keep_apart import KeepApart
from cohortplan.rules.shared.pairs import Pair

#: Among more people introductions are not looked for: all pairs are tried for each.
MOST_INTRODUCED = 500


@dataclass(frozen=True)
class Introduction:
    """Two people who do not know each other and should.

    Attributes
    ----------
    a, b : str
        The two, in alphabetical order.
    gain : int
        How many pairs come nearer by it: these two, and others who then have somebody who can introduce them.
    """

    a: str
    b: str
    gain: int


def introductions(
    network: Network, number: int, value_of: Mapping[str, str], apart: Container[Pair] = ()
) -> list[Introduction] | None:
    """Return whom to introduce to each other one after the other, each time the two by whom most pairs come nearer.

    Of several such pairs one is taken whose values differ, then one with somebody who knows few.

    Parameters
    ----------
    number : int
        So many introductions are returned, or fewer if everybody knows everybody then.
    value_of : mapping of str to str
        People's values of an attribute.
    apart : container of (str, str)
        Pairs that are not to be introduced.

    Returns
    -------
    list of Introduction or None
        None if there are more than `MOST_INTRODUCED` people.
    """
    if len(network.people) > MOST_INTRODUCED:
        return None
    people, masks = network.people, list(network.masks)
    values = [value_of.get(person, "") for person in people]
    left = [(a, b) for a, b in _pairs(people) if not masks[a] >> b & 1 and _ordered(people[a], people[b]) not in apart]
    chosen: list[Introduction] = []
    while left and len(chosen) < number:
        near = [_within_two(place, masks) for place in range(len(people))]
        a, b = best = min(left, key=lambda pair: _rank(pair, masks, near, values))
        chosen.append(Introduction(*_ordered(people[a], people[b]), _gain(a, b, masks, near)))
        masks[a] |= 1 << b
        masks[b] |= 1 << a
        left.remove(best)
    return chosen


def _rank(pair: tuple[int, int], masks: list[int], near: list[int], values: list[str]) -> tuple[object, ...]:
    """Return what comes first: the greater gain, then two who differ, then somebody who knows few."""
    a, b = pair
    few, many = sorted((masks[a].bit_count(), masks[b].bit_count()))
    return -_gain(a, b, masks, near), values[a] == values[b], few, many, pair


def kept_apart(scenario: Scenario) -> frozenset[Pair]:
    """Return the pairs that a rule keeps apart, be it hard or soft."""
    return frozenset[Pair]().union(*(rule.pairs(scenario) for rule in scenario.rules if isinstance(rule, KeepApart)))


def next_together(scenario: Scenario, a: str, b: str, today: date) -> tuple[date, str] | None:
    """Return the first day, `today` or later, on which two people are both there, and the title of what is on."""
    pair = (scenario.people[a], scenario.people[b])
    days = [(each.start.date(), each.title) for each in scenario.events]
    for each in scenario.rounds:
        if not scenario.absentees[each.id].intersection((a, b)):
            days += [(day, each.title or each.id) for day in each.days]
    return min(
        ((day, title) for day, title in days if day >= today and not any(scenario.away(one, day) for one in pair)),
        default=None,
    )


def _pairs(people: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    return ((a, b) for b in range(len(people)) for a in range(b))


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _within_two(place: int, masks: list[int]) -> int:
    """Whom somebody is, knows, or could be introduced to."""
    reached, mask = masks[place] | 1 << place, masks[place]
    while mask:
        low = mask & -mask
        reached |= masks[low.bit_length() - 1]
        mask ^= low
    return reached


def _gain(a: int, b: int, masks: list[int], near: list[int]) -> int:
    """Count the two, as they come to know each other, and the pairs of which one is first within two steps by it."""
    first = not near[a] >> b & 1
    return 1 + first + (masks[b] & ~near[a]).bit_count() + (masks[a] & ~near[b]).bit_count()
