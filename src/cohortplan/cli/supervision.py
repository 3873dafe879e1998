"""Solving beside the main thread, so that the terminal stays alive and Ctrl-C keeps the best plan."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from cohortplan.cli.failures import INTERRUPTED
from cohortplan.cli.output import note

if TYPE_CHECKING:
    from types import FrameType

Answer = TypeVar("Answer")

#: Seconds between two looks at the search.
_BLINK = 0.2


class Halting(Protocol):
    """Work that can be asked to come to an end."""

    def halt(self) -> None:
        """Ask it."""


class Shown(Protocol):
    """What is shown of work, from the main thread."""

    #: What is lost if it is aborted, in a sentence.
    farewell: str

    @property
    def board(self) -> Halting | None:
        """What can be asked to come to an end, once there is something."""

    def refresh(self) -> None:
        """Show what is new."""

    def stopping(self) -> None:
        """Say that the work is coming to an end because the user asked for it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


def supervise(work: Callable[[], Answer], watch: Shown) -> Answer:
    """Run `work` in a thread and show `watch` until it is done.

    The first Ctrl-C, or a request to terminate, halts the watch's board; `work` then returns with the best it has.
    The second ends the program at once.
    """
    executor = ThreadPoolExecutor(max_workers=1)
    try:
        with interrupts() as asked, watch:
            task = executor.submit(work)
            _wait_for(task, asked, watch)
            return task.result()
    except KeyboardInterrupt:
        note(watch.farewell)
        sys.stdout.flush()
        # Solvers written in C would keep an orderly exit waiting.
        os._exit(INTERRUPTED)
    finally:
        executor.shutdown(wait=False)


def _wait_for(task: Future[Answer], asked: threading.Event, watch: Shown) -> None:
    told = False
    while not task.done():
        if asked.is_set() and watch.board is not None:
            watch.board.halt()
        if asked.is_set() and not told:
            watch.stopping()
            told = True
        watch.refresh()
        wait([task], timeout=_BLINK)


@contextmanager
def interrupts() -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C or request to terminate sets; the second raises KeyboardInterrupt."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    # Only the main thread may set handlers; elsewhere the embedding program keeps its own.
    mine = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = [(number, signal.signal(number, ask)) for number in mine]
    try:
        yield asked
    finally:
        for number, handler in before:
            signal.signal(number, handler)
