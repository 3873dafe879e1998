"""Itinerary: sets get from one thing to the next in time."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, of_one_person, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan, Visit
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes, Option


class Stop(NamedTuple):
    """Where and when something is: the id of a host or a place, and local times."""

    place: str
    start: datetime
    end: datetime


class Itinerary(Rule):
    """Between a visit and anything else that somebody does on that day there is time for the way, and some to spare.

    With a way of 30 minutes and a buffer of 15. Kept: a visit ends at 12:00, the meeting in town begins at 12:45.
    Broken by 15: it begins at 12:30. The amount is the minutes missing, over every two things of a day of which one is
    a visit: the set's visits and meetings, meetings of a whole other round, and dates of the whole cohort; and every
    two visits of different rounds, if somebody takes part in both rounds, whoever is in which set.
    Meetings and dates count where their place is in ``places.csv`` or their way in ``travel.csv``.
    """

    kind: ClassVar[str] = "itinerary"
    serves: ClassVar[str] = "F35"

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Add up the minutes missing."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        by_day: dict[date, list[Visit]] = {}
        for visit in selected_visits(self, scenario, plan):
            by_day.setdefault(visit.start.date(), []).append(visit)
            own = Stop(visit.host, visit.start, visit.end)
            for stop in self.fixed(scenario, visit.round, visit.set):
                short = self.short(scenario, own, stop)
                if short:
                    sentence = (
                        f"Between {visit.host} {at(visit.start)} and {stop.place} {at(stop.start)} "
                        f"set {visit.set} lacks {short} minutes."
                    )
                    yield visits_match(self, short, [visit], sentence)
        for v, w in chain.from_iterable(of_one_person(scenario, visits) for visits in by_day.values()):
            short = self.short(scenario, Stop(v.host, v.start, v.end), Stop(w.host, w.start, w.end))
            if short:
                who = f"set {v.set} lacks" if v.set == w.set else f"who is in sets {v.set} and {w.set} lacks"
                sentence = f"Between {v.host} {at(v.start)} and {w.host} {at(w.start)} {who} {short} minutes."
                yield visits_match(self, short, [v, w], sentence)

    def fixed(self, scenario: Scenario, round_id: str, set_id: str) -> list[Stop]:
        """Return what a set does at a fixed place and time."""
        found = [
            Stop(event.place, event.start, event.end) for event in scenario.events if event.place and event.face_to_face
        ]
        for each in scenario.rounds:
            for activity in each.activities:
                mine = not activity.only or (each.id == round_id and set_id in activity.only)
                if activity.kind == "meet" and activity.place and activity.face_to_face and mine:
                    found.extend(Stop(activity.place, window.start, window.end) for window in activity.windows)
        return found

    def short(self, scenario: Scenario, one: Stop, other: Stop) -> int:
        """Return the minutes missing between two things on one day; 0 where the way is not known."""
        first, second = sorted((one, other), key=lambda stop: (stop.start, stop.end))
        if first.start.date() != second.start.date():
            return 0
        way = scenario.atlas.minutes(first.place, second.place)
        if way is None:
            return 0
        gap = (second.start - first.end).total_seconds() / 60
        return max(0, way + scenario.travel.buffer - int(gap // 1))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option by what is fixed; visit pairs of a set's visits, and of two rounds on one day."""
        from cohortplan.rules.shared.host_lowering import price_by_set
        from cohortplan.rules.shared.visit_pairs import price_visit_pairs

        scenario = axes.scenario

        def stop(option: Option) -> Stop:
            return Stop(scenario.hosts[option.host].id, option.start, option.end)

        rounds = scenario.selected_rounds(self)
        return [
            *price_by_set(
                axes,
                rounds,
                lambda round_id, set_id: tuple(self.fixed(scenario, round_id, set_id)),
                lambda fixed, option: sum(self.short(scenario, stop(option), each) for each in fixed),
            ),
            *price_visit_pairs(
                axes,
                rounds,
                stop,
                lambda one, other: self.short(scenario, stop(one), stop(other)),
                lambda one, other: one == other,
            ),
        ]
