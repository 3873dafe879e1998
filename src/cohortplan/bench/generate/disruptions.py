"""What becomes known once there is a plan: hosts call off, open late or have less room, and people stay away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cohortplan.bench.generate.streams import Stream

#: The day on which a change becomes known, and the text that says what changes.
Change = tuple[date, str]


class Kinds(NamedTuple):
    """What changes say: when a host that opens late opens and closes, and for how many there still is room."""

    late: str
    until: str
    room: int


def script_text(head: str, changes: Iterable[Change]) -> str:
    """Return the text of ``disruptions.toml``, the changes in the order in which they become known."""
    return head + "".join(f"\n[[change]]\nknown = {known}\n{text}" for known, text in sorted(changes))


def weekly(
    draw: Stream, mean: float, span: tuple[date, date], days: Sequence[date], hosts: Sequence[str], kinds: Kinds
) -> Iterator[Change]:
    """Yield changes of hosts on visit days soon, a number that is `mean` a week on average, from Monday to Friday.

    Parameters
    ----------
    span : (date, date)
        A Monday, and a day after the last week.
    days : sequence of date
        The visit days, ascending.
    """
    first, last = span
    for week in range((last - first).days // 7):
        for _ in range(_poisson(draw, mean)):
            known = first + timedelta(weeks=week, days=draw.below(5))
            ahead = [day for day in days if day >= known]
            if not ahead:
                return
            yield known, _change(draw, draw.pick(hosts), draw.pick(ahead[:3]), kinds)


def absent(draw: Stream, chance: float, rounds: Mapping[str, tuple[date, Sequence[str]]]) -> Iterator[Change]:
    """Yield for each round, given its day and who is due there, who stays away, each with the same chance."""
    for name, (day, people) in rounds.items():
        away = [person for person in people if draw.unit() < chance]
        if away:
            listed = ", ".join(f'"{person}"' for person in away)
            yield day, f'change = "absence"\nparticipants = [{listed}]\nrounds = ["{name}"]\n'


def closure(host: str, first: date, last: date, note: str) -> str:
    """Return the text of a closure."""
    return f'change = "closure"\nhost = "{host}"\nfrom = {first}\nuntil = {last}\nnote = "{note}"\n'


def _change(draw: Stream, host: str, day: date, kinds: Kinds) -> str:
    """Return a closure, a later opening or less room, of a host."""
    chance = draw.unit()
    if chance < 0.5:
        return closure(host, day, day, "called off")
    if chance < 0.8:
        return f'change = "opening"\nhost = "{host}"\ndate = {day}\nfrom = {kinds.late}\nuntil = {kinds.until}\n'
    return f'change = "room"\nhost = "{host}"\nroom = {kinds.room}\n'


def _poisson(draw: Stream, mean: float) -> int:
    """Draw a number of events (Knuth's method)."""
    left, number = draw.unit(), 0
    while left > math.exp(-mean):
        left, number = left * draw.unit(), number + 1
    return number
