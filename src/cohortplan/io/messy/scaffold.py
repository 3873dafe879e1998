"""What a folder needs beside the tables that are imported: a programme to fill in, that can be solved at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.outcome import as_csv
from cohortplan.io.messy.when import day_names
from cohortplan.io.messy.work import Setting

#: How many people a learning set should have.
_SIZE = 6
#: Weeks from the programme's first day after which the example days are looked for.
_WEEKS = (5, 10)
_HEAD = [
    "round",
    "title",
    "sets",
    "size",
    "activity",
    "kind",
    "activity_title",
    "date",
    "from",
    "until",
    "minutes",
    "step",
]

_SETTINGS = """\
# A programme for the people and hosts that were imported. Its dates and rounds are examples: mend them first.

[programme]
id = "imported"
title = "Imported programme"
timezone = "Europe/London"
starts = {first}
ends = {last}
planned_on = {today}

# Columns of participants.csv that rules may use. A list names the allowed values; [] allows any.
[attributes]
sector = {{ values = {sectors}, optional = {optional} }}
organisation = {{ values = [], optional = true }}

# Every set mirrors the cohort.
[[rules]]
rule = "mix"
attribute = "sector"
hard = false

# Everyone meets as many people as possible whom they do not know yet.
[[rules]]
rule = "new_contacts"

[weights]
new_contacts = 10
mix = 10
"""


def scaffold(setting: Setting, people: Sequence[Entry], hosts: Sequence[Entry]) -> dict[str, str]:
    """Return ``scenario.toml`` and ``rounds.csv`` for people and hosts: two days on which most of them can."""
    quoted = ", ".join(f'"{name}"' for name in setting.sectors)
    settings = _SETTINGS.format(
        first=setting.first,
        last=setting.last,
        today=setting.today,
        sectors=f"[{quoted}]",
        optional=str(not all(entry.get("sector") for entry in people)).lower(),
    )
    sets = max(1, round(len(people) / _SIZE))
    # A set visits only where there are hosts enough; if not, it meets.
    kind = "visit" if len(hosts) >= sets else "meet"
    rows = [_HEAD]
    for number, week in enumerate(_WEEKS, start=1):
        days = [setting.first + timedelta(weeks=week, days=k) for k in range(21)]
        day = max((day for day in days if day.weekday() < 5), key=lambda day: _there(day, people, hosts))
        able = _there(day, people, hosts)[0]
        size = f"{max(1, able // sets - 1)}-{-(-len(people) // sets) + 1}"
        title, visit = ("Visit", ["90", "30"]) if kind == "visit" else ("Meeting", ["", ""])
        row = [f"D{number}", f"Day {number}", str(sets), size, kind, kind, title, str(day), "09:30", "16:30"]
        rows.append(row + visit)
    return {"scenario.toml": settings, "rounds.csv": as_csv(rows)}


def _there(day: date, people: Iterable[Entry], hosts: Iterable[Entry]) -> tuple[int, int]:
    """Count the people who can come on a day, and the hosts who can be visited."""
    weekday = day_names([day.weekday()])
    free = (entry for entry in people if not any(first <= day <= last for first, last in entry.away))
    here = (entry for entry in free if (entry.get("joins") or "") <= str(day) <= (entry.get("leaves") or "9"))
    able = sum(weekday in (entry.get("weekdays") or weekday) for entry in here)
    return able, sum(_receives(entry, day, weekday) for entry in hosts)


def _receives(entry: Entry, day: date, weekday: str) -> bool:
    if entry.offers:
        return any(offer.date == day for offer in entry.offers)
    return weekday in (entry.get("when") or weekday)
