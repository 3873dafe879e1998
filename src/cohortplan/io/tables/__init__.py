"""The tables of a scenario folder, one file each: its columns, and what its rows become."""

from collections.abc import Callable, Mapping

from cohortplan.io.draft import Draft
from cohortplan.io.table import Table
from cohortplan.io.tables import (
    absences,
    attendance,
    bookings,
    cases,
    closures,
    confirmed,
    duties,
    events,
    facilitators,
    guests,
    holidays,
    hosts,
    keys,
    links,
    locks,
    objections,
    openings,
    participants,
    places,
    private,
    rounds,
    sealed,
    ties,
    travel,
)

_IN_ORDER = (
    participants,
    keys,
    sealed,
    private,
    places,
    hosts,
    openings,
    closures,
    bookings,
    travel,
    holidays,
    rounds,
    events,
    ties,
    absences,
    locks,
    objections,
    duties,
    cases,
    guests,
    links,
    facilitators,
    attendance,
    confirmed,
)

#: The tables in the order in which they are read: what a row refers to is read before it.
TABLES: Mapping[str, Table] = {each.TABLE.name: each.TABLE for each in _IN_ORDER}

#: How the records of each table become parts of the scenario.
ADD: Mapping[str, Callable[[Draft], None]] = {each.TABLE.name: each.add for each in _IN_ORDER}

#: Files without which there is no scenario.
REQUIRED = ("participants", "rounds")

__all__ = ["ADD", "REQUIRED", "TABLES"]
