"""Files of changes that tests write."""

from __future__ import annotations

from pathlib import Path

from cohortplan.io.changes import CHANGES
from tests.support.folders import base_folder, write_folder

BASE = base_folder()

#: One change of each kind, as somebody may write them.
VALID = """\
# Told by telephone.
[[change]]
known = 2026-09-20
change = "absence"
participants = ["P01", "P04"]
rounds = ["D1"]
note = "an operation"

[[change]]
known = 2026-09-20
change = "leaves"
participants = ["P13"]
date = 2026-11-01

[[change]]
known = 2026-09-21
change = "joins"
participant = "P14"
name = "Wilf Sugden"
email = "wilf@starter.example"
attributes = { sector = "public", organisation = "Nidd Libraries", town = "Leeds" }
date = 2026-10-20
# a comment below
[[change]]
known = 2026-09-21
change = "cleared"
participants = ["P04"]
clearance = "prison"

[[change]]
known = 2026-09-21
change = "refused"
participants = ["P05"]
clearance = "prison"

[[change]]
known = 2026-09-21
change = "attribute"
participants = ["P01", "P02"]
attribute = "organisation"
value = "Calder and Nidd"
from = 2026-10-01

[[change]]
known = 2026-09-21
change = "tie"
a = "P07"
b = "P08"
kind = "knows"

[[change]]
known = 2026-09-22
change = "objection"
participants = ["P06"]
set = "D2.2"

[[change]]
known = 2026-09-22
change = "uninvited"
guests = ["G1"]

[[change]]
known = 2026-09-22
change = "closure"
host = "H3"
from = 2026-11-01
until = 2026-11-30

[[change]]
known = 2026-09-22
change = "opening"
host = "H4"
date = 2026-11-12
from = 10:00:00
until = 13:00:00

[[change]]
known = 2026-09-22
change = "visits"
host = "H5"
most = 4

[[change]]
known = 2026-09-22
change = "room"
host = "H1"
room = 11

[[change]]
known = 2026-09-22
change = "size"
round = "D2"
least = 3
most = 8

[[change]]
known = 2026-09-22
change = "activity"
round = "D1"
activity = "visit"
date = 2026-10-09
from = 09:30:00
until = 12:30:00

[[change]]
known = 2026-09-22
change = "cancelled"
round = "D2"
activity = "review"
sets = ["D2.1"]

[[change]]
known = 2026-09-22
change = "event"
event = "close"
date = 2027-01-29
from = 17:00:00
until = 19:00:00

[[change]]
known = 2026-09-23
change = "soften"
rule = "rivals"
"""


def entry(kind: str, *lines: str, known: str = "2026-09-20") -> str:
    """Write an entry, three lines and those given."""
    return "\n".join(("[[change]]", f"known = {known}", f'change = "{kind}"', *lines, ""))


def folder_with(path: Path, text: str | bytes) -> Path:
    """Write the base folder with changes."""
    content = text if isinstance(text, bytes) else text.encode()
    return write_folder(path / "folder", {**{name: each.encode() for name, each in BASE.items()}, CHANGES: content})
