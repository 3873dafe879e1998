"""``city-240``: a year of changes, drawn at random around a few that are certain."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cohortplan.bench.generate.streams import Stream

#: Changes a week, and the chance that somebody misses a day.
CHANGES, ABSENCE = 1.5, 0.03
FIRST, LAST = date(2026, 9, 7), date(2027, 7, 5)

_HEAD = """\
# What happens to the plan, in the order in which it becomes known: 1.5 changes a week on average, and on each visit day
# three of a hundred people are away. Made by `python -m scenarios.make city-240`.
"""

Change = tuple[date, str]


def script(name: str, days: dict[str, list[str]], hosts: Sequence[tuple[str, str, str]]) -> str:
    """Return the text of ``disruptions.toml``.

    Parameters
    ----------
    days : dict of str to list of str
        The people who are there on each visit day.
    hosts : sequence of (str, str, str)
        Id, kind and town of each host.
    """
    changes = [*_certain(hosts), *_weekly(name, list(days), [host for host, *_ in hosts]), *_absent(name, days)]
    return _HEAD + "".join(f"\n[[change]]\nknown = {known}\n{text}" for known, text in sorted(changes))


def _certain(hosts: Sequence[tuple[str, str, str]]) -> Iterator[Change]:
    for host, kind, town in hosts:
        if town == "Manchester":
            yield (
                date(2027, 4, 12),
                _closure(host, date(2027, 4, 15), date(2027, 4, 15), "roads closed for the marathon"),
            )
        if kind == "prison":
            yield date(2027, 2, 8), _closure(host, date(2027, 2, 8), date(2027, 2, 12), "lockdown")


def _weekly(name: str, days: list[str], hosts: list[str]) -> Iterator[Change]:
    draw = Stream(name, "changes")
    for week in range((LAST - FIRST).days // 7):
        for _ in range(_poisson(draw, CHANGES)):
            known = FIRST + timedelta(weeks=week, days=draw.below(5))
            ahead = [date.fromisoformat(day) for day in days if date.fromisoformat(day) >= known]
            if not ahead:
                return
            yield known, _change(draw, draw.pick(hosts), draw.pick(ahead[:3]))


def _change(draw: Stream, host: str, day: date) -> str:
    """Return a closure, a later opening or less room, of a host on a visit day soon."""
    chance = draw.unit()
    if chance < 0.5:
        return _closure(host, day, day, "called off")
    if chance < 0.8:
        return f'change = "opening"\nhost = "{host}"\ndate = {day}\nfrom = 10:30:00\nuntil = 12:00:00\n'
    return f'change = "room"\nhost = "{host}"\nroom = 7\n'


def _closure(host: str, first: date, last: date, note: str) -> str:
    return f'change = "closure"\nhost = "{host}"\nfrom = {first}\nuntil = {last}\nnote = "{note}"\n'


def _absent(name: str, days: dict[str, list[str]]) -> Iterator[Change]:
    draw = Stream(name, "absences")
    for number, (day, people) in enumerate(days.items(), start=1):
        away = [person for person in people if draw.unit() < ABSENCE]
        if away:
            listed = ", ".join(f'"{person}"' for person in away)
            yield date.fromisoformat(day), f'change = "absence"\nparticipants = [{listed}]\nrounds = ["D{number}"]\n'


def _poisson(draw: Stream, mean: float) -> int:
    """Draw a number of events (Knuth's method)."""
    left, number = draw.unit(), 0
    while left > math.exp(-mean):
        left, number = left * draw.unit(), number + 1
    return number
