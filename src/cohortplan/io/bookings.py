"""What a plan takes of hosts, as rows of the table that another cohort reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from cohortplan.io.append import new
from cohortplan.io.atomic import write_text
from cohortplan.io.tables import TABLES
from cohortplan.model import Scenario, Visit

HEADER = ("host", "date", "from", "until", "people", "sets", "by")


def booking_rows(scenario: Scenario, visits: Iterable[Visit], hosts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a row for each host and time of the visits, sets that are there together in one.

    Parameters
    ----------
    hosts : mapping of str to str
        What the other cohort calls the hosts that it knows; visits to others are left out.
    """
    together: dict[tuple[datetime, datetime, str], list[Visit]] = {}
    for visit in visits:
        if visit.host in hosts:
            together.setdefault((visit.start, visit.end, hosts[visit.host]), []).append(visit)
    rows = []
    for (start, end, host), there in sorted(together.items()):
        people = len({member for visit in there for member in visit.members})
        times = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}")
        cells = (host, *times, str(people), str(len(there)), scenario.programme.id)
        rows.append(dict(zip(HEADER, cells, strict=True)))
    return rows


def write_bookings(path: str | Path, scenario: Scenario, visits: Iterable[Visit]) -> None:
    """Write visits as ``bookings.csv``.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    rows = booking_rows(scenario, visits, {name: name for name in scenario.host})
    write_text(path, new(TABLES["bookings"], rows))
