"""News of a run of the laboratory: a bar on a terminal, a plain line now and then when piped, or nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cohortplan.cli.output import clean, count, note
from cohortplan.cli.progress import PAUSE

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from cohortplan.bench.runner import Runner, Tally


class RunWatch:
    """Shows nothing; but answers Ctrl-C."""

    farewell = "Aborted; what is done is kept, and the same command goes on from there."

    def __init__(self, runner: Runner) -> None:
        self.board = runner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        del kind, error, at

    def refresh(self) -> None:
        """Show what is new."""

    def stopping(self) -> None:
        """Say what becomes of the run."""
        hand = len(self.board.tally.hand)
        first = f"{count(hand, 'unit')} under way {'is' if hand == 1 else 'are'} finished first. " if hand else ""
        note(f"Stopping; {first}The same command goes on from there. Press Ctrl-C again to abort.")


class LineRunWatch(RunWatch):
    """Writes a plain line on standard error when units were done, `PAUSE` seconds apart or more."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._told, self._last = runner.tally.done, time.monotonic()

    def refresh(self) -> None:
        """Write how far it has come, if that is new and the last line was long ago."""
        tally, now = self.board.tally, time.monotonic()
        if self._told != tally.done < tally.total and now - self._last >= PAUSE:
            self._told, self._last = tally.done, now
            note(f"{tally.done} of {count(tally.total, 'unit')}; {told(tally)}")


class LiveRunWatch(RunWatch):
    """Keeps a bar up to date at the foot of a terminal."""

    _bar: Progress
    _task: TaskID

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.table import Column

        # The bar and the number keep their places, whatever cases are called.
        text = TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True))
        columns = (BarColumn(20), MofNCompleteColumn(), text)
        self._bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True, expand=True)
        self._task = self._bar.add_task("", total=self.board.tally.total)
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the terminal back."""
        del kind, error, at
        self._bar.stop()

    def refresh(self) -> None:
        """Show how far it has come."""
        tally = self.board.tally
        self._bar.update(self._task, completed=tally.done, description=clean(told(tally)))
        self._bar.refresh()


def told(tally: Tally) -> str:
    """Say how a run gets on: errors, time left, what is under way."""
    parts = [count(tally.errors, "error")] if tally.errors else []
    if not tally.complete:
        parts.append(f"about {span(tally.left)} left" if tally.left is not None else "time left not known yet")
    if tally.hand:
        first = tally.hand[0]
        parts.append(f"now {first.case.name}, {first.solver}, seed {first.seed}")
    elif tally.elsewhere:
        parts.append(f"{count(tally.elsewhere, 'unit')} in the hands of another run")
    return "; ".join(parts)


def span(seconds: float) -> str:
    """Return a time as one says it."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.0f} h"


def choose_run_watch(runner: Runner, *, quiet: bool) -> RunWatch:
    """Return the watch that fits standard error."""
    if quiet:
        return RunWatch(runner)
    return LiveRunWatch(runner) if sys.stderr.isatty() else LineRunWatch(runner)
