"""Advice on shapes: figures that are known, limits by sector, and what cannot be asked."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from cohortplan.errors import InputError
from cohortplan.shape import even_sizes, words
from cohortplan.shape.advice import Shape, advise, same_sector_pairs
from cohortplan.shape.designs import known_even, most_even


def shape_of(people: int, sets: int, rounds: int, sectors: dict[str, int] | None = None) -> Shape:
    """Return the advice on one number of sets and of rounds."""
    sizes = even_sizes(people, sets)
    advice = advise(people, (sizes[-1], sizes[0]), (rounds, rounds), sectors)
    return next(shape for shape in advice.shapes if len(shape.sizes) == sets)


@pytest.mark.parametrize(
    ("people", "sets", "known", "most"), [(35, 7, 7, 8), (36, 6, 3, 3), (42, 7, 7, 8), (36, 7, 7, 8), (35, 6, 3, 3)]
)
def test_rounds_without_repeats(people: int, sets: int, known: int, most: int) -> None:
    """Seven fives have seven rounds, six sixes three; 36 people in seven sets have seven too, 35 in six three."""
    shape = shape_of(people, sets, 1)
    assert (shape.known.rounds, shape.most.rounds) == (known, most)


@pytest.mark.parametrize(("rounds", "most"), [(2, 28), (3, 41), (4, 50), (5, 53), (6, 54), (9, 54)])
def test_eleven_people_of_three_sectors(rounds: int, most: int) -> None:
    """Five public, four nonprofit and two private people in 4, 4 and 3: the figures that solvers prove."""
    sectors = {"public": 5, "nonprofit": 4, "private": 2}
    assert shape_of(11, 3, rounds, sectors).outlooks[0].most == most


def test_shares_of_sectors() -> None:
    """Of 35 people in fives 14 are two in each set, 12 one or two; two of 35 are never in one set."""
    mix = shape_of(35, 7, 5, {"public": 14, "private": 12, "nonprofit": 7, "other": 2}).mix
    assert {name: (share.least, share.most) for name, share in mix.items()} == {
        "public": (2, 2),
        "private": (1, 2),
        "nonprofit": (1, 1),
        "other": (0, 1),
    }


@pytest.mark.parametrize("sizes", [(4, 4, 3), (3, 3, 3), (5, 4, 4, 4), (6, 5)])
def test_pairs_within_a_sector(sizes: tuple[int, ...]) -> None:
    """Fewest and most pairs of a sector in a round are those of all ways to give each set its share, up or down."""
    people = sum(sizes)
    for count in range(1, people):
        ends = [(count * size // people, -(-count * size // people)) for size in sizes]
        ways = [each for each in product(*(range(low, high + 1) for low, high in ends)) if sum(each) == count]
        held = [sum(n * (n - 1) // 2 for n in each) for each in ways]
        assert same_sector_pairs(sizes, count) == (min(held), max(held))


def lines(groups: int, size: int) -> list[list[set[int]]]:
    """Rounds of a prime number of sets: a set takes of each row the place on a line over the field."""
    return [
        [{row * groups + (slope * row + start) % groups for row in range(size)} for start in range(groups)]
        for slope in range(groups)
    ]


@pytest.mark.parametrize(("groups", "size", "away"), [(5, 4, 0), (5, 5, 2), (7, 5, 0), (7, 6, 6), (11, 6, 3)])
def test_lines_over_a_field_meet_once(groups: int, size: int, away: int) -> None:
    """The design that is promised exists, and stays even and free of repeats if some of one row stay away."""
    rounds = [[line - set(range(away)) for line in each] for each in lines(groups, size)]
    assert all(sorted(map(len, each), reverse=True) == even_sizes(groups * size - away, groups) for each in rounds)
    met = [pair for each in rounds for line in each for pair in combinations(sorted(line), 2)]
    assert len(met) == len(set(met))
    assert known_even(groups * size - away, groups).rounds >= len(rounds)


def test_uneven_splits_promise_no_more_than_is_possible() -> None:
    """For up to 60 people no design is promised for more rounds than are proved to be possible."""
    cases = [(people, sets) for people in range(4, 61) for sets in range(1, people // 2 + 1)]
    wrong = [each for each in cases if not 1 <= known_even(*each).rounds <= most_even(*each).rounds]
    assert wrong == []


def test_the_recommendation() -> None:
    """For 36 people seven sets let 525 pairs meet and nobody twice; more may meet in six, with repeats."""
    advice = advise(36, (5, 7), (3, 8))
    assert advice.calm is not None
    assert (len(advice.calm[0].sizes), advice.calm[1].rounds, advice.calm[1].reached) == (7, 7, 525)
    assert (len(advice.busy[0].sizes), advice.busy[1].repeats) == (6, 90)
    told = " ".join(words.recommend(advice))
    assert "1 set of 6 and 6 of 5, 7 rounds" in told
    assert "sets 7, size 5-6" in told


def test_a_design_that_cannot_be_mixed_is_not_recommended() -> None:
    """In six rounds 24 people could all meet once, but not if every set mirrors the sectors; five rounds are fine."""
    advice = advise(24, (4, 5), (4, 6), {"public": 10, "private": 8, "nonprofit": 6})
    assert advice.calm is not None
    assert (advice.calm[0].sizes, advice.calm[1].rounds, advice.calm[1].reached) == ((5, 5, 5, 5, 4), 5, 230)
    six = advice.calm[0].outlooks[-1]
    assert (six.most, six.reached, six.repeats, six.exact) == (248, 276, 28, False)
    assert "If every set mirrors the sectors, 6 rounds cannot be free of repeats." in words.describe(advice.calm[0])


def test_nothing_is_recommended_as_free_of_repeats_without_a_design() -> None:
    """Eleven people in threes and fours meet again in the second round, and are told so."""
    advice = advise(11, (3, 4), (2, 6))
    assert advice.calm is None
    assert "No design without repeats" in next(words.recommend(advice))


def test_sectors_in_words() -> None:
    """Sets without a sector, people who never share one, and pairs that cannot all meet are told."""
    told = words.describe(shape_of(11, 3, 5, {"public": 5, "nonprofit": 4, "private": 2}))
    assert "With 2 private people 1 set has none in each round." in told
    assert "No two private people ever share a set, which holds 0-1 of them." in told
    assert "In 5 rounds at most 5 of the 6 pairs of nonprofit people meet." in told


@pytest.mark.parametrize(
    ("question", "remedies"),
    [
        ((0,), ["Give 2 to 2000 people"]),
        ((35, (9, 3)), ["Write the smaller number first: 3-9"]),
        ((35, (6, 6)), ["Allow --sets 5-6"]),
        ((10, (20, 30)), ["Allow --sets 10-30"]),
        ((35, (1, 3), (0, 5)), ["Give numbers from 2 to 2000", "Give numbers from 1 to 100"]),
        ((35, (5, 7), (3, 8), {"public": 20}), ["Add 15 to them, or plan for 20"]),
        ((35, (5, 7), (3, 8), {"public": 36}), ["Take 1 from them, or plan for 36"]),
        ((35, (5, 7), (3, 8), {"public": 35, "private": 0}), ["Leave out those that have none"]),
    ],
)
def test_what_cannot_be_asked(question: tuple[object, ...], remedies: list[str]) -> None:
    """Every mistake in the question is named with its remedy."""
    with pytest.raises(InputError) as caught:
        advise(*question)  # type: ignore[arg-type]
    assert [defect.remedy for defect in caught.value.defects] == remedies
