"""Everything that leaves the organiser's desk, or is shown on it: one function for each, and whose eyes see it.

To add one, write a function that yields its parts and mark it with `artefact`. Parts say whose eyes see them: pairs of
an audience and an id, as `for_audience` asks for them. ``SCREEN`` is the organiser's own, where nothing sealed is
shown; no eyes at all means that no fact about anybody may be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

from cohortplan.cli.app import COMMANDS
from cohortplan.cli.rendering import ENDINGS, document_of
from cohortplan.model.privacy import Audience
from tests.privacy.office import AT, Office

Eyes = tuple[tuple[Audience, str], ...]

#: What the organiser looks at, and may leave open on a desk.
SCREEN: Eyes = (("organiser", ""),)
NOBODY: Eyes = ()


class Part(NamedTuple):
    """One file or output, and whose eyes see it; `counts` if diets and needs are told there, of nobody by name."""

    name: str
    eyes: Eyes
    data: bytes
    counts: bool = False


@dataclass(frozen=True)
class Artefact:
    """Something that is made of a scenario.

    Attributes
    ----------
    make : callable
        Yields its parts.
    drawn : bool
        Whether it is drawn at random, or searched for, so that making it twice gives other bytes.
    slow : bool
        Whether it takes seconds to make.
    """

    name: str
    make: Callable[[Office], Iterator[Part]]
    drawn: bool
    slow: bool


ARTEFACTS: dict[str, Artefact] = {}

Maker = Callable[[Office], Iterator[Part]]


def artefact(*, command: str = "", drawn: bool = False, slow: bool = False) -> Callable[[Maker], Maker]:
    """Register what makes an artefact; one whose command there is not yet is left out."""

    def register(make: Maker) -> Maker:
        if not command or command in COMMANDS:
            ARTEFACTS[make.__name__] = Artefact(make.__name__, make, drawn, slow)
        return make

    return register


def member(name: str) -> Eyes:
    """Return the eyes of a participant: their own facts, and those of people in their sets."""
    return ("self", name), ("fellow", name)


def folder_parts(folder: Path, eyes: Eyes) -> Iterator[Part]:
    """Yield every file of a folder, for the same eyes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Part(path.relative_to(folder).as_posix(), eyes, path.read_bytes())


def _eyes_of_feed(office: Office, kind: str, name: str) -> Eyes:
    """Return whose eyes see a calendar."""
    if kind == "participants":
        return member(name)
    if kind == "sets":
        groups = (group for planned in office.plan.rounds for group in planned.sets if group.id == name)
        return tuple(each for group in groups for person in group.members for each in member(person))
    if kind == "facilitators":
        return (("facilitator", name),)
    return (("host", name),) if kind == "hosts" else NOBODY


@artefact()
def calendars(office: Office) -> Iterator[Part]:
    """The calendars of everyone, and the list of them."""
    out = office.home / "calendars"
    office.look("ics", "-o", out)
    for path in sorted(out.rglob("*")):
        if path.is_file():
            name = path.relative_to(out).as_posix()
            eyes = SCREEN if name == "index.csv" else _eyes_of_feed(office, path.parent.name, path.stem)
            yield Part(name, eyes, path.read_bytes())


@artefact()
def messages(office: Office) -> Iterator[Part]:
    """The invitations, each for the eyes of the one mailbox it goes to."""
    out = office.home / "messages"
    yield Part("what is shown", SCREEN, office.look("publish", "-o", out, "--at", AT))
    for path in sorted(out.rglob("*.eml")):
        data = path.read_bytes()
        yield Part(path.name, _eyes_of_mailbox(office, str(message_from_bytes(data)["To"])), data)


def _eyes_of_mailbox(office: Office, address: str) -> Eyes:
    for person in office.scenario.participants:
        if person.email in address:
            return member(person.id)
    for facilitator in office.scenario.facilitators:
        if facilitator.email in address:
            return (("facilitator", facilitator.id),)
    if any(guest.email in address for guest in office.scenario.guests):
        return NOBODY
    (host,) = (host.id for host in office.scenario.hosts if f"<{host.email}>" in address or host.email == address)
    return (("host", host),)


@artefact(drawn=True)
def feeds(office: Office) -> Iterator[Part]:
    """What was told, what is shown of it, and the calendars to subscribe to, under names drawn at random."""
    out = office.home / "feeds"
    yield Part("publish", SCREEN, office.look("publish", "--send", "files", "-o", office.home / "sent", "--at", AT))
    yield Part("ledger.sqlite", SCREEN, (office.folder / "ledger.sqlite").read_bytes())
    for words in ([], ["--all"], ["--json"], ["--plan", "1"]):
        yield Part(f"ledger {' '.join(words)}", SCREEN, office.run("ledger", office.folder, *words))
    yield Part("feeds", SCREEN, office.run("feeds", office.folder, "-o", out, "--at", AT))
    everyone = tuple(each for name in office.scenario.people for each in member(name))
    for part in folder_parts(out, everyone):
        yield part._replace(eyes=SCREEN) if part.name == "index.csv" else part


@artefact()
def plan(office: Office) -> Iterator[Part]:
    """The plan's file, in which people are ids, and what it takes of hosts."""
    yield Part("plan.json", NOBODY, office.plan_file.read_bytes())
    office.look("rota", "-o", office.home / "rota.json")
    yield Part("rota.json", NOBODY, (office.home / "rota.json").read_bytes())
    office.look("bookings", "-o", office.home / "bookings.csv")
    yield Part("bookings.csv", NOBODY, (office.home / "bookings.csv").read_bytes())


@artefact()
def picture(office: Office) -> Iterator[Part]:
    """The picture of a plan."""
    office.look("picture", "-o", office.home / "plan.svg")
    yield Part("plan.svg", NOBODY, (office.home / "plan.svg").read_bytes())


@artefact()
def looks(office: Office) -> Iterator[Part]:
    """What commands say on the organiser's screen."""
    views = ("sets", "timetable", "duties", "shares", "facilitators", "contacts", "tasks")
    words: list[list[str]] = [["show", view] for view in views]
    words += [["show", "person", "P1"], ["show", "host", "H1"], ["check"], ["score"], ["check", "--json"]]
    words += [["score", "--json"], ["network"], ["network", "--json"], ["history"], ["history", "--json"]]
    words += [["simulate", "--runs", "5"], ["privacy"], ["privacy", "--json"], ["move", "D1.1", "H2"]]
    words += [["swap", "P1", "P12", "--round", "D1"]]
    for command, *more in words:
        yield Part(f"{command} {' '.join(more)}", SCREEN, office.look(command, *more))
    for command, *more in (["check"], ["bounds"], ["bounds", "--json"], ["privacy", "--fields"], ["lock"]):
        yield Part(f"{command} {' '.join(more)}", SCREEN, office.run(command, office.folder, *more))


@artefact(drawn=True, slow=True)
def reasons(office: Office) -> Iterator[Part]:
    """What is said of other plans: why, and at what price."""
    short = ("--seconds", "1")
    for command, *words in (["why", "P1", "--in", "D1.1"], ["why-not", "P1", "P12"]):
        yield Part(f"{command} {' '.join(words)}", SCREEN, office.look(command, *words, *short))
    more = ("--only", "never_alone", *short)
    yield Part("price", SCREEN, office.look("price", *more))


@artefact()
def purging(office: Office) -> Iterator[Part]:
    """What is said of facts that are to go, and of sealing."""
    yield Part("purge", SCREEN, office.look("purge", "--on", "2030-01-01"))
    yield Part("purge --json", SCREEN, office.look("purge", "--on", "2030-01-01", "--json"))
    yield Part("seal", SCREEN, office.run("seal", office.folder))


@artefact(drawn=True)
def shared(office: Office) -> Iterator[Part]:
    """The instance for researchers, and what is said of it."""
    out = office.home / "shared"
    yield Part("share", SCREEN, office.look("share", "-o", out))
    yield from folder_parts(out, NOBODY)


@artefact(command="report")
def report(office: Office) -> Iterator[Part]:
    """The report of a plan."""
    yield from _document(office, "report", "report.html", "--no-bounds")


@artefact(command="workbook", drawn=True)
def workbook(office: Office) -> Iterator[Part]:
    """The workbook of a plan."""
    yield from _document(office, "workbook", "plan.xlsx")


def _document(office: Office, command: str, name: str, *more: str) -> Iterator[Part]:
    """Yield what a command says and the one file that it writes, for those who run the programme."""
    target = office.home / name
    yield Part(command, SCREEN, office.look(command, "-o", target, *more))
    yield Part(name, SCREEN, target.read_bytes())


@artefact(command="docs")
def documents(office: Office) -> Iterator[Part]:
    """Everything that is printed, in every format, each for the eyes of its readers."""
    out = office.home / "documents"
    yield Part("what is said", SCREEN, office.look("docs", "-o", out, *(f"--format={name}" for name in ENDINGS)))
    for path in sorted(out.rglob("*")):
        if path.is_file():
            kind = path.parent.name
            counts = kind in ("facilitator-pack", "host-briefing")
            eyes = _readers(office, kind, Path(document_of(path.name)).name)
            yield Part(path.relative_to(out).as_posix(), eyes, path.read_bytes(), counts)


def _readers(office: Office, kind: str, name: str) -> Eyes:
    """Return whose eyes see a document."""
    if kind in ("timetable", "change-note"):
        return member(name)
    if kind == "facilitator-pack":
        return (("facilitator", name),)
    if kind == "guest-sheet":
        return (("guest", name),)
    if kind == "sponsor-summary" and name != kind:
        return (("sponsor", name),)
    if kind == "host-briefing":
        return (("host", name),)
    groups = {group.id: group for planned in office.plan.rounds for group in planned.sets}
    if kind == "gate-pack":
        return tuple(("secure_host", done.host) for done in groups[name].activities if done.host is not None)
    if kind == "day-sheet":
        return tuple(("fellow", person) for person in groups[name].members)
    return NOBODY if kind in ("sponsor-summary", "end-report", "evaluation-form") else SCREEN
