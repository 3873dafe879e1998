"""Writes what a plan takes of hosts as the table that another cohort reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from pathlib import Path

from cohortplan.io.atomic import write_text
from cohortplan.model import Scenario, Visit

HEADER = ("host", "date", "from", "until", "people", "sets", "by")


def write_bookings(path: str | Path, scenario: Scenario, visits: Iterable[Visit]) -> None:
    """Write visits as ``bookings.csv``: a row for each host and time, sets that are there together in one.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    together: dict[tuple[datetime, datetime, str], list[Visit]] = {}
    for visit in visits:
        together.setdefault((visit.start, visit.end, visit.host), []).append(visit)
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADER)
    for (start, end, host), there in sorted(together.items()):
        people = len({member for visit in there for member in visit.members})
        times = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}")
        table.writerow((host, *times, people, len(there), scenario.programme.id))
    write_text(path, text.getvalue())
