"""The calendars of a plan: one for each participant, set, facilitator and host, and one for the whole programme."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from cohortplan.calendars.ical import Calendar, Event, render
from cohortplan.calendars.projection import Audience, Occasion, Projection
from cohortplan.errors import Defect, PlanError
from cohortplan.model import Event as CohortEvent
from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Scenario

INDEX = "index.csv"
"""Name of the list of all feeds, for the organiser's eyes: it names the participants."""

# Ids that are good file names as they are: no hidden file, no option of a command, none that Windows keeps to itself.
_GOOD = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?", re.IGNORECASE)
_FORMULA = tuple("=+-@\t\r＝＋－＠")


@dataclass(frozen=True)
class Feed:
    """A calendar and where it goes.

    Attributes
    ----------
    path : PurePosixPath
        Path of the file inside the folder of feeds, such as ``hosts/H01.ics``.
    audience : str
        For whom it is: participant, set, facilitator, host or programme.
    name : str
        Who that is, in the organiser's words.
    """

    path: PurePosixPath
    audience: Audience
    name: str
    calendar: Calendar


def feeds(scenario: Scenario, plan: Plan) -> Iterator[Feed]:
    """Yield the calendars of `plan`: participants, sets, facilitators, hosts in their order, and the programme.

    Everyone has a calendar, be it empty. Events are sorted by time. What `plan` says of people, sets, hosts or
    activities that `scenario` does not know is left out.

    Raises
    ------
    PlanError
        If an activity of `plan` has impossible times.
    """
    occasions = _occasions(scenario, plan)
    projection = Projection(scenario.programme)
    yield from _participants(scenario, occasions, projection)
    yield from _sets(scenario, occasions, projection)
    yield from _facilitators(scenario, occasions, projection)
    yield from _hosts(scenario, occasions, projection)
    everything = [projection.for_programme(each) for each in occasions]
    everything += [projection.of_cohort(each, *_times(scenario, each), "programme", "") for each in scenario.events]
    title = scenario.programme.title
    yield Feed(PurePosixPath("programme.ics"), "programme", title, _calendar(title, everything))


def write_feeds(directory: Path, feeds: Iterable[Feed]) -> list[Path]:
    """Write `feeds` and their list, ``index.csv``, into `directory`, each file whole or not at all.

    Returns
    -------
    list of Path
        The files written, the list last.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    written: list[Path] = []
    rows: list[tuple[str, ...]] = [("path", "audience", "name", "events")]
    for feed in feeds:
        written.append(_write(directory.joinpath(feed.path), render(feed.calendar)))
        rows.append((str(feed.path), feed.audience, feed.name, str(len(feed.calendar.events))))
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([map(_inert, row) for row in rows])
    return [*written, _write(directory / INDEX, table.getvalue().encode())]


def _participants(scenario: Scenario, occasions: list[Occasion], projection: Projection) -> Iterator[Feed]:
    mine: defaultdict[str, list[Event]] = defaultdict(list)
    for each in occasions:
        for person in each.members:
            mine[person.id].append(projection.for_participant(each, person))
    names = file_names(person.id for person in scenario.participants)
    for person in scenario.participants:
        for event in scenario.events:
            if not scenario.away(person, event.start.date()):
                times = _times(scenario, event)
                mine[person.id].append(projection.of_cohort(event, *times, "participant", person.id))
        calendar = _calendar(scenario.programme.title, mine[person.id])
        yield Feed(PurePosixPath("participants", names[person.id]), "participant", person.name, calendar)


def _sets(scenario: Scenario, occasions: list[Occasion], projection: Projection) -> Iterator[Feed]:
    mine: defaultdict[str, list[Event]] = defaultdict(list)
    for each in occasions:
        mine[each.set_id].append(projection.for_set(each))
    for set_id, name in file_names(scenario.set_spec).items():
        calendar = _calendar(f"{scenario.programme.title}: set {set_id}", mine[set_id])
        yield Feed(PurePosixPath("sets", name), "set", set_id, calendar)


def _facilitators(scenario: Scenario, occasions: list[Occasion], projection: Projection) -> Iterator[Feed]:
    mine: defaultdict[str, list[Event]] = defaultdict(list)
    for occasion in occasions:
        for each in occasion.facilitators:
            mine[each.id].append(projection.for_facilitator(occasion, each))
    names = file_names(each.id for each in scenario.facilitators)
    for each in scenario.facilitators:
        calendar = _calendar(f"{scenario.programme.title}: sets of {each.name}", mine[each.id])
        yield Feed(PurePosixPath("facilitators", names[each.id]), "facilitator", each.name, calendar)


def _hosts(scenario: Scenario, occasions: list[Occasion], projection: Projection) -> Iterator[Feed]:
    mine: defaultdict[str, list[Event]] = defaultdict(list)
    for each in occasions:
        if each.host is not None:
            mine[each.host.id].append(projection.for_host(each, each.host))
    names = file_names(host.id for host in scenario.hosts)
    for host in scenario.hosts:
        calendar = _calendar(f"{scenario.programme.title}: visits to {host.name}", mine[host.id])
        yield Feed(PurePosixPath("hosts", names[host.id]), "host", host.name, calendar)


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
            yield Occasion(planned.id, group.id, known[each.id], each, host, there, duties, carers)


def _possible(planned: PlannedActivity) -> bool:
    """Whether the times of `planned` are in order and in years that calendar programs know."""
    return planned.start < planned.end and planned.start.year >= 1970 and planned.end.year < 2200


def _times(scenario: Scenario, event: CohortEvent) -> tuple[datetime, datetime]:
    return scenario.utc(event.start), scenario.utc(event.end)


def _calendar(name: str, events: Iterable[Event]) -> Calendar:
    return Calendar(name, events=tuple(sorted(events, key=lambda event: (event.start, event.end, event.uid))))


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name ending in ``.ics`` for each id: the id itself wherever every system takes it.

    Otherwise other characters become underscores and a piece of the id's hash keeps the names apart, also where a
    system does not tell capitals from small letters.
    """
    listed = list(ids)
    alike = Counter(each.casefold() for each in listed)
    return {
        each: f"{each if _GOOD.fullmatch(each) and alike[each.casefold()] == 1 else _coded(each)}.ics"
        for each in listed
    }


def _coded(name: str) -> str:
    """Return a file name for an id that is none: its letters and digits, and a piece of its hash."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return f"{plain or 'id'}-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def _inert(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write(path: Path, content: bytes) -> Path:
    """Write `content` to `path`, or leave `path` as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
