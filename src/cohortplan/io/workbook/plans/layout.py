"""What the sheets of a plan are called, what stands where on them, and which of it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time

from cohortplan.io import cells, dates
from cohortplan.io.table import Column, Table, key

SETS, TIMETABLE, HOSTS, PEOPLE, CONTACTS, CHECK, ABOUT = (
    *("sets", "timetable", "hosts", "people", "contacts", "check", "about"),
)

#: What the first cell of a row on the sheet of sets says of the others; next to a number stand members.
ROUND, SET, CARER = "round", "set", "looked after by"

#: What begins the heading of the column of a duty.
DUTY = "duty "

PARTICIPANT, FACILITATOR, GUEST = "participant", "facilitator", "guest"


def when(cell: str) -> time | datetime:
    """Read a time of day, 24:00 being midnight; or a moment with its offset from UTC, on another day, say.

    Raises
    ------
    CellError
        If it is none.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.+[+-]\d\d:\d\d(:\d\d)?", cell):
        try:
            return datetime.fromisoformat(cell)
        except ValueError as error:
            raise dates.CellError("this is not a moment", "Write a time of day, such as 10:00") from error
    return dates.closing(cell)


#: The attribute by which people are lettered and coloured.
SECTOR = "sector"

#: Columns of the sheet of people, before those of the rounds: who it is, and what is there to look at.
WHO, FACTS = ("id", "name", "role"), (SECTOR, "organisation", "meets")


def round_headings(rounds: Iterable[str]) -> list[str]:
    """Return the headings of rounds on the sheet of people; one called like another column has its number beside it."""
    taken = {key(heading) for heading in (*WHO, *FACTS, WRITTEN)}
    found = []
    for number, name in enumerate(rounds, start=1):
        heading = name
        while key(heading) in taken:
            heading += f" ({number})"
        taken.add(key(heading))
        found.append(heading)
    return found


#: Columns that are read; others are there to look at.
TIMETABLE_TABLE = Table(
    TIMETABLE,
    (
        Column("round", required=True),
        Column("set", required=True),
        Column("activity", required=True),
        Column("kind", cells.activity_kind, required=True),
        Column("date", dates.day, required=True),
        Column("from", when, required=True),
        Column("until", when, required=True),
        Column("host"),
        Column("guests", cells.words),
    ),
    open=True,
)
PEOPLE_TABLE = Table(
    PEOPLE,
    (Column("id", required=True), Column("name", required=True), Column("role", str.lower, required=True)),
    open=True,
)
HOSTS_TABLE = Table(HOSTS, (Column("id", required=True), Column("name", required=True)), open=True)
#: The item of the sheet `about`, and the hidden column of the sheet `people`, that tell what was decided at first.
WRITTEN = "as written"
ABOUT_TABLE = Table(ABOUT, (Column("item", required=True), Column("value")))
