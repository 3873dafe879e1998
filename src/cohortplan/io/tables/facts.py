"""Which kind of fact each column of a table holds: that of the field of the model which it fills."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import BaseModel

from cohortplan.io.table import key
from cohortplan.io.tables import TABLES
from cohortplan.model import (
    Absence,
    Activity,
    Attendance,
    Booking,
    Case,
    Closure,
    Confirmation,
    Duty,
    Event,
    Facilitator,
    Guest,
    Holiday,
    Host,
    Link,
    Objection,
    Opening,
    Participant,
    Place,
    Private,
    Round,
    SeatLock,
    Tie,
    VisitLock,
    Way,
)
from cohortplan.model.privacy import fact_name, of_heading

#: What the rows of each table become; of several the first that has the field counts.
_MODELS: Mapping[str, tuple[type[BaseModel], ...]] = {
    "participants": (Participant,),
    "private": (Private,),
    "sealed": (Participant,),
    "hosts": (Host,),
    "rounds": (Round, Activity),
    "openings": (Opening,),
    "closures": (Closure,),
    "bookings": (Booking,),
    "places": (Place,),
    "travel": (Way,),
    "holidays": (Holiday,),
    "events": (Event,),
    "ties": (Tie,),
    "absences": (Absence,),
    "locks": (SeatLock, VisitLock),
    "objections": (Objection,),
    "duties": (Duty,),
    "cases": (Case,),
    "guests": (Guest,),
    "links": (Link,),
    "facilitators": (Facilitator,),
    "attendance": (Attendance,),
    "confirmed": (Confirmation,),
}

#: Columns that fill no field by themselves.
_OTHERS: Mapping[tuple[str, str], str] = {
    **{("sealed", name): "sealed_key" for name in ("key",)},
    **{("keys", name): "sealed_key" for name in ("key", "participant")},
    **{("hosts", name): "host_desk" for name in ("days", "from", "until")},
    **{("hosts", f"leader_{name}"): "host_desk" for name in ("days", "from", "until")},
    **{("rounds", name): "programme" for name in ("same_sets", "size", "activity", "activity_title", "date")},
    **{("rounds", name): "programme" for name in ("from", "until", "every", "times")},
    **{(table, name): "host_desk" for table in ("openings", "bookings") for name in ("host", "date", "from", "until")},
    ("closures", "host"): "host_desk",
    **{("events", name): "programme" for name in ("date", "from", "until")},
    ("holidays", "who"): "programme",
}


def column_fact(table: str, heading: str, attributes: Collection[str] = ()) -> str:
    """Return the name of the kind of fact that a column of a table holds.

    Parameters
    ----------
    heading : str
        The column's name; in a table that keeps further columns, any heading.
    attributes : collection of str
        The attributes of participants, which are columns of their own.

    Raises
    ------
    KeyError
        If nobody said what the column holds.
    """
    column = next((each for each in TABLES[table].columns if key(each.name) == key(heading)), None)
    if column is None and TABLES[table].open:
        known = {key(name) for name in attributes}
        return fact_name(Participant, "attributes") if key(heading) in known else of_heading(heading)
    if column is not None and (table, column.name) in _OTHERS:
        return _OTHERS[table, column.name]
    for model in _MODELS.get(table, ()):
        if column is not None and column.target in model.model_fields:
            return fact_name(model, column.target)
    raise KeyError(f"{table}.{heading} has no kind of fact")
