"""What one cell of a table holds: each function reads tidied text or raises `CellError`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from cohortplan.io.dates import CellError, clock, closing, day, weekdays

#: Most digits of a whole number; more are a slip, and slow to read.
_DIGITS = 12

_YES = ("yes", "y", "true", "1")
_NO = ("no", "n", "false", "0")

_NUMBER = re.compile(r"[-+]?[0-9]+(\.0+)?")
_DECIMAL = re.compile(r"[-+]?([0-9]{1,12}([.,][0-9]{0,20})?|[.,][0-9]{1,20})")
_SIGNED = re.compile(r"[-+]( .*|[\d .,/()]*)")
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!")
#: Signs as wide as Chinese ones, which spreadsheets take for the others.
_WIDE = str.maketrans("＝＋－＠", "=+-@")
_HANDLE = re.compile(r"@[\w.-]+(@[\w.-]+)?")
_SIZE = re.compile(r"([0-9]{1,6})(?: ?(?:-|–|to) ?([0-9]{1,6}))?")
_CANNOT = re.compile(
    r"(?P<code>.+?)(?: (?:from|since) (?P<first>.+?))?(?: (?:until|till|to) (?P<last>.+?))?", re.IGNORECASE
)

_BUSY = re.compile(r"(?P<days>.+?)[, ]+(?P<start>\d\S*?(?: ?[ap]m)?) ?(?:-|–|to|until) ?(?P<end>\d.*)", re.IGNORECASE)

_STRETCH = re.compile(r"(?P<first>.+?)(?: (?:until|till|to) (?P<last>.+?))?", re.IGNORECASE)


def text(cell: str) -> str:
    """Read text as it is."""
    return cell


def whole(cell: str) -> int:
    """Read a whole number; ``6.0``, as spreadsheets write it, is 6.

    Raises
    ------
    CellError
        If it is none, or one nobody can mean.
    """
    if not _NUMBER.fullmatch(cell):
        raise CellError("this is not a whole number", "Use digits only")
    digits = cell.partition(".")[0]
    if len(digits) > _DIGITS:
        raise CellError("this number is far too large", "Mend the number")
    return int(digits)


def decimal(cell: str) -> float:
    """Read a number with a decimal point or comma.

    Raises
    ------
    CellError
        If it is none.
    """
    if not _DECIMAL.fullmatch(cell):
        raise CellError("this is not a number", "Write it like 53.3811")
    return float(cell.replace(",", "."))


def yes_no(cell: str) -> bool:
    """Read yes or no.

    Raises
    ------
    CellError
        If it is neither.
    """
    word = cell.lower()
    if word not in _YES + _NO:
        raise CellError("this is neither yes nor no", "Write yes or no")
    return word in _YES


def words(cell: str) -> tuple[str, ...]:
    """Read a list of words separated by semicolons; a word that is repeated counts once."""
    return tuple(dict.fromkeys(filter(None, (piece.strip() for piece in cell.split(";")))))


def codes(cell: str) -> tuple[str, ...]:
    """Read a list of codes, none of which holds a comma: semicolons or commas separate them."""
    return words(cell.replace(",", ";"))


def keywords(cell: str) -> tuple[str, ...]:
    """Read a list of words of ours, in capitals or not: semicolons or commas separate them."""
    return tuple("_".join(word.split()) for word in codes(cell.lower()))


def those(cell: str) -> tuple[str, str]:
    """Read whom something concerns: an attribute and its value, as in ``hub=Glasgow``.

    Raises
    ------
    CellError
        If it is not of this form.
    """
    attribute, equals, value = (part.strip() for part in cell.partition("="))
    if not (attribute and equals and value):
        raise CellError("this does not say whom it concerns", "Write an attribute and its value, like hub=Glasgow")
    return attribute, value


def activity_kind(cell: str) -> str:
    """Read what sets do: ``visit`` or ``meet``.

    Raises
    ------
    CellError
        If it is neither.
    """
    found = {"visit": "visit", "visits": "visit", "meet": "meet", "meeting": "meet"}.get(cell.lower())
    if found is None:
        raise CellError("this is neither visit nor meet", "Write visit or meet")
    return found


def mode(cell: str) -> str:
    """Read how people take part: ``in person``, ``online`` or ``hybrid``.

    Raises
    ------
    CellError
        If it is none of these.
    """
    word = re.sub("[ _-]+", "_", cell.lower())
    found = {"face_to_face": "in_person", "in_person": "in_person", "online": "online", "hybrid": "hybrid"}.get(word)
    if found is None:
        raise CellError("this is no way to take part", "Write in_person, online or hybrid")
    return found


def sizes(cell: str) -> tuple[tuple[int, int], ...]:
    """Read least and most members of sets: ``6``, ``5-7``, or one of these for each set, as in ``4;4;3``.

    Raises
    ------
    CellError
        If it is none of these.
    """
    found = [_SIZE.fullmatch(piece.strip()) for piece in re.split("[;,]", cell)]
    pairs = tuple((int(size[1]), int(size[2] or size[1])) for size in found if size)
    if len(pairs) != len(found):
        raise CellError("this is not a size of sets", "Write it like 6, 5-7 or 4;4;3")
    if any(least > most for least, most in pairs):
        raise CellError("the least size is above the most", "Swap the two")
    return pairs


def cannot(cell: str) -> tuple[dict[str, Any], ...]:
    """Read access codes, each with the days on which it holds if not always.

    For example ``stairs; pregnancy from 2027-02-01 until 2027-06-30``.

    Raises
    ------
    CellError
        If a date cannot be read, or ends before it begins.
    """
    found = (_CANNOT.fullmatch(piece) for piece in words(cell))
    return tuple(_barrier(piece) for piece in found if piece)


def days(cell: str) -> tuple[dict[str, Any], ...]:
    """Read days and stretches of days, such as ``2026-10-08; 2 Nov 2026 to 6 Nov 2026``.

    Raises
    ------
    CellError
        If a date cannot be read, or a stretch ends before it begins.
    """
    found = (_STRETCH.fullmatch(piece) for piece in words(cell))
    return tuple(_stretch(piece, day(piece["first"])) for piece in found if piece)


def busy(cell: str) -> tuple[dict[str, Any], ...]:
    """Read hours in which somebody cannot come, such as ``Wed 13:00-18:00; 2026-10-08 09:00-12:00``.

    Raises
    ------
    CellError
        If a piece has no days or no hours, or these end before they begin.
    """
    return tuple(each for piece in words(cell) for each in _hours(piece))


def _hours(piece: str) -> Iterator[dict[str, Any]]:
    found = _BUSY.fullmatch(piece)
    if found is None:
        raise CellError(f"{piece!r} is no weekday or date with hours", "Write it like Wed 13:00-18:00")
    start, end = clock(found["start"].strip()), closing(found["end"].strip())
    if end != time() and end <= start:
        raise CellError("this ends before it begins", "Swap the two times")
    if found["days"][:1].isdigit():
        yield {"day": day(found["days"]), "start": start, "end": end}
    else:
        for each in weekdays(found["days"]):
            yield {"weekday": each, "start": start, "end": end}


def must_not_be_formula(cell: str, *, stranger: bool = False) -> None:
    """Make sure that a cell is not something a spreadsheet would calculate.

    Where a comma is the decimal sign, spreadsheets begin a new cell at each semicolon, so what follows one counts too.
    Numbers with a sign, telephone numbers and dashes before text are fine; in a `stranger`'s column, one that is
    kept but not read, so are names of accounts such as ``@lantern``.

    Raises
    ------
    CellError
        If a formula is suspected.
    """
    if cell in _ERRORS:
        raise CellError("this is what a spreadsheet shows where a formula fails", "Type the value")
    for piece in cell.translate(_WIDE).split(";"):
        start = piece[:1]
        suspect = start == "=" or (start == "@" and not (stranger and _HANDLE.fullmatch(piece)))
        if suspect or (start and start in "+-" and not _SIGNED.fullmatch(piece)):
            raise CellError("this looks like a formula", "Replace it by its value (Paste Special, Values)")


def marked(cell: str) -> str:
    """Return a text as it is written into a table: behind an apostrophe if a spreadsheet would calculate it.

    `unmarked` takes the apostrophe away again, so that nothing is lost from table to table.
    """
    return ";".join(map(_marked, cell.split(";")))


def unmarked(cell: str) -> str:
    """Return what a cell says that `marked` may have marked as text."""
    return ";".join(
        piece[1:] if piece[:1] == "'" and _marked(piece[1:]) == piece else piece for piece in cell.split(";")
    )


def _marked(piece: str) -> str:
    bare = piece.lstrip("'")
    try:
        must_not_be_formula(bare.strip())
    except CellError:
        return f"'{piece}"
    return f"'{piece}" if bare[:1] in ("\t", "\r") else piece


def _stretch(piece: re.Match[str], first: date) -> dict[str, Any]:
    last = day(piece["last"]) if piece["last"] else first
    if last < first:
        raise CellError(f"{piece[0]!r} ends before it begins", "Swap the two dates")
    return {"first": first, "last": last}


def _barrier(piece: re.Match[str]) -> dict[str, Any]:
    first, last = (day(piece[name]) if piece[name] else None for name in ("first", "last"))
    if first and last and last < first:
        raise CellError(f"{piece['code']} ends before it begins", "Swap the two dates")
    return {"code": piece["code"], "first": first, "last": last}
