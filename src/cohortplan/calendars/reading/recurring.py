"""Rules of recurrence (RFC 5545, section 3.3.10), within limits: no rule makes a reader slow.

`dateutil` expands them. It knows no limits of its own: some rules it would follow to the year 9999 without finding
anything, so it is stopped from outside.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any

from cohortplan.calendars.reading.values import moment

MOST = 5_000
"""Instances of one rule that are looked at."""

_PERIODS = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}


class RuleError(ValueError):
    """A rule that cannot be followed; the text says why."""


@contextmanager
def deadline(moment: float, clock: Callable[[], float] = monotonic) -> Iterator[None]:
    """Raise `TimeoutError` in the block, wherever in Python it is by then, once the clock passes `moment`.

    The interpreter asks at each call of a function, on any thread and any system, so that nothing needs to be killed.
    """
    before = sys.getprofile()

    def watch(*_: Any) -> None:
        if clock() > moment:
            raise TimeoutError

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(before)


def occurrences(
    rule: str,
    start: datetime,
    first: datetime,
    last: datetime,
    until: float,
    most: int = MOST,
    clock: Callable[[], float] = monotonic,
) -> list[datetime]:
    """Return the starts that `rule` gives from `first` to before `last`, all of them wall-clock times without zone.

    Parameters
    ----------
    rule : str
        The value of RRULE; its UNTIL is a wall-clock time.
    start : datetime
        Start of the first instance.
    until : float
        When to stop, by the clock.

    Raises
    ------
    RuleError
        If the rule is none, gives more than `most` starts, or takes too long.
    """
    from dateutil.rrule import rrulestr

    parts = rule_parts(rule)
    ends = moment(parts["UNTIL"]) if "UNTIL" in parts else None
    if isinstance(ends, datetime) and ends.replace(tzinfo=None) < first:
        return []
    spelled = ";".join(f"{key}={value}" for key, value in parts.items())
    try:
        with deadline(until, clock):
            given = rrulestr(spelled, dtstart=_forward(parts, start, first))
            found = list(islice(_from(given, first, last), most + 1))
    except TimeoutError as error:
        raise RuleError("its rule takes too long to follow") from error
    except Exception as error:
        raise RuleError("its rule cannot be read") from error
    if len(found) > most:
        raise RuleError(f"its rule gives more than {most:,} instances")
    return found


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name, in capitals; UNTIL without zone."""
    pairs = (part.partition("=") for part in rule.upper().replace(" ", "").strip(";").split(";"))
    return {key: value.removesuffix("Z") if key == "UNTIL" else value for key, _, value in pairs}


def _from(given: Any, first: datetime, last: datetime) -> Iterator[datetime]:
    for each in given:
        if each >= last:
            return
        if each >= first:
            yield each


def _forward(parts: dict[str, str], start: datetime, first: datetime) -> datetime:
    """Return a later start from which the rule gives the same from `first` on; `start` itself where none is known."""
    period = _PERIODS.get(parts.get("FREQ", ""))
    interval = parts.get("INTERVAL", "1")
    if period is None or "COUNT" in parts or not interval.isdecimal() or not 0 < int(interval) <= MOST:
        return start
    step = period * int(interval)
    # Two steps are left, as the rule may pick days of the step in which it starts.
    return start + max(0, (first - start) // step - 2) * step
