"""News while solving: a live line on a terminal, a plain line now and then when piped, or nothing."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cohortplan.cli.output import clean, note
from cohortplan.cli.wording import label

if TYPE_CHECKING:
    from rich.live import Live

    from cohortplan.model import Scenario
    from cohortplan.primitives import Decision
    from cohortplan.problem import Score
    from cohortplan.solvers.base import Board, Progress

#: Fewest seconds between two plain lines.
PAUSE = 5.0


class Watch:
    """Keeps what solvers tell; this one shows nothing.

    `heard` is called from the solvers' threads and only takes notes; `refresh` is called from the main thread.
    """

    farewell = "Aborted; nothing was written."

    def __init__(self, scenario: Scenario) -> None:
        from cohortplan.evaluate.wording import Words

        self._words = Words(scenario)
        self._finder = self._source = ""
        self._heard: Score | None = None
        self._best: tuple[Score, Decision] | None = None
        self._parts = ""
        self.board: Board | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        del kind, error, at

    def heard(self, progress: Progress) -> None:
        """Take note of who found the incumbent."""
        self._source = progress.source
        if progress.score != self._heard:
            self._heard = progress.score
            self._finder = f"{progress.source} at {progress.seconds:.1f} s"

    def refresh(self) -> None:
        """Show what is new."""

    def stopping(self) -> None:
        """Say that the search is coming to an end because the user asked for it."""

    def lines(self) -> list[str]:
        """Return the state of the search in words: the clock and the score, and what it is made of."""
        board = self.board
        if board is None:
            return ["reading the rules"]
        left = board.seconds_left
        clock = f"{board.seconds:.0f} s" if left is None else f"{board.seconds:.0f} s, {left:.0f} s left"
        if board.best is None:
            return [f"{clock}: no plan yet", self._source]
        if board.best is not self._best:
            self._best = board.best
            self._parts = self._told(board, self._best)
        score = self._best[0]
        if score.hard:
            return [f"{clock}: not yet a plan, found by {self._finder}", f"still broken: {self._parts}"]
        return [f"{clock}: soft cost {score.soft}{proof(score.soft, board.bound)}, by {self._finder}", self._parts]

    def _told(self, board: Board, best: tuple[Score, Decision]) -> str:
        amounts = board.problem.amounts(best[1])
        hard = {term.rule for term in board.problem.terms if term.hard}
        if best[0].hard:
            return ", ".join(f"{label(name)} {amounts[name]}" for name in amounts if name in hard and amounts[name])
        soft = [f"{label(name)} {self._words.amount(name, amounts[name])}" for name in amounts if name not in hard]
        return ", ".join(soft)


class TellingWatch(Watch):
    """A watch that answers Ctrl-C."""

    def stopping(self) -> None:
        """Say what becomes of the search."""
        note("Stopping; the best plan so far is kept. Press Ctrl-C again to abort.")


class LineWatch(TellingWatch):
    """Writes a plain line on standard error when there is news, `PAUSE` seconds apart or more."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__(scenario)
        self._news = False
        self._last = -PAUSE

    def heard(self, progress: Progress) -> None:
        """Take note that there is news."""
        super().heard(progress)
        self._news = True

    def refresh(self) -> None:
        """Write the state if it is new and the last line was long ago."""
        if self._news and self.board is not None and self.board.seconds - self._last >= PAUSE:
            self._news, self._last = False, self.board.seconds
            note("; ".join(line for line in self.lines() if line))


class LiveWatch(TellingWatch):
    """Keeps two lines up to date at the foot of a terminal."""

    _live: Live

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.live import Live

        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the terminal back."""
        del kind, error, at
        self._live.stop()

    def refresh(self) -> None:
        """Show the state as it is now."""
        from rich.text import Text

        first, *rest = (clean(line) for line in self.lines())
        self._live.update(Text.assemble((first, "bold"), *(f"\n{line}" for line in rest if line)), refresh=True)


def proof(soft: int, bound: int | None) -> str:
    """Say how much of a soft cost is proved to be unavoidable."""
    if bound is None:
        return ""
    if soft <= bound:
        return ", proved to be the least possible"
    return f", at least {bound} proved (gap {(soft - bound) / soft:.1%})"


def choose_watch(scenario: Scenario, *, quiet: bool) -> Watch:
    """Return the watch that fits standard error."""
    if quiet:
        return Watch(scenario)
    return LiveWatch(scenario) if sys.stderr.isatty() else LineWatch(scenario)
