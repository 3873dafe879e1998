"""Lines and components of a calendar, salvaged: whatever the bytes, what can be read is read, and the rest is told.

The reader knows no property. It never fails and never recurses, so that a broken line, block or end of the file costs
nothing but itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

LONGEST = 1_000_000
"""Octets of the longest content line that is read; no calendar needs more."""
MOST = 200_000
"""Blocks of one file that are read; the file of a whole life has a tenth of that."""

_BREAK = re.compile(rb"\r\n|\n|\r")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)", re.DOTALL)
_FOLDED = frozenset((b" ", b"\t"))
_BLOCK = re.compile(rb"(BEGIN|END):([A-Za-z0-9-]+)\r?")
_NAME = re.compile(rb"([A-Za-z0-9-]+)[;:]")
_PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")
_NONE: Mapping[str, str] = MappingProxyType({})
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Property(NamedTuple):
    """One content line.

    Attributes
    ----------
    line : int
        Number, from 1, of its first physical line.
    name : str
        Its name in capitals.
    parameters : mapping of str to str
        Values by name in capitals, without quotation marks.
    value : str
        The value as it stands there, escapes included.
    sound : bool
        Whether the line keeps the grammar.
    """

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str
    sound: bool = True

    @property
    def address(self) -> str:
        """The mailbox that a calendar user's address names, in small letters; "" if it names none."""
        scheme, _, address = self.value.strip().partition(":")
        return address.strip().casefold() if scheme.casefold() == "mailto" else ""


@dataclass
class Component:
    """A block from BEGIN to END, or to where the file or the block around it ended."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, *names: str) -> list[Property]:
        """Return the properties of these names, in order."""
        if self._index.keys().isdisjoint(names):
            return []
        return [each for each in self.properties if each.name in names]

    def first(self, name: str) -> Property | None:
        """Return the first property of this name."""
        return self._index.get(name)

    def text(self, name: str) -> str:
        """Return the value of the first property of this name in capitals, "" if there is none."""
        found = self.first(name)
        return "" if found is None else found.value.strip().upper()

    @cached_property
    def _index(self) -> dict[str, Property]:
        """The first property of each name; asked for when the block is whole."""
        return {each.name: each for each in reversed(self.properties)}

    def inner(self, *names: str) -> list[Component]:
        """Return the blocks of these names right inside this one."""
        return [each for each in self.parts if each.name in names]

    def walk(self) -> Iterator[Component]:
        """Yield this block and all inside it, in the file's order."""
        waiting = [self]
        while waiting:
            each = waiting.pop()
            yield each
            waiting.extend(reversed(each.parts))


class Fault(NamedTuple):
    """Something that could not be read: a line, or the block that begins or ends there."""

    line: int
    message: str
    block: bool = False


@dataclass(frozen=True)
class Document:
    """What was read: the blocks that stand in no other, and the faults."""

    roots: Sequence[Component]
    faults: Sequence[Fault]

    @property
    def calendars(self) -> list[Component]:
        """The calendars, in order; blocks that stand outside of any make up one of their own."""
        found = [each for each in self.roots if each.name == "VCALENDAR"]
        stray = [each for each in self.roots if each.name != "VCALENDAR"]
        return [*found, Component("VCALENDAR", stray[0].line, parts=stray)] if stray else found


def document(data: bytes, only: Collection[str] = ()) -> Document:
    """Read `data` as calendars.

    Parameters
    ----------
    only : collection of str
        Names of the properties that are read; all, unless given.
    """
    wanted = {name.encode() for name in ("BEGIN", "END", *only)} if only else None
    builder = _Builder()
    for number, octets in content_lines(data):
        if builder.number >= MOST:
            builder.faults.append(Fault(number, f"from here on nothing is read: there are {MOST:,} blocks before"))
            break
        if wanted is None or (match := _NAME.match(octets)) is None or match[1].upper() in wanted:
            builder.take(number, octets)
    return builder.finish()


def content_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the unfolded lines that are not blank, each with the number of its first physical line."""
    begin, line = 0, b""
    folded: list[bytes] = []
    for number, piece in enumerate(_BREAK.split(as_utf8(data)), start=1):
        if line and piece[:1] in _FOLDED:
            folded.append(piece[1:])
            continue
        if line:
            yield begin, b"".join((line, *folded)) if folded else line
            folded.clear()
        begin, line = number, b"" if piece.isspace() else piece
    if line:
        yield begin, b"".join((line, *folded))


def as_utf8(data: bytes) -> bytes:
    """Return `data` in UTF-8, without byte order mark."""
    if data.startswith(_WIDE):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def parsed(number: int, line: str) -> Property | None:
    """Return a content line as a property; a broken one as well as can be, None if it has no value."""
    match = _LINE.fullmatch(line)
    if match is not None:
        name, told, value = match.groups()
        found = {key.upper(): each.replace('"', "") for key, each in _PARAMETER.findall(told)} if told else _NONE
        return Property(number, name.upper(), found, value)
    head, colon, value = line.partition(":")
    name, *rest = head.split(";")
    if not colon or not re.fullmatch(r"[A-Za-z0-9-]+", name.strip()):
        return None
    pairs = (each.partition("=") for each in rest)
    found = {key.strip().upper(): each.strip(' "') for key, _, each in pairs}
    return Property(number, name.strip().upper(), found, value, sound=False)


class _Builder:
    """Puts lines into blocks; a stack, as blocks may be nested more deeply than functions may call each other."""

    def __init__(self) -> None:
        self.roots: list[Component] = []
        self.faults: list[Fault] = []
        self._open: list[Component] = []
        self.number = 0

    def take(self, number: int, octets: bytes) -> None:
        """Take the next content line."""
        if len(octets) > LONGEST:
            self.faults.append(Fault(number, f"the line has {len(octets):,} octets and is not read"))
            return
        block = _BLOCK.fullmatch(octets)
        if block is not None:  # a third of all lines
            name = block[2].decode().upper()
            if block[1] == b"END":
                self._end(number, name)
            else:
                self._begin(Component(name, number))
            return
        found = parsed(number, octets.decode("utf-8", "replace").replace("\0", "").rstrip("\r"))
        if found is None:
            self.faults.append(Fault(number, "the line is no property: it has no name, colon and value"))
        elif found.name == "BEGIN":
            self._begin(Component(found.value.strip().upper(), number))
        elif found.name == "END":
            self._end(number, found.value.strip().upper())
        elif self._open:
            self._open[-1].properties.append(found)
        else:
            self.faults.append(Fault(number, f"{found.name} stands outside of any component"))

    def finish(self) -> Document:
        """Return what was built."""
        for each in self._open:
            self.faults.append(Fault(each.line, f"{each.name} begins here and never ends", block=True))
        return Document(self.roots, sorted(self.faults, key=lambda fault: fault.line))

    def _begin(self, component: Component) -> None:
        self.number += 1
        if component.name == "VCALENDAR" and self._open:
            # Where one calendar follows another that was cut off, it is not a part of it.
            self.faults.append(Fault(component.line, f"a calendar begins inside {self._open[-1].name}", block=True))
            self._open.clear()
        (self._open[-1].parts if self._open else self.roots).append(component)
        self._open.append(component)

    def _end(self, number: int, name: str) -> None:
        if self._open and self._open[-1].name == name:
            self._open.pop()
            return
        depth = next((k for k in range(len(self._open) - 1, -1, -1) if self._open[k].name == name), None)
        if depth is None:
            self.faults.append(Fault(number, f"{name} ends here but never began", block=True))
            return
        for each in self._open[depth + 1 :]:
            message = f"{each.name} begins here and does not end before {name} does"
            self.faults.append(Fault(each.line, message, block=True))
        del self._open[depth:]
