"""What is worked out from a problem once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cohortplan.problem import Problem, compile_problem, remembered
from tests.support.examples import example_scenario


def test_asks_once_for_each_question() -> None:
    """A remembered function is called once for each problem and each content of its arrays."""
    asked = []

    @remembered
    def ask(problem: Problem, rounds: NDArray[Any]) -> int:
        assert problem.axes.people_count
        asked.append(rounds.tolist())
        return int(rounds.sum())

    first, second = compile_problem(example_scenario()), compile_problem(example_scenario())
    one, two = np.array([1, 2]), np.array([1, 3])
    assert [ask(first, one), ask(first, one.copy()), ask(first, two), ask(second, one)] == [3, 3, 4, 3]
    assert asked == [[1, 2], [1, 3], [1, 2]]


def test_tells_arrays_of_different_shape_apart() -> None:
    """Arrays that hold the same bytes are different questions if their shapes or types differ."""

    @remembered
    def shape(problem: Problem, array: NDArray[Any]) -> tuple[object, ...]:
        return (problem.axes.people_count, *array.shape, array.dtype.str)

    problem, flat = compile_problem(example_scenario()), np.zeros(4, dtype=np.int32)
    answers = [shape(problem, each)[1:] for each in (flat, flat.reshape(2, 2), flat.view(np.float32))]
    assert answers == [(4, "<i4"), (2, 2, "<i4"), (4, "<f4")]
