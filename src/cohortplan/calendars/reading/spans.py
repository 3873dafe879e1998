"""Stretches of time as sorted lists of starts and ends that neither touch nor overlap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the time that any of `spans` covers; those that end before they begin cover none."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return the time of `spans` that `taken` leaves."""
    left: list[Span] = []
    cuts = union(taken)
    for start, end in union(spans):
        free = start
        for begin, stop in cuts:
            if free < stop and begin < end:
                left.append((free, begin))
                free = stop
        left.append((free, end))
    return union(left)


def within(spans: Iterable[Span], bounds: Iterable[Span]) -> list[Span]:
    """Return the time that both `spans` and `bounds` cover."""
    limits = union(bounds)
    return union(
        (max(start, begin), min(end, stop))
        for start, end in union(spans)
        for begin, stop in limits
        if start < stop and begin < end
    )


def meet(spans: Iterable[Span], start: datetime, end: datetime) -> bool:
    """Whether any of `spans` shares time with that from `start` to `end`."""
    return any(begin < end and start < stop for begin, stop in spans)
