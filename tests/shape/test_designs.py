"""Rounds free of repeats: what is known never passes what is proved, and small facts are searched for again."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from ortools.sat.python import cp_model

from cohortplan.shape import even_sizes, even_split, fewest_repeats, known_repeat_free, most_repeat_free
from cohortplan.shape.designs import NO_PERMUTATIONS
from cohortplan.shape.squares import known_squares, most_squares, prime_powers
from cohortplan.solvers.search.designs import best


def test_nothing_known_passes_what_is_proved() -> None:
    """For up to 60 sets of up to 12 no construction gives more rounds than a limit allows, nor more squares."""
    shapes = [(groups, size) for groups in range(1, 61) for size in range(2, 13)]
    wrong = [each for each in shapes if not 1 <= known_repeat_free(*each).rounds <= most_repeat_free(*each).rounds]
    assert wrong == []
    assert [order for order in range(2, 61) if known_squares(order).rounds > most_squares(order).rounds] == []


@pytest.mark.parametrize(
    ("groups", "size", "known", "most"),
    [
        (7, 5, 7, 8),  # 35 people: the field of seven elements
        (6, 6, 3, 3),  # Euler's officers
        (7, 6, 7, 8),
        (4, 2, 7, 7),  # a round robin
        (5, 3, 7, 7),  # Kirkman's schoolgirls
        (6, 3, 8, 8),
        (4, 3, 4, 4),
        (2, 3, 1, 1),
        (2, 2, 3, 3),
        (4, 4, 5, 5),  # an affine plane: everyone meets everyone
        (7, 4, 9, 9),
        (6, 4, 7, 7),
        (8, 4, 10, 10),
        (7, 3, 10, 10),
        (5, 4, 5, 5),
        (6, 5, 6, 6),
        (13, 5, 16, 16),
        (10, 10, 4, 8),
        (12, 3, 17, 17),
        (3, 5, 1, 1),
        (1, 7, 1, 1),
        (6, 1, 1, 1),
        (14, 14, 6, 12),
        (30, 30, 5, 28),  # 30 leaves 2 by 4 and is no sum of two squares
        (35, 3, 52, 52),
        (40, 4, 53, 53),
    ],
)
def test_rounds_free_of_repeats(groups: int, size: int, known: int, most: int) -> None:
    """Shapes whose figures stand in the literature have these."""
    assert (known_repeat_free(groups, size).rounds, most_repeat_free(groups, size).rounds) == (known, most)


def test_no_design_that_is_made_passes_what_is_proved() -> None:
    """The rounds that the search's designs seat are no more than are proved to be possible, and all are known here."""
    for groups, size in product(range(2, 23), range(2, 11)):
        made = best(groups, size, 60, budget=0).rounds
        assert made <= known_repeat_free(groups, size).rounds <= most_repeat_free(groups, size).rounds


def permutations_to_choose(symbols: int) -> list[tuple[int, ...]]:
    """Permutations without cycles of one or two."""
    numbers = range(symbols)
    return [p for p in permutations(numbers) if all(p[k] != k and p[p[k]] != k for k in numbers)]


def choice_exists(symbols: int) -> bool:
    """Whether some of the permutations have each two values at each two places once, but for cycles of two."""
    chosen = permutations_to_choose(symbols)
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in chosen]
    cases: dict[tuple[int, ...], list[cp_model.IntVar]] = {}
    for var, each in zip(taken, chosen, strict=True):
        for i, j in combinations(range(symbols), 2):
            cases.setdefault((i, j, each[i], each[j]), []).append(var)
    for options in cases.values():
        model.add_exactly_one(options)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model) == cp_model.OPTIMAL


@pytest.mark.parametrize("groups", NO_PERMUTATIONS)
def test_no_permutations_for_one_set_more(groups: int) -> None:
    """An exhaustive search finds no set of permutations as one more round than sets of one less would need."""
    assert not choice_exists(groups + 1)


def test_permutations_of_a_round_robin_exist() -> None:
    """Three sets of two do have five rounds, so the same search finds the permutations for them."""
    assert choice_exists(4)


def test_the_most_even_split_is_the_cheapest() -> None:
    """Of all ways to draw up to seven people from up to four sets, the most even one repeats fewest pairs."""
    for boxes in range(1, 5):
        for size in range(8):
            least = min(sum(n * (n - 1) // 2 for n in split) for split in _splits(boxes, size))
            assert even_split(boxes, size) == least
            assert sum(even_sizes(size, boxes)) == size


def _splits(boxes: int, size: int) -> list[tuple[int, ...]]:
    if boxes == 1:
        return [(size,)]
    return [(first, *rest) for first in range(size + 1) for rest in _splits(boxes - 1, size - first)]


@pytest.mark.parametrize(
    ("people", "sets", "rounds", "repeats"),
    [(36, 6, 3, 0), (36, 6, 4, 2), (25, 5, 8, 100), (32, 8, 12, 80), (11, 3, 2, 2), (35, 7, 9, 35), (12, 4, 5, 1)],
)
def test_fewest_repeats(people: int, sets: int, rounds: int, repeats: int) -> None:
    """Repeats that are proved: by pairs, by pigeonholes, and by designs that do not exist."""
    assert fewest_repeats(people, sets, rounds) == repeats


def test_prime_powers() -> None:
    """A number is the product of powers of different primes."""
    assert [prime_powers(n) for n in (1, 2, 12, 49, 360)] == [[], [2], [4, 3], [49], [8, 9, 5]]
