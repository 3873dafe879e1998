"""What a rule of the checker is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from cohortplan.calendars.reading.lines import Component, Document, Property, content_lines, document
from cohortplan.calendars.reading.values import moment

Severity = Literal["error", "warning"]
T = TypeVar("T")

#: Components that take place, and to which most rules apply.
ENTRIES = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")


#: Properties whose times are read in zones.
IN_ZONES = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE")


class Reading(NamedTuple):
    """A date or time of a property."""

    found: Property
    value: date | datetime
    tzid: str

    @property
    def local(self) -> datetime | None:
        """The reading of a clock whose zone is not UTC, without zone; else None."""
        return self.value if isinstance(self.value, datetime) and self.value.tzinfo is None else None


class Hit(NamedTuple):
    """One place at which a rule is broken: the line, and what is wrong there in one sentence without full stop.

    The file is named where a rule looks at several.
    """

    line: int
    message: str
    file: str = ""


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One thing that must hold.

    Attributes
    ----------
    id : str
        Its name.
    section : str
        Where it is written, such as "RFC 5545, 3.1".
    remedy : str
        What to do where it is broken.
    severity : str
        An error is against the standard, or makes programs read different times; what merely makes some program or
        person stumble is a warning.
    find : callable
        Yields the places at which it is broken; its docstring says what must hold.
    """

    id: str
    section: str
    remedy: str
    severity: Severity
    find: Callable[[T], Iterator[Hit]]


@dataclass(frozen=True)
class Finding:
    """A rule that is broken at one place.

    Attributes
    ----------
    file : str
        The file, and the part of it if it has several.
    line : int
        The line, of the part if it has several; 0 for the whole.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    section: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """One line: place, severity, message, section, remedy."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.severity}: {self.message} ({self.section}). {self.remedy}"


class Rules(Generic[T]):
    """A list of rules about one kind of thing; files of rules add to it."""

    def __init__(self) -> None:
        self.all: dict[str, Rule[T]] = {}

    def add(
        self, name: str, section: str, remedy: str, severity: Severity = "error"
    ) -> Callable[[Callable[[T], Iterator[Hit]]], Callable[[T], Iterator[Hit]]]:
        """Return what makes a function the rule `name`."""

        def register(find: Callable[[T], Iterator[Hit]]) -> Callable[[T], Iterator[Hit]]:
            self.all[name] = Rule(name, section, remedy, severity, find)
            return find

        return register

    def check(self, subject: T, file: str) -> Iterator[Finding]:
        """Yield where `subject` breaks the rules, in their order."""
        for rule in self.all.values():
            for line, message, where in rule.find(subject):
                yield Finding(rule.id, rule.severity, where or file, line, rule.section, message, rule.remedy)


@dataclass(frozen=True)
class Text:
    """A calendar file, or one that was `sent` as part of a message: its bytes, and what they say."""

    data: bytes
    file: str = ""
    sent: bool = False

    @cached_property
    def document(self) -> Document:
        """The components."""
        return document(self.data)

    @cached_property
    def lines(self) -> list[bytes]:
        """The physical lines, without line feeds."""
        return self.data.split(b"\n")

    @cached_property
    def content(self) -> list[tuple[int, bytes]]:
        """The unfolded lines, each with the number of its first physical line."""
        return list(content_lines(self.data))

    @cached_property
    def calendars(self) -> list[Calendar]:
        """The calendars in it."""
        return [Calendar(each, self.file, self.sent) for each in self.document.roots if each.name == "VCALENDAR"]

    @cached_property
    def properties(self) -> list[Property]:
        """All properties, in order."""
        return [each for root in self.document.roots for part in root.walk() for each in part.properties]


@dataclass(frozen=True)
class Calendar:
    """One VCALENDAR, the file it stands in, and whether it was sent as part of a message."""

    block: Component
    file: str = ""
    sent: bool = False

    @property
    def method(self) -> str:
        """The method, "" for a file or feed."""
        return self.block.text("METHOD")

    @cached_property
    def entries(self) -> list[Component]:
        """What takes place."""
        return self.block.inner(*ENTRIES)

    @cached_property
    def timed(self) -> list[Component]:
        """The components whose times are read in zones: entries, availabilities and what is inside them."""
        return [each for each in self.block.walk() if each.name in (*ENTRIES, "VAVAILABILITY", "AVAILABLE")]

    @cached_property
    def readings(self) -> list[Reading]:
        """The dates and times that are read in zones, as far as they can be read."""
        return [
            Reading(found, value, found.parameters.get("TZID", ""))
            for each in self.timed
            for found in each.all(*IN_ZONES)
            for text in found.value.split(",")
            if (value := moment(text.partition("/")[0])) is not None
        ]

    @cached_property
    def tzids(self) -> list[str]:
        """The names of the zones in which there are times."""
        return sorted({each.tzid for each in self.readings if each.local is not None and each.tzid})


@dataclass(frozen=True)
class Letter:
    """A message, and the calendars in it."""

    file: str
    mail: Message
    parts: tuple[tuple[Message, Text], ...]
    """The parts of type text/calendar, decoded."""
    attachments: tuple[tuple[Message, Text], ...]
    """Other parts that hold a calendar, such as invite.ics."""


TEXT: Rules[Text] = Rules()
"""Rules about lines."""
CALENDAR: Rules[Calendar] = Rules()
"""Rules about what the lines of one calendar say."""
LETTER: Rules[Letter] = Rules()
"""Rules about messages."""
SERIES: Rules[Sequence[Calendar]] = Rules()
"""Rules about calendars that follow each other."""


def once(component: Component, names: Iterable[str]) -> Iterator[Property]:
    """Yield the properties of these names after the first of each."""
    for name in names:
        yield from component.all(name)[1:]
