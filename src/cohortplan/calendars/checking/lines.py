"""Rules about lines, which reading programs hide: their ends, length and characters, and the blocks they make up."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from cohortplan.calendars.checking.base import TEXT, Hit, Text
from cohortplan.calendars.text import LINE_OCTETS

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTINUED = (b" ", b"\t")


@TEXT.add("line-ends", "RFC 5545, 3.1", "Write CRLF at the end of every line")
def line_ends(text: Text) -> Iterator[Hit]:
    """Every line ends with CRLF, the last one too."""
    *lines, rest = text.lines
    bare = [number for number, line in enumerate(lines, start=1) if not line.endswith(b"\r")]
    if rest.strip(b"\0"):
        bare.append(len(text.lines))
    yield from _counted(bare, "the line does not end with CRLF")


@TEXT.add("line-length", "RFC 5545, 3.1", "Fold lines: CRLF and a space after at most 75 octets")
def line_length(text: Text) -> Iterator[Hit]:
    """No physical line is longer than 75 octets, its end apart."""
    long = [number for number, line in enumerate(text.lines, start=1) if len(line.rstrip(b"\r")) > LINE_OCTETS]
    yield from _counted(long, f"the line has more than {LINE_OCTETS} octets")


@TEXT.add("byte-order-mark", "RFC 5545, 3.4", "Save the file as UTF-8 without byte order mark")
def byte_order_mark(text: Text) -> Iterator[Hit]:
    """The first octets are those of BEGIN:VCALENDAR."""
    if text.data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield Hit(1, "the file begins with a byte order mark")


@TEXT.add("utf-8", "RFC 5545, 3.1.4", "Save the file as UTF-8")
def utf_8(text: Text) -> Iterator[Hit]:
    """The content lines are UTF-8."""
    if not text.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        broken = [number for number, line in text.content if not _is_utf_8(line)]
        yield from _counted(broken, "a character of the line is not UTF-8")


@TEXT.add("cut-character", "RFC 5545, 3.1", "Fold between characters, never inside one")
def cut_character(text: Text) -> Iterator[Hit]:
    """No fold lies inside the octets of one character."""
    sound = {number for number, line in text.content if _is_utf_8(line)}
    cut: set[int] = set()
    begin = 0
    for number, line in enumerate(text.lines, start=1):
        begin = begin if line.startswith(_CONTINUED) else number
        if begin in sound and not _is_utf_8(line):
            cut.add(number)
    # Both halves of a character are broken lines; the first is where it was cut.
    first = sorted(number for number in cut if number - 1 not in cut)
    yield from _counted(first, "the line ends inside a character")


@TEXT.add("cut-escape", "RFC 5545, 3.1", "Fold before the backslash or after the character behind it", "warning")
def cut_escape(text: Text) -> Iterator[Hit]:
    """No fold parts a backslash from what it escapes, which some programs then read as two."""
    for number, (line, following) in enumerate(zip(text.lines, text.lines[1:], strict=False), start=1):
        tail = line.rstrip(b"\r")
        if following.startswith(_CONTINUED) and (len(tail) - len(tail.rstrip(b"\\"))) % 2:
            yield Hit(number, "the line is folded between a backslash and the character that it escapes")


@TEXT.add("control", "RFC 5545, 3.1", "Remove the character")
def control(text: Text) -> Iterator[Hit]:
    """No line holds a control character other than the tab."""
    for number, octets in text.content:
        found = _CONTROL.search(octets.decode("utf-8", "replace"))
        if found is not None:
            yield Hit(number, f"the line holds the control character U+{ord(found[0]):04X}")


@TEXT.add("blank-line", "RFC 5545, 3.4", "Remove the line", "warning")
def blank_line(text: Text) -> Iterator[Hit]:
    """No line is blank."""
    blank = [number for number, line in enumerate(text.lines[:-1], start=1) if not line.strip()]
    yield from _counted(blank, "the line is blank")


@TEXT.add("no-calendar", "RFC 5545, 3.4", "Begin with BEGIN:VCALENDAR and end with END:VCALENDAR")
def no_calendar(text: Text) -> Iterator[Hit]:
    """There is a calendar, and nothing beside it."""
    if not text.calendars:
        yield Hit(1, "there is no VCALENDAR")
    for each in text.document.roots if text.calendars else ():
        if each.name != "VCALENDAR":
            yield Hit(each.line, f"{each.name} stands outside of the calendar")


@TEXT.add("no-property", "RFC 5545, 3.1", "Write it as NAME:value, with a space before lines that go on")
def no_property(text: Text) -> Iterator[Hit]:
    """Every line is a property of some component."""
    if text.calendars:
        yield from (Hit(fault.line, fault.message) for fault in text.document.faults if not fault.block)


@TEXT.add("block", "RFC 5545, 3.6", "Give every BEGIN its END, the inner one first")
def block(text: Text) -> Iterator[Hit]:
    """Every component ends, in the one in which it began."""
    yield from (Hit(fault.line, fault.message) for fault in text.document.faults if fault.block)


@TEXT.add("parameter", "RFC 5545, 3.2", "Write ;NAME=value, with quotation marks round a value that holds : ; or ,")
def parameter(text: Text) -> Iterator[Hit]:
    """Parameters have a name and a value, which is quoted where it must be and holds no quotation mark."""
    for found in text.properties:
        if not found.sound:
            yield Hit(found.line, f"the parameters of {found.name} cannot be told from its value")


def _counted(numbers: Iterable[int], message: str) -> Iterator[Hit]:
    """Yield one hit for all lines with the same fault, at the first of them."""
    listed = list(numbers)
    if listed:
        more = f" (and so for {len(listed) - 1} more)"
        yield Hit(listed[0], message + (more if len(listed) > 1 else ""))


def _is_utf_8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True
