"""Days on which people work: holidays, for all or for some, and what must not be planned on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import Path, unknown
from cohortplan.model.rounds import Window

if TYPE_CHECKING:
    from cohortplan.model.people import Participant
    from cohortplan.model.scenario import Scenario

#: A weekday from here on is no working day.
_SATURDAY = 5


class Holiday(Frozen):
    """Days, both included, on which nothing is planned for those whom they concern.

    Attributes
    ----------
    attribute : str or None
        The attribute that tells whom it concerns, such as ``hub``; None = everyone.
    value : str
        The value of those whom it concerns.
    """

    first: date
    last: date
    reason: Line = ""
    attribute: Id | None = None
    value: Line = ""

    def covers(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last

    def concerns(self, person: Participant) -> bool:
        """Whether it is a holiday of `person`."""
        return self.attribute is None or person.get(self.attribute) == self.value


class Holidays:
    """The holidays of a scenario, by day."""

    def __init__(self, holidays: Iterable[Holiday]) -> None:
        self._all = tuple(holidays)
        self._on: dict[date, tuple[Holiday, ...]] = {}
        #: What tells people's holidays apart.
        self.attributes = tuple(dict.fromkeys(each.attribute for each in self._all if each.attribute is not None))

    def on(self, day: date) -> tuple[Holiday, ...]:
        """The holidays that `day` belongs to."""
        if day not in self._on:
            self._on[day] = tuple(each for each in self._all if each.covers(day))
        return self._on[day]

    def of(self, person: Participant, day: date) -> bool:
        """Whether `day` is a holiday of `person`."""
        return any(each.concerns(person) for each in self.on(day))

    def working(self, day: date) -> bool:
        """Whether `day` is a day from Monday to Friday that is nobody's holiday."""
        return day.weekday() < _SATURDAY and not self.on(day)

    def apart(self, first: date, last: date, days: int) -> bool:
        """Whether at least so many working days follow `first` up to `last`, which counts."""
        passed, day = 0, first
        while passed < days and day < last:
            day += timedelta(days=1)
            passed += self.working(day)
        return passed >= days


def holiday_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield unknown people whom holidays concern, and what is planned on holidays of those who would take part."""
    known = {attribute.name for attribute in scenario.attributes}
    for index, each in enumerate(scenario.holidays):
        if each.last < each.first:
            path: Path = ("holidays", index, "last")
            yield Defect("the holiday ends before it begins", "Swap the two dates", str(each.last), path=path)
        if each.attribute is not None:
            values = {person.get(each.attribute) for person in scenario.participants} - {""}
            path = ("holidays", index, "attribute")
            if each.attribute not in known:
                yield unknown("attribute", each.attribute, sorted(known), path)
            elif each.value not in values:
                yield unknown(each.attribute, each.value, sorted(values), path)
    if not scenario.holidays:
        return
    for index, event in enumerate(scenario.events):
        days = Window(start=event.start, end=event.end).days
        yield from _planned(scenario, event.id, _struck(scenario, days, all), ("events", index, "date"))
    for r, spec in enumerate(scenario.rounds):
        missing = {absence.participant for absence in scenario.absences if absence.round == spec.id}
        for a, activity in enumerate(spec.activities):
            struck = _struck(scenario, activity.days, any if activity.kind == "visit" else all, missing)
            path = ("rounds", r, "activities", a, "windows", 0, "date")
            yield from _planned(scenario, f"{spec.id}/{activity.id}", struck, path)


def _struck(
    scenario: Scenario, days: Iterable[date], enough: Callable[[Iterable[bool]], bool], missing: Collection[str] = ()
) -> dict[Holiday, int]:
    """Count those who would take part in something on `days` but have holidays, by their first holiday.

    They can take part if they can on ``enough`` of the days: on all days of a meeting, on any day of a visit.
    """
    found: dict[Holiday, int] = {}
    dates = list(days)
    holidays = [each for day in dates for each in scenario.calendar.on(day)]
    for person in scenario.participants if holidays else ():
        there = [day for day in dates if not scenario.absent(person, day)]
        if person.id not in missing and there and not enough(not scenario.calendar.of(person, day) for day in there):
            first = next(each for each in holidays if each.concerns(person))
            found[first] = found.get(first, 0) + 1
    return found


def _planned(scenario: Scenario, name: str, struck: Mapping[Holiday, int], path: Path) -> Iterator[Defect]:
    for holiday, number in struck.items():
        whose = "everyone" if holiday.attribute is None else f"{number} of {len(scenario.participants)} participants"
        reason = f", {holiday.reason}" if holiday.reason else ""
        message = f"{name} is on a holiday of {whose}{reason}"
        days = " to ".join(dict.fromkeys((str(holiday.first), str(holiday.last))))
        yield Defect(message, "Move it, or narrow the holiday in holidays.csv", days, path=path)
