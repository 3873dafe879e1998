"""The section ``[privacy]`` of a scenario: where a programme differs from the table of facts."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from cohortplan.model.base import Frozen
from cohortplan.model.privacy.facts import AUDIENCES, FACTS, Audience, Sight

_SPAN = re.compile(r"([0-9]{1,4}) (day|month)s?")


def _span(text: str) -> str:
    if not _SPAN.fullmatch(text):
        raise ValueError('this is not a time to keep something, such as "30 days" or "24 months"')
    return text


def _kept(name: str) -> str:
    clocked = [each for each, fact in FACTS.items() if fact.since]
    if name not in clocked:
        raise ValueError(f"there is no kind of fact {name!r} with a date; known: {', '.join(clocked)}")
    return name


def _hideable(name: str) -> str:
    if name not in FACTS:
        raise ValueError(f"there is no kind of fact {name!r}; known: {', '.join(FACTS)}")
    return name


def _audience(name: str) -> str:
    if name not in AUDIENCES:
        raise ValueError(f"there is no audience {name!r}; known: {', '.join(AUDIENCES)}")
    return name


class Privacy(Frozen):
    """What a programme decides for itself; the table of facts holds where it says nothing.

    Attributes
    ----------
    keep : mapping of str to str
        How long kinds of facts are kept, such as ``"30 days"`` or ``"24 months"``.
    hide : mapping of str to tuple of str
        Kinds of facts that an audience does not see, though the table would let it.
    sponsors_see_attendance : bool
        Whether the contract lets sponsors know when those whom they sponsor were there.
    """

    keep: Mapping[Annotated[str, AfterValidator(_kept)], Annotated[str, AfterValidator(_span)]] = {}
    hide: Mapping[Annotated[str, AfterValidator(_audience)], tuple[Annotated[str, AfterValidator(_hideable)], ...]] = {}
    sponsors_see_attendance: bool = False

    def sight(self, fact: str, audience: Audience) -> Sight:
        """How an audience sees a kind of fact in this programme."""
        sight = FACTS[fact].sight(audience)
        if fact in self.hide.get(audience, ()):
            return "no"
        if sight == "contract":
            return "own" if self.sponsors_see_attendance else "aggregate"
        return sight

    def kept(self, fact: str) -> str:
        """How long a kind of fact is kept, "" for as long as the folder."""
        return self.keep.get(fact, FACTS[fact].keep)

    def due(self, fact: str, since: date) -> date:
        """Return the day on which facts of a kind are to go that were needed until `since`.

        Raises
        ------
        KeyError
            If facts of this kind are kept as long as the folder.
        """
        found = _SPAN.fullmatch(self.kept(fact))
        if found is None:
            raise KeyError(f"{fact} has no date")
        number, unit = int(found[1]), found[2]
        return since + timedelta(days=number) if unit == "day" else _months(since, number)


def _months(day: date, number: int) -> date:
    """Return the same day `number` months later, or the last of that month if there is none."""
    year, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
