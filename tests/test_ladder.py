"""The least number of rounds that do: which numbers are tried, and what is said of the one that is found."""

from __future__ import annotations

from typing import Any

import pytest

from cohortplan.ladder import solve_ladder
from cohortplan.model import Scenario
from cohortplan.solve import Result
from cohortplan.solvers.base import Board, Progress, Status, Stop
from tests.io.classic.playing import instance_of

TABLES = instance_of("diner:4-2")


class Steps:
    """Four people in pairs, who need three rounds; keeps which numbers of rounds were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, number: int) -> Scenario:
        """Return the scenario with so many rounds."""
        self.asked.append(number)
        return TABLES.with_rounds(number).scenario  # type: ignore[attr-defined, no-any-return]


def climb(least: int, most: int, **settings: Any) -> tuple[list[int], int, Result]:
    """Climb with the exact solver; return what was asked for and what was found."""
    steps = Steps()
    number, result = solve_ladder(steps, least, most, **{"solver": "cpsat", "stop": Stop(seconds=60), **settings})
    return steps.asked, number, result


def test_the_least_that_does_is_optimal_if_no_smaller_one_could() -> None:
    """Told that fewer than three rounds do not do, one attempt settles it."""
    asked, number, result = climb(3, 4)
    assert (asked, number) == ([3], 3)
    assert (result.status, result.bound) == (Status.OPTIMAL, 0)
    assert result.evaluation is not None
    assert result.evaluation.soft == 0


def test_numbers_that_do_not_do_are_passed() -> None:
    """From one round up, each is tried once on the way; the result claims no optimum, as only `least` is known."""
    asked, number, result = climb(1, 9)
    assert asked[:3] == [1, 2, 3]
    assert number == 3
    assert (result.status, result.bound) == (Status.FEASIBLE, None)
    assert result.plan is not None
    assert len(result.plan.rounds) == 3


def test_the_last_number_is_returned_if_none_does() -> None:
    """Two rounds leave two pairs that do not meet, and the proof of that is no proof for the ladder."""
    asked, number, result = climb(1, 2)
    assert (asked, number) == ([1, 2], 2)
    assert result.evaluation is not None
    assert result.evaluation.soft == 2
    assert result.status is Status.FEASIBLE


def test_iterations_are_shared_out_and_repeatable() -> None:
    """With a budget of iterations the same seed tries the same numbers and finds the same plan."""
    first, second = (climb(1, 9, stop=Stop(iterations=20_000), solver="search", seed=5) for _ in range(2))
    assert first[:2] == second[:2]
    assert first[1] == 3
    assert first[2].plan is not None
    assert second[2].plan is not None
    assert first[2].plan.rounds == second[2].plan.rounds


def test_a_plan_tells_of_the_whole_budget() -> None:
    """Who reads the plan may find it again: its manifest has what was asked for, not the share of one number."""
    _, _, result = climb(1, 9, stop=Stop(seconds=60, iterations=2000))
    assert result.plan is not None
    assert (result.plan.manifest["seconds"], result.plan.manifest["iterations"]) == (60, 2000)


@pytest.mark.parametrize("stop", [Stop(iterations=1), Stop(seconds=0.01)])
def test_a_budget_too_small_to_be_shared_goes_to_the_first(stop: Stop) -> None:
    """Nothing is left for a second number."""
    asked, number, _ = climb(1, 9, stop=stop, solver="search")
    assert (asked, number) == ([1], 1)


def test_whoever_halts_the_board_ends_the_climb() -> None:
    """After a halt from outside no further number is tried."""
    told: list[Board] = []

    def halt(board: Board) -> None:
        told.append(board)
        board.halt()

    asked, _, _ = climb(2, 9, board_ready=halt)
    assert asked == [2]
    assert len(told) == 1


def test_a_listener_hears_one_clock_over_all_numbers() -> None:
    """What is told of a later number comes later, by seconds and by iterations, though each is solved by itself."""
    heard: list[Progress] = []
    asked, _, result = climb(1, 3, solver="search", stop=Stop(None, 3000), listener=heard.append)
    assert asked[:3] == [1, 2, 3]
    assert [each.seconds for each in heard] == sorted(each.seconds for each in heard)
    assert [each.iterations for each in heard] == sorted(each.iterations for each in heard)
    assert heard[-1].seconds <= result.seconds
