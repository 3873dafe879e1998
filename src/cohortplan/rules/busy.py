"""Busy: nobody is sent on a visit at hours at which they cannot come."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Measure, Rule
from cohortplan.rules.shared.visiting import at, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.rounds import Activity, Window
    from cohortplan.model.rule import Match
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


#: So many things are named that somebody misses.
_TOLD = 4


class Busy(Rule):
    """Nobody visits at hours at which they are busy, if other hours are offered.

    P07 is busy on Thursday afternoons, and a visit may be from 9 to 17 on Thursday. Kept: the set of P07 goes at 10.
    Broken by 1: it goes at 14. Who is busy at all hours offered misses the visit, and the set goes without; `check`
    names them, and those who are busy when a set meets.
    The amount is the number of such visits of each person; why they are busy is nobody's business.
    """

    kind: ClassVar[str] = "busy"
    serves: ClassVar[str] = "F57"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def idle(self, scenario: Scenario) -> bool:
        """Whether nobody is ever busy."""
        return not any(person.busy for person in scenario.participants)

    def remarks(self, scenario: Scenario) -> Iterable[str]:
        """Name those who miss something that all sets do, whenever it takes place."""
        rounds = [scenario.round[name] for name in scenario.selected_rounds(self)]
        for person in (person for person in scenario.participants if person.busy):
            missed = [
                f"{each.id} {activity.id}"
                for each in rounds
                for activity in each.activities
                if person.id not in scenario.absentees[each.id] and not activity.only and not _free(person, activity)
            ]
            if missed:
                more = f" and {len(missed) - _TOLD} more" if len(missed) > _TOLD else ""
                yield f"{person.id} cannot come at any hour of {', '.join(missed[:_TOLD])}{more}."

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count people's visits at hours at which they are busy."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            activities = {activity.id: activity for activity in scenario.round[visit.round].activities}
            for name in visit.members if visit.activity in activities else ():
                if _avoidably_busy(scenario.people[name], activities[visit.activity], visit.start, visit.end):
                    sentence = f"{name} is busy when set {visit.set} visits {visit.host} {at(visit.start)}."
                    yield visits_match(self, 1, [visit], sentence, people=(name,))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One person mark: options at which the same people are busy have one mark."""
        from cohortplan.rules.shared.host_lowering import marks_by_shut, price_marks

        scenario = axes.scenario
        if self.idle(scenario):
            return []
        activities = {place.menu: place.activity for place in axes.visits}

        def shut(option: int, p: int) -> bool:
            menu, _, start, end = axes.options[option]
            person = scenario.participants[p]
            return menu in activities and _avoidably_busy(person, activities[menu], start, end)

        mark, barred = marks_by_shut(axes, [repr(person.busy) for person in scenario.participants], shut)
        return price_marks(axes, scenario.selected_rounds(self), mark, barred, lambda times: times)


def _avoidably_busy(person: Participant, activity: Activity, start: datetime, end: datetime) -> bool:
    """Whether somebody cannot come then, and could at other hours of those that are offered."""
    return person.busy_between(start, end) and _free(person, activity)


def _free(person: Participant, activity: Activity) -> bool:
    """Whether an activity may take place at hours at which somebody is not busy."""
    return any(
        not person.busy_between(start, start + activity.length(window))
        for window in activity.windows
        for start in _starts(person, activity, window)
    )


def _starts(person: Participant, activity: Activity, window: Window) -> list[datetime]:
    """Return the times at which it may start that need be looked at: by its step, or else right after busy hours."""
    latest = window.end - activity.length(window)
    ends = (end for each in person.busy for _, end in each.spans(window.start.date(), window.end.date()))
    later = [] if activity.step else [end for end in ends if window.start <= end <= latest]
    return [*activity.starts(window), *later]
