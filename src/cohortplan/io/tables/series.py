"""Activities that recur: one row of ``rounds.csv`` for all their dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from cohortplan.io.draft import Draft
from cohortplan.io.sheet import Record
from cohortplan.model import Activity, Window
from cohortplan.model.days import Holidays

#: The columns that say how an activity recurs.
OF_SERIES = ("every", "times")

#: An activity with the rows of its windows.
Dated = tuple[Activity, list[Record]]

#: Most days from date to date, and most dates.
_MOST = 366
#: Longest name of an activity, so that its dates can be named after it.
_LONGEST = 60
#: So many dates are looked at at most: else a holiday of centuries would be walked through.
_TRIED = 1000


def repeated(dated: Dated, shared: dict[str, int], draft: Draft) -> Iterator[Dated]:
    """Yield an activity on each of its dates, one unless its rows say `every` so many days and so many `times`.

    Clock times stay what they are. A date that is a holiday of any participant is left out and made up for at the end.
    """
    activity, rows = dated
    if not any(field in shared for field in OF_SERIES) or not _sound(rows[0], activity.id, shared):
        yield dated
        return
    holidays, number = Holidays(draft.holidays), 0
    for tried in range(_TRIED):
        if number == shared["times"]:
            return
        windows = _later(activity.windows, tried * shared["every"])
        days = {day for window in windows for day in window.days}
        if not any(each.concerns(person) for day in days for each in holidays.on(day) for person in draft.participants):
            number += 1
            title = activity.title and f"{activity.title} ({number} of {shared['times']})"
            changed = {
                "id": f"{activity.id}-{number}",
                "title": title,
                "windows": windows,
                "series": activity.id,
            }
            yield activity.model_copy(update=changed), rows
    if number < shared["times"]:
        rows[0].fault("times", "the other dates are all holidays", "Lower the number, or mend holidays.csv")


def _sound(row: Record, name: str, shared: dict[str, int]) -> bool:
    """Whether a series can be made; what is wrong is noted."""
    for field, what in zip(OF_SERIES, ("the number of days from date to date", "the number of dates"), strict=True):
        if field not in shared:
            row.fault(field, f"{what} is missing", "Fill in both every and times, or neither")
        elif not 1 <= shared[field] <= _MOST:
            row.fault(field, f"{what} must be from 1 to {_MOST}", "Mend the number")
    if len(name) > _LONGEST:
        row.fault("activity", f"this is longer than {_LONGEST} characters", "Shorten it")
    return row.faulty.isdisjoint((*OF_SERIES, "activity"))


def _later(windows: Sequence[Window], days: int) -> tuple[Window, ...]:
    shift = timedelta(days=days)
    return tuple(Window(start=window.start + shift, end=window.end + shift) for window in windows)
