"""How documents say numbers, days and times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cohortplan.evaluate.wording import day as day


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, as in "1 host" and "2,400 people"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def people(number: int) -> str:
    """Return how many people, as in "1 person"."""
    return count(number, "person", "people")


def days(first: date, last: date) -> str:
    """Say from when until when, both included."""
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def hours(start: datetime, end: datetime) -> str:
    """Say from when until when on a day, and on which day it ends if on another."""
    return f"{start:%H:%M}–{end:%H:%M}" if start.date() == end.date() else f"{start:%H:%M} to {end:%a %H:%M}"


def duration(minutes: int) -> str:
    """Say how long something takes, as in "2 h 05"."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d}"


def listed(words: Sequence[str]) -> str:
    """Return words as they are listed in a sentence."""
    return ", ".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
