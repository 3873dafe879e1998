"""Searches that a command makes on the way: without progress, and Ctrl-C ends them with what they have."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cohortplan.cli.compiling import compile_first
from cohortplan.cli.progress import choose_watch
from cohortplan.cli.supervision import supervise

if TYPE_CHECKING:
    from cohortplan.model import Scenario
    from cohortplan.solvers.base import Board

Answer = TypeVar("Answer")


def searched(scenario: Scenario, work: Callable[[Callable[[Board], None]], Answer]) -> Answer:
    """Run ``work(board_ready)`` in a thread, so that Ctrl-C halts the board it has made last."""
    compile_first(scenario)
    watch = choose_watch(scenario, quiet=True)

    def take(board: Board) -> None:
        watch.board = board

    return supervise(partial(work, take), watch)
