"""Everything that a plan puts into anybody's calendar: an event for each audience of each thing that takes place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cohortplan.calendars.ical import Event
from cohortplan.calendars.journeys import Stop, journeys
from cohortplan.calendars.projection import Audience, Occasion, Projection
from cohortplan.errors import Defect, PlanError
from cohortplan.model import Event as CohortEvent
from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Scenario


@dataclass(frozen=True)
class Item:
    """One event in one calendar.

    Attributes
    ----------
    audience : str
        Whose kind of calendar it is in: participant, set, facilitator, guest, host or programme.
    to : str
        The id of the participant, set, facilitator, guest or host; "" for the programme.
    occasion : Occasion or None
        The activity of a set that it is about; None for an event of the whole cohort.
    """

    audience: Audience
    to: str
    event: Event
    occasion: Occasion | None = None


def items(scenario: Scenario, plan: Plan, secret: str = "") -> Iterator[Item]:
    """Yield what `plan` puts into the calendars, for each audience in the plan's order.

    What `plan` says of people, sets, hosts or activities that `scenario` does not know is left out.

    Parameters
    ----------
    secret : str
        The programme's own secret, from which identifiers are made that nobody can guess.

    Raises
    ------
    PlanError
        If an activity of `plan` has impossible times.
    """
    projection = Projection(scenario.programme, secret, scenario.calendars.domain, scenario.privacy)
    stops: defaultdict[str, list[Stop]] = defaultdict(list)
    for each in _occasions(scenario, plan):
        for item in _of_occasion(projection, each):
            if item.audience == "participant":
                stops[item.to].append(_stop_of(each, item.event))
            yield replace(item, event=reminding(scenario, item.audience, item.event))
    for event in scenario.events:
        there = event.place if event.face_to_face else ""
        times = _times(scenario, event)
        for item in _of_cohort(scenario, projection, event, times):
            if item.audience == "participant":
                stops[item.to].append(Stop(there, there, *times, item.event.uid, visit=False))
            yield replace(item, event=reminding(scenario, item.audience, item.event))
    for person in scenario.participants if scenario.calendars.travel else ():
        for way in journeys(scenario, projection, person, stops[person.id]):
            yield Item("participant", person.id, way)


def _of_occasion(projection: Projection, each: Occasion) -> Iterator[Item]:
    """Yield an activity of a set as everyone sees it whom it concerns."""
    for person in each.members:
        yield Item("participant", person.id, projection.for_participant(each, person), each)
    yield Item("set", each.set_id, projection.for_set(each), each)
    for leader in each.facilitators:
        yield Item("facilitator", leader.id, projection.for_facilitator(each, leader), each)
    for guest in each.guests:
        yield Item("guest", guest.id, projection.for_guest(each, guest), each)
    if each.host is not None:
        yield Item("host", each.host.id, projection.for_host(each, each.host), each)
    yield Item("programme", "", projection.for_programme(each), each)


def _of_cohort(
    scenario: Scenario, projection: Projection, event: CohortEvent, times: tuple[datetime, datetime]
) -> Iterator[Item]:
    """Yield an event of the whole cohort as everyone sees it who comes, and the programme."""
    for person in scenario.participants:
        if not scenario.away(person, event.start.date()):
            yield Item("participant", person.id, projection.of_cohort(event, *times, "participant", person.id))
    for guest in scenario.guests:
        if guest.comes_to(event):
            yield Item("guest", guest.id, projection.of_cohort(event, *times, "guest", guest.id))
    yield Item("programme", "", projection.of_cohort(event, *times, "programme", ""))


def reminding(scenario: Scenario, audience: Audience, event: Event) -> Event:
    """Return `event` with the reminders that the programme asks for: participants' alone, and not of ways."""
    wanted = scenario.calendars.alarms if audience == "participant" and not event.related else ()
    return replace(event, alarms=wanted)


def _stop_of(each: Occasion, event: Event) -> Stop:
    there = each.activity.place if each.activity.face_to_face else ""
    place, name = (there, there) if each.host is None else (each.host.id, each.host.name)
    start, end = (moment.astimezone(UTC) for moment in (each.planned.start, each.planned.end))
    return Stop(place, name, start, end, event.uid, visit=each.host is not None)


def _occasions(scenario: Scenario, plan: Plan) -> list[Occasion]:
    """Return everything that `plan` lets a set do, as far as `scenario` knows it."""
    found = [
        occasion
        for planned in plan.rounds
        if planned.id in scenario.round
        for group in planned.sets
        for occasion in _of_set(scenario, planned, group)
    ]
    defects = [
        Defect(
            f"set {each.set_id}: {each.planned.id} cannot take place from {each.planned.start} to {each.planned.end}",
            "Mend its times, or solve again",
        )
        for each in found
        if not _possible(each.planned)
    ]
    if defects:
        raise PlanError(defects)
    return found


def _of_set(scenario: Scenario, planned: PlannedRound, group: PlannedSet) -> Iterator[Occasion]:
    each_round = scenario.round[planned.id]
    if group.id not in {spec.id for spec in each_round.sets}:
        return
    known = {activity.id: activity for activity in scenario.activities(each_round, group.id)}
    members = tuple(scenario.people[member] for member in dict.fromkeys(group.members) if member in scenario.people)
    carers = tuple(
        scenario.facilitator[name] for name in dict.fromkeys(group.facilitators) if name in scenario.facilitator
    )
    for each in group.activities:
        host = scenario.host.get(each.host) if each.host is not None else None
        if each.id in known and (host is None) == (known[each.id].kind == "meet"):
            day = scenario.local(each.start).date()
            there = tuple(person for person in members if not scenario.away(person, day))
            duties = {duty.id: duty.name for duty in scenario.duties if duty.id in each.duties}
            guests = tuple(scenario.guest[name] for name in dict.fromkeys(each.guests) if name in scenario.guest)
            yield Occasion(planned.id, group.id, known[each.id], each, host, there, duties, carers, guests)


def _possible(planned: PlannedActivity) -> bool:
    """Whether the times of `planned` are in order and in years that calendar programs know."""
    return planned.start < planned.end and planned.start.year >= 1970 and planned.end.year < 2200


def _times(scenario: Scenario, event: CohortEvent) -> tuple[datetime, datetime]:
    return scenario.utc(event.start), scenario.utc(event.end)
