"""What sets do where and when: a row for each, to be edited, and beside it what is good to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cohortplan.errors import Defect, InputError
from cohortplan.io.table import key
from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import fit_columns
from cohortplan.io.workbook.plans.grid import PLAIN, finish, put_header, put_value
from cohortplan.io.workbook.plans.layout import DUTY, HOSTS, TIMETABLE
from cohortplan.model import Plan, PlannedActivity, PlannedSet, Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

    from cohortplan.io.workbook.plans.labels import Label
    from cohortplan.io.workbook.plans.names import Names

_READ = ("round", "set", "activity", "kind", "date", "from", "until", "host")
_SHOWN = ("what", "where", "persons")


def add_times(book: Book, scenario: Scenario, plan: Plan, names: Names) -> None:
    """Add the sheet."""
    duties = _duties(scenario, plan)
    guests = any(each.guests for planned in plan.rounds for group in planned.sets for each in group.activities)
    read = [*_READ, *(["guests"] if guests else []), *(f"{DUTY}{duty}" for duty in duties)]
    sheet = add_sheet(book, TIMETABLE)
    put_header(sheet, [*read, *_SHOWN], shown=_SHOWN)
    row = 1
    for planned in plan.rounds:
        for group in planned.sets:
            for each in group.activities:
                row += 1
                more = [_listed(each.guests, names.guest)] if guests else []
                having = [_listed(each.duties.get(duty, ()), names.person) for duty in duties]
                values = [planned.id, group.id, *_doing(scenario, each, names), *more, *having]
                for column, value in enumerate([*values, *_known(scenario, planned.id, group, each)], start=1):
                    put_value(sheet, row, column, value, PLAIN)
    fit_columns(sheet)
    sheet.column_dimensions["E"].width = 17
    if scenario.hosts:
        _offer_hosts(book, len(scenario.hosts), row)
    sheet.auto_filter.ref = sheet.dimensions
    finish(sheet, "D2", columns="A:C")


def _listed(those: Iterable[str], named: Callable[[str], Label]) -> str:
    """Return a list of people in one cell; a name that holds the separator is left out, its id says enough."""
    labels = {name: str(named(name)) for name in those}
    return "; ".join(name if ";" in label else label for name, label in labels.items())


def _doing(scenario: Scenario, each: PlannedActivity, names: Names) -> list[Any]:
    """Return the cells of an activity, from its name to its host."""
    start, end = _clocks(scenario, each)
    host = None if each.host is None else names.host(each.host)
    return [each.id, each.kind, scenario.local(each.start).date(), start, end, host]


def _clocks(scenario: Scenario, each: PlannedActivity) -> tuple[time | str, time | str]:
    """Return the times of day of an activity; moments with their offset where clocks alone would not tell them."""
    start, end = scenario.local(each.start), scenario.local(each.end)
    day = start.date()
    last: time | str = end.time() if end.time() != time(0, 0) else "24:00"
    on_the_day = (end - timedelta(minutes=1)).date() == day
    return (
        start.time() if _is_clear(scenario, each.start, start) else each.start.isoformat(),
        last if on_the_day and _is_clear(scenario, each.end, end) else each.end.isoformat(),
    )


def _is_clear(scenario: Scenario, moment: datetime, local: datetime) -> bool:
    """Whether the time that clocks show tells a moment, its offset included."""
    return not local.second and scenario.aware(local.replace(fold=0)).isoformat() == moment.isoformat()


def _known(scenario: Scenario, round_id: str, group: PlannedSet, each: PlannedActivity) -> list[Any]:
    """Return what an activity is, where it is and how many are there."""
    known = scenario.round.get(round_id)
    spec = next((other for other in known.activities if other.id == each.id), None) if known else None
    host = scenario.host.get(each.host or "")
    day: date = scenario.local(each.start).date()
    where = (host.town if host else "") or (spec.where if spec and not each.host else "")
    persons = len(scenario.there(group.members, day)) + len(group.facilitators) + len(each.guests)
    return [(spec.title if spec else "") or each.id, where, persons]


def _duties(scenario: Scenario, plan: Plan) -> list[str]:
    """Return the duties that somebody has, in the scenario's order."""
    had = dict.fromkeys(
        duty for planned in plan.rounds for group in planned.sets for each in group.activities for duty in each.duties
    )
    known = [duty.id for duty in scenario.duties if duty.id in had]
    found = [*known, *(duty for duty in had if duty not in known)]
    alike = {key(duty): duty for duty in found}
    for duty in found:
        if alike[key(duty)] != duty:
            message = f"the duties {duty!r} and {alike[key(duty)]!r} are too much alike for the headings of a sheet"
            raise InputError([Defect(message, "Rename one of the two")])
    return found


def _offer_hosts(book: Book, number: int, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    offer = DataValidation("list", formula1=f"{HOSTS}!$B$2:$B${number + 1}", allow_blank=True, showErrorMessage=False)
    column = "ABCDEFGH"[_READ.index("host")]
    offer.add(f"{column}2:{column}{last + 200}")
    book[TIMETABLE].add_data_validation(offer)
