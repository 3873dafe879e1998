"""A valid scenario folder with a little of everything, and a way to change single cells of it."""

from __future__ import annotations

import csv
from importlib.resources import files
from io import StringIO
from pathlib import Path

#: Rows added to the starter scenario, so that every table and every kind of cell occurs.
_LOCKS = "participant,set,activity,host,start\nP03,D1.1,,,\n,D2.2,visit,H4,2026-11-12 10:30\n"
_PLACES = (
    "place,lat,lon,holds,rooms\nLeeds,53.8008,-1.5491,,\nHalifax,53.7248,-1.8658,,\n"
    "Halifax Minster Rooms,53.7231,-1.8543,20,3\n"
)
_BOOKINGS = "host,date,from,until,people,sets,by\nH3,2026-12-03,10:00,11:30,7,1,North cohort\n"
_HOLIDAYS = "from,until,reason,who\n2026-12-25,2026-12-28,Christmas,\n2026-10-26,2026-10-30,half-term,town=Leeds\n"
_TRAVEL = "from,to,minutes\nLeeds,H1,35\nHalifax,Leeds,40\n"
_ROWS = {
    "participants.csv": "P13,Zoë Ormerod,zoe@starter.example,public,Nidd Libraries,Leeds,first;only,"
    "stairs; H4 from 2027-01-01 until 2027-02-01,2026-09-01,2027-07-31,\n",
    "hosts.csv": "H5,Nidd Library,Nidd Libraries,public,library,culture,Leeds,9,2,1,3,7,3,yes,,,,\n",
    "closures.csv": "H2,2026-10-26,2026-10-30,half-term\n",
    "ties.csv": "P02,P13,apart,,,\nP04,P13,together,same project,2026-01-15,2026-12-31\nP10,P12,together,,,\n",
    "duties.csv": "presents,Presents a case,D1;D2,review,meet,2,20,yes,1,town,organisation,1\n",
    "facilitators.csv": "F3,Gwen Pateley,gwen@starter.example,Nidd Libraries,Beck Software;Dales Youth,coaching,"
    "1,4,2026-10-22 to 2026-10-30; 2026-11-20\n",
    "absences.csv": "Alun Gathercole,,2026-11-10,2026-11-20,leave\n",
}
_EVENTS = (
    "id,title,date,from,until,place,mode,format,guests\n"
    "welcome,Welcome evening,2026-09-17,17:30,19:30,Halifax Minster Rooms,,plenary,\n"
    "close,Celebration,2027-01-28,17:30,19:30,Leeds Canal Office,,,yes\n"
)
_GUESTS = (
    "guest,name,email,organisation,kind,of,events\n"
    "G1,Ottoline Skaife,ottoline@starter.example,Calder Council,sponsor,P01;P02,\n"
    "G2,Barnaby Threap,,Canal and River Forum,stakeholder,,close;review\n"
)
_LINKS = (
    "organisation,body\nCalder Council,Upper Calder Flood Forum\nCalder Council,Pennine Trust\n"
    "Beck Software,Pennine Trust\n"
)
_OBJECTIONS = "participant,set\nP02,D1.2\nAlun Gathercole,D2.1\n"
_CASES = "participant,topic,minutes\nP02,Calder Council,25\nP06,flood wardens,\n"
_ATTENDANCE = (
    "participant,round,set,activity,date,present,correction\n"
    "P01,D2,D2.1,visit,2026-11-12,yes,\nP02,D2,D2.1,visit,2026-11-12,no,\nP04,D2,D2.2,visit,2026-11-12,yes,\n"
    "P02,D2,D2.1,visit,2026-11-12,yes,came late\n"
)
_CONFIRMED = (
    "participant,met,date,confirms,correction\nP01,P02,2026-10-10,,\nP02,P01,2026-10-11,no,\n"
    "P04,P05,2026-10-12,yes,\nP02,P01,2026-10-13,yes,ticked the wrong box\n"
)
_PRIVATE = (
    "participant,legal_name,born,id_type,id_number,phone,diet,emergency,consents,consented\n"
    "P02,Bronwen Mary Pask,1980-05-17,passport,533401872,+44 1632 960001,vegan,Sister 01632 960002,"
    "name;contact,2026-08-20\n"
    "Zoë Ormerod,,,,,,halal,,,\n"
)
_SEALED = "key,flags,cannot,needs\n9f2c61d0,first,,hearing loop\n41aa07be,,stairs until 2026-12-31,\n"
_KEYS = "key,participant\n41aa07be,P05\n9f2c61d0,P07\n"
_RULES = """
[[rules]]
rule = "keep_apart"
id = "rivals"
kinds = ["apart"]
rounds = ["D1"]

[[rules]]
rule = "keep_together"
rounds = ["D1"]
"""
_REACH = """
[reach]
attribute = "sector"
values = ["nonprofit"]
"""


def base_folder() -> dict[str, str]:
    """Return the files of a valid scenario by name: the starter, and more."""
    starter = files("cohortplan.io").joinpath("starter")
    found = {file.name: file.read_text(encoding="utf-8") for file in starter.iterdir() if file.name != "README.md"}
    found = {name: text + _ROWS.get(name, "") for name, text in sorted(found.items())}
    settings, weights = found["scenario.toml"].split("# What one unit")
    return {
        **found,
        "scenario.toml": f"{settings}{_RULES[1:]}\n# What one unit{weights}{_REACH}",
        "locks.csv": _LOCKS,
        "places.csv": _PLACES,
        "travel.csv": _TRAVEL,
        "bookings.csv": _BOOKINGS,
        "cases.csv": _CASES,
        "objections.csv": _OBJECTIONS,
        "events.csv": _EVENTS,
        "guests.csv": _GUESTS,
        "links.csv": _LINKS,
        "attendance.csv": _ATTENDANCE,
        "confirmed.csv": _CONFIRMED,
        "holidays.csv": _HOLIDAYS,
        "private.csv": _PRIVATE,
        "sealed.csv": _SEALED,
        "keys.csv": _KEYS,
    }


def write_folder(folder: Path, contents: dict[str, str] | dict[str, bytes]) -> Path:
    """Write a scenario's files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


class Grid:
    """The cells of a table; row 1 is the header."""

    def __init__(self, text: str) -> None:
        self.rows = list(csv.reader(StringIO(text)))

    @property
    def headings(self) -> list[str]:
        """The header."""
        return self.rows[0]

    @property
    def last(self) -> int:
        """The number of the last row."""
        return len(self.rows)

    def get(self, row: int, column: str) -> str:
        """Return a cell."""
        return self.rows[row - 1][self.headings.index(column)]

    def filled(self, column: str) -> list[int]:
        """Return the numbers of the rows that fill a column."""
        return [row for row in range(2, self.last + 1) if self.get(row, column)]

    def put(self, row: int, column: str, value: str) -> Grid:
        """Change a cell."""
        self.rows[row - 1][self.headings.index(column)] = value
        return self

    def drop(self, column: str) -> Grid:
        """Remove a column."""
        position = self.headings.index(column)
        self.rows = [[*row[:position], *row[position + 1 :]] for row in self.rows]
        return self

    def text(self) -> str:
        """Return the table as CSV."""
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.rows)
        return out.getvalue()
