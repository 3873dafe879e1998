"""Dealing one duty: as even as can be, against brute force."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from random import Random

import pytest

from cohortplan.rota.deal import Need, deal, squares


def unevenness(
    dealt: list[tuple[str, ...]], turns: dict[str, int], duties: dict[str, int], people: set[str]
) -> tuple[int, int]:
    """Sums of the squares of people's turns, and of all their duties."""
    more = Counter(person for who in dealt for person in who)
    first = squares(turns.get(person, 0) + more[person] for person in people)
    return first, squares(duties.get(person, 0) + more[person] for person in people)


@pytest.mark.parametrize("seed", range(150))
def test_nothing_is_more_even(seed: int) -> None:
    """Of all ways to deal, none has a smaller sum of squares of the turns, or of the duties among those that tie."""
    random = Random(seed)  # noqa: S311 - nothing secret
    people = [f"P{k}" for k in range(random.randint(2, 6))]
    needs = []
    for _ in range(random.randint(1, 5)):
        able = tuple(sorted(random.sample(people, random.randint(1, min(4, len(people))))))
        needs.append(Need(random.randint(1, min(2, len(able))), able))
    turns = {person: random.randint(0, 2) for person in people}
    duties = {person: turns[person] + random.randint(0, 3) for person in people}
    dealt = deal(needs, turns, duties)
    assert [len(who) for who in dealt] == [need.number for need in needs]
    assert all(set(who) <= set(need.people) for who, need in zip(dealt, needs, strict=True))
    ways = product(*(combinations(need.people, need.number) for need in needs))
    best = min(unevenness(list(way), turns, duties, set(people)) for way in ways)
    assert unevenness(dealt, turns, duties, set(people)) == best


def test_others_make_room() -> None:
    """P1 could have either turn and P2 only the first, so P1 leaves it to P2, though named before."""
    assert deal([Need(1, ("P1", "P2")), Need(1, ("P1",))], {}, {}) == [("P2",), ("P1",)]


def test_in_a_set_that_stays_nobody_has_it_twice_before_all_have_had_it() -> None:
    """Twelve meetings of six: whenever somebody has the duty again, everyone has had it as often as anyone before."""
    people = tuple(f"P{k}" for k in range(6))
    had: Counter[str] = Counter()
    for (person,) in deal([Need(1, people)] * 12, {}, {}):
        assert had[person] == min(had[each] for each in people)
        had[person] += 1


def test_who_has_fewer_duties_of_other_kinds_comes_first() -> None:
    """Two turns among three who never had it go to those who have least to do otherwise."""
    people = ("P1", "P2", "P3")
    assert deal([Need(1, people)] * 2, {}, {"P1": 2, "P2": 0, "P3": 1}) == [("P2",), ("P3",)]


def test_too_few_people_leave_turns_open() -> None:
    """Nobody has two turns at one place."""
    assert deal([Need(3, ("P1", "P2"))], {}, {}) == [("P1", "P2")]
