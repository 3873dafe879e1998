"""Facts about a problem that are worked out once, however many bounds ask for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from cohortplan.problem.compile import Problem

P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[Concatenate[Problem, P], T]) -> Callable[Concatenate[Problem, P], T]:
    """Let `function` of a problem, and perhaps of arrays and primitives, answer the same question only once.

    What it returns is shared, so it must not be changed.
    """

    @wraps(function)
    def ask(problem: Problem, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, *map(_key, args), *((name, _key(value)) for name, value in kwargs.items()))
        if key not in problem.memory:
            problem.memory[key] = function(problem, *args, **kwargs)
        answer: T = problem.memory[key]
        return answer

    return ask


def _key(argument: Any) -> Hashable:
    """Arrays are told apart by what they hold, primitives by which they are."""
    if isinstance(argument, np.ndarray):
        return (argument.shape, argument.dtype.str, argument.tobytes())
    known: Hashable = argument
    return known
