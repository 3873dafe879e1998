"""``city-240``: a year of changes, drawn at random around a few that are certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cohortplan.bench.generate.disruptions import Change, Kinds, absent, closure, script_text, weekly
from cohortplan.bench.generate.streams import Stream

#: Changes a week, and the chance that somebody misses a day.
CHANGES, ABSENCE = 1.5, 0.03
#: When a host opens that opens late, and for how many there is room where there is less.
KINDS = Kinds(late="10:30:00", until="12:00:00", room=7)
FIRST, LAST = date(2026, 9, 7), date(2027, 7, 5)

_HEAD = """\
# What happens to the plan, in the order in which it becomes known: 1.5 changes a week on average, and on each visit day
# three of a hundred people are away. Made by `python -m scenarios.make city-240`.
"""


def script(name: str, days: dict[str, list[str]], hosts: Sequence[tuple[str, str, str]]) -> str:
    """Return the text of ``disruptions.toml``.

    Parameters
    ----------
    days : dict of str to list of str
        The people who are there on each visit day.
    hosts : sequence of (str, str, str)
        Id, kind and town of each host.
    """
    ahead = {date.fromisoformat(day): people for day, people in days.items()}
    drawn = weekly(Stream(name, "changes"), CHANGES, (FIRST, LAST), list(ahead), [host for host, *_ in hosts], KINDS)
    away = absent(
        Stream(name, "absences"), ABSENCE, {f"D{k}": (day, there) for k, (day, there) in enumerate(ahead.items(), 1)}
    )
    return script_text(_HEAD, [*_certain(hosts), *drawn, *away])


def _certain(hosts: Sequence[tuple[str, str, str]]) -> Iterator[Change]:
    for host, kind, town in hosts:
        if town == "Manchester":
            yield (
                date(2027, 4, 12),
                closure(host, date(2027, 4, 15), date(2027, 4, 15), "roads closed for the marathon"),
            )
        if kind == "prison":
            yield date(2027, 2, 8), closure(host, date(2027, 2, 8), date(2027, 2, 12), "lockdown")
