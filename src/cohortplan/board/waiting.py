"""Changes that wait until a question is answered, which they may have overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cohortplan.board import asked
from cohortplan.model.base import Frozen


class OvertakenError(Exception):
    """A change waits after which nobody wants the answer to a question any more."""


class Waiting:
    """The changes that wait for their turn."""

    def __init__(self) -> None:
        self._wishes: list[asked.Change] = []

    @contextmanager
    def turn(self, wish: Frozen) -> Iterator[None]:
        """Have a wish, if it is one for a change, wait as long as this lasts."""
        mine = [wish] if isinstance(wish, asked.Change) and not isinstance(wish, asked.Question) else []
        self._wishes.extend(mine)
        try:
            yield
        finally:
            for each in mine:
                self._wishes.remove(each)

    def must_be_wanted(self, question: asked.Question) -> None:
        """Make sure that the answer to a question is still wanted: what is put where it was asked of needs it, too.

        Raises
        ------
        OvertakenError
            If not.
        """
        for wish in tuple(self._wishes):
            if wish.revision == question.revision and getattr(wish, "locks", ()) != question.locks:
                raise OvertakenError
