"""What of a programme is fixed, whatever is planned: the days and minutes of its events and meetings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from cohortplan.model.people import Participant
from cohortplan.model.rounds import Activity, Event, Round
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.visiting import sharing

#: Start and end of something, local time.
Span = tuple[datetime, datetime]

#: Tells what counts.
Counted = Callable[[Activity | Event], bool]


def everything(_: Activity | Event) -> bool:
    """Let everything count."""
    return True


def minutes_of(start: datetime, end: datetime) -> int:
    """Whole minutes from one local time to another, 0 if that is earlier."""
    return max(0, (end - start) // timedelta(minutes=1))


def meetings(scenario: Scenario, each: Round, set_id: str, counted: Counted = everything) -> tuple[Span, ...]:
    """When a set of a round meets, as far as that is `counted`."""
    found = (each for each in scenario.activities(each, set_id) if each.kind == "meet" and counted(each))
    return tuple((window.start, window.end) for activity in found for window in activity.windows)


def fixed_minutes(
    scenario: Scenario,
    rounds: Iterable[str],
    counted: Counted = everything,
    among: Callable[[Iterable[int]], int] = max,
) -> dict[str, int]:
    """Minutes of events and of meetings of `rounds` by participant, those of days on which they are away left out.

    Of a round whose sets meet for different times the longest counts, or what `among` picks.
    """
    chosen = [scenario.round[name] for name in rounds]
    courses = {each.id: {meetings(scenario, each, spec.id, counted) for spec in each.sets} for each in chosen}
    events = [(event.start, event.end) for event in scenario.events if counted(event)]
    alike: dict[tuple[Hashable, str], int] = {}

    def spent(person: Participant, name: str, courses: Iterable[Iterable[Span]]) -> int:
        key = scenario.presence(person), name
        if key not in alike:
            there = ([span for span in spans if not scenario.away(person, span[0].date())] for spans in courses)
            alike[key] = among(sum(minutes_of(*span) for span in spans) for spans in there)
        return alike[key]

    found = {}
    for person in scenario.participants:
        mine = (name for name in courses if person.id not in scenario.absentees[name])
        found[person.id] = spent(person, "", [events]) + sum(spent(person, name, courses[name]) for name in mine)
    return found


def fixed_days(scenario: Scenario, rounds: Iterable[str]) -> Callable[[str, str], frozenset[date]]:
    """Return what tells the fixed days of a set, by round and set, in a programme of `rounds`.

    These are the days of events, of its own meetings, and of the meetings of whole rounds with some of its people.
    """
    events, whole = _event_days(scenario), {name: _round_days(scenario, name) for name in rounds}
    related = sharing(scenario, whole)

    @cache
    def days(round_id: str, set_id: str) -> frozenset[date]:
        others = (whole[name] for name in whole if frozenset((name, round_id)) in related)
        own = {start.date() for start, _ in meetings(scenario, scenario.round[round_id], set_id)}
        return events.union(own, *others)

    return days


def neighbours(scenario: Scenario, rounds: Iterable[str]) -> Iterator[tuple[date, date]]:
    """Yield every two fixed days that follow one another in somebody's programme of `rounds`."""
    events, whole = _event_days(scenario), {name: _round_days(scenario, name) for name in rounds}
    present = {name: set(scenario.attending(name)) for name in whole}
    courses = {tuple(name for name in whole if person in present[name]) for person in scenario.people}
    found = {pair for mine in courses for pair in pairwise(sorted(events.union(*(whole[name] for name in mine))))}
    yield from sorted(found)


def _event_days(scenario: Scenario) -> frozenset[date]:
    return frozenset(event.start.date() for event in scenario.events)


def _round_days(scenario: Scenario, round_id: str) -> frozenset[date]:
    """Return the days on which all sets of a round meet."""
    each = scenario.round[round_id]
    days = [{start.date() for start, _ in meetings(scenario, each, spec.id)} for spec in each.sets]
    return frozenset(days[0].intersection(*days))
