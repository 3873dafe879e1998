"""Runs the search for a grouping within a board's limits, and shares what it finds there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cohortplan.primitives import Decision
from cohortplan.solvers.base import Board
from cohortplan.solvers.search.grouping.recognise import Grouping, seats_kept

if TYPE_CHECKING:
    from cohortplan.solvers.search.grouping.engine import Grouper

#: Swaps tried per second, as is believed for the first seconds.
_USUAL_SPEED, _FIRST_SECONDS = 1e8, 0.05
#: Between two posts the search has at least so many times the seconds that a post takes; with a budget of iterations,
#: the second comes after so many times those of the first.
_RARELY, _LATER = 10.0, 1.02


class GroupRun:
    """One searcher that posts to a board.

    Without a limit of iterations, it takes up better groupings that others post.

    Parameters
    ----------
    start : Decision
        Complete; what it says of other rounds is kept.
    source : str
        The name it posts under.
    """

    def __init__(self, grouping: Grouping, board: Board, start: Decision, seed: int, source: str) -> None:
        from cohortplan.solvers.search.grouping.engine import Grouper

        self._grouping, self._board, self._start, self._source = grouping, board, start, source
        limit = board.stop.iterations
        self._grouper: Grouper = Grouper(grouping.gain, grouping.least, grouping.most, seed, limit)
        self._heard: Decision | None = None
        self._quiet_until = 0.0
        self._told = 0
        self._began = time.monotonic()
        if seats_kept(start, grouping):
            self._grouper.adopt(grouping.take(start))
        self._posted = self._grouper.best[0]

    def finish(self) -> int:
        """Search until the board is stopped or the limit reached; return the number of swaps tried."""
        grouper = self._grouper
        grouper.settle(self.left)
        while self.left() > 0:
            tried = grouper.tried
            self._listen()
            grouper.go_on(self.left)
            if grouper.tried == tried:  # fewer than two people, or sets
                break
        self._count()
        self._post()
        return grouper.tried

    def left(self) -> float:
        """How many swaps may yet be tried, by the speed so far if time is the limit; post news first."""
        board, now = self._board, time.monotonic()
        self._count()
        if (now if board.stop.iterations is None else self._told) >= self._quiet_until:
            self._post()
        if board.stopped or self._grouper.spent:
            return 0.0
        if board.stop.iterations is not None:
            return float(board.stop.iterations - self._grouper.tried)
        # Sweeps take longer the hotter they are; the mean over all is what a descent takes.
        passed = now - self._began
        speed = self._grouper.tried / passed if passed > _FIRST_SECONDS and self._grouper.tried else _USUAL_SPEED
        return float("inf") if board.seconds_left is None else board.seconds_left * speed

    def _count(self) -> None:
        """Tell the board of the swaps that were tried since it was told last."""
        tried = self._grouper.tried
        self._board.spend(tried - self._told)
        self._told = tried

    def _post(self) -> None:
        value, group = self._grouper.best
        if value > self._posted:
            began = time.monotonic()
            self._posted = value
            self._board.post(self._grouping.put(self._start, group), self._source)
            now = time.monotonic()
            self._quiet_until = now + _RARELY * (now - began)
            if self._board.stop.iterations is not None:
                self._quiet_until = _LATER * self._told

    def _listen(self) -> None:
        """Take up what others found, if it is better, and try to better it."""
        board, value = self._board, self._grouper.best[0]
        if board.stop.iterations is not None or board.best is None or board.best[1] is self._heard:
            return
        self._heard = board.best[1]
        if seats_kept(self._heard, self._grouping):
            self._grouper.adopt(self._grouping.take(self._heard))
            if self._grouper.best[0] > value:
                self._grouper.refine(self.left)
