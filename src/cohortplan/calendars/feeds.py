"""The calendars of a plan: one for each participant, set, facilitator and host, and one for the whole programme."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cohortplan.calendars.ical import Calendar, Event, render
from cohortplan.calendars.items import Item
from cohortplan.calendars.projection import Audience
from cohortplan.model import Scenario
from cohortplan.model.file_names import file_names

INDEX = "index.csv"
"""Name of the list of all feeds, for the organiser's eyes: it names the participants."""

_FORMULA = tuple("=+-@\t\r＝＋－＠")


@dataclass(frozen=True)
class Feed:
    """A calendar and where it goes.

    Attributes
    ----------
    path : PurePosixPath
        Path of the file inside the folder of feeds, such as ``hosts/H01.ics``.
    audience : str
        For whom it is: participant, set, facilitator, guest, host or programme.
    to : str
        The id of that participant, set, facilitator, guest or host; "" for the programme.
    name : str
        Who that is, in the organiser's words.
    """

    path: PurePosixPath
    audience: Audience
    to: str
    name: str
    calendar: Calendar


def feeds(scenario: Scenario, items: Iterable[Item]) -> Iterator[Feed]:
    """Yield the calendars that hold `items`: of everyone in their order, and of the programme.

    Everyone has a calendar, be it empty. Events are sorted by time.
    """
    held: defaultdict[tuple[Audience, str], list[Event]] = defaultdict(list)
    for item in items:
        held[item.audience, item.to].append(item.event)
    title = scenario.programme.title
    names = file_names(person.id for person in scenario.participants)
    for person in scenario.participants:
        calendar = _calendar(title, held["participant", person.id])
        yield Feed(PurePosixPath("participants", names[person.id]), "participant", person.id, person.name, calendar)
    for set_id, name in file_names(scenario.set_spec).items():
        calendar = _calendar(f"{title}: set {set_id}", held["set", set_id])
        yield Feed(PurePosixPath("sets", name), "set", set_id, set_id, calendar)
    names = file_names(each.id for each in scenario.facilitators)
    for each in scenario.facilitators:
        calendar = _calendar(f"{title}: sets of {each.name}", held["facilitator", each.id])
        yield Feed(PurePosixPath("facilitators", names[each.id]), "facilitator", each.id, each.name, calendar)
    names = file_names(each.id for each in scenario.guests)
    for guest in scenario.guests:
        calendar = _calendar(title, held["guest", guest.id])
        yield Feed(PurePosixPath("guests", names[guest.id]), "guest", guest.id, guest.name, calendar)
    names = file_names(host.id for host in scenario.hosts)
    for host in scenario.hosts:
        calendar = _calendar(f"{title}: visits to {host.name}", held["host", host.id])
        yield Feed(PurePosixPath("hosts", names[host.id]), "host", host.id, host.name, calendar)
    yield Feed(PurePosixPath("programme.ics"), "programme", "", title, _calendar(title, held["programme", ""]))


def write_feeds(directory: Path, feeds: Iterable[Feed], *, private: bool = False) -> list[Path]:
    """Write `feeds` and their list, ``index.csv``, into `directory`, each file whole or not at all.

    Parameters
    ----------
    private : bool
        Whether the list is for its owner's eyes alone.

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
    return [*written, _write(directory / INDEX, table.getvalue().encode(), 0o600 if private else 0o666)]


def _calendar(name: str, events: Iterable[Event]) -> Calendar:
    return Calendar(name, events=tuple(sorted(events, key=lambda event: (event.start, event.end, event.uid))))


def _inert(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write(path: Path, content: bytes, mode: int = 0o666) -> Path:
    """Write `content` to `path`, or leave `path` as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(mode)
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
