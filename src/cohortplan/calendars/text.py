"""The lowest layer of iCalendar: safe text, parameter values and folded content lines.

Everything that reaches a calendar from a spreadsheet passes through `text` or `parameter`, and every line is made by
`content_line`, which refuses what could start a new line. So no cell can add a property of its own.
"""

import re
import unicodedata
from collections.abc import Iterable

LINE_OCTETS = 75
"""Longest line in octets, without its line break (RFC 5545, section 3.1)."""

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, the byte order mark, and halves of surrogate pairs, which UTF-8 cannot write.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_FORBIDDEN_IN_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
# A character, or an escape that must stay whole: \n, \\, ... in TEXT; ^n, ^^, ^' in parameters, even after a backslash.
_UNIT = re.compile(r"\\?\^[n^']|\\?.", re.DOTALL)
_PAIR = re.compile(r"[\\^]")
_TEXT_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_PARAMETER_ESCAPES = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


def clean(value: str) -> str:
    """Return `value` as it may be shown in a calendar: NFC, with no control character but the line feed.

    Parameters
    ----------
    value
        Any text. Every kind of line break becomes a line feed, a tab becomes a space; other control characters (C0,
        DEL, C1), byte order marks and lone surrogates are dropped.
    """
    broken = _LINE_BREAK.sub("\n", value).replace("\t", " ")
    return unicodedata.normalize("NFC", _FORBIDDEN_IN_TEXT.sub("", broken))


def text(value: str) -> str:
    """Return `value` cleaned and escaped as a TEXT value (RFC 5545, section 3.3.11)."""
    return clean(value).translate(_TEXT_ESCAPES)


def text_list(values: Iterable[str]) -> str:
    """Return `values` as one comma-separated list of TEXT values."""
    return ",".join(text(value) for value in values)


def parameter(value: str) -> str:
    """Return `value` cleaned, encoded (RFC 6868) and, where it must be, quoted as a parameter value."""
    encoded = clean(value).translate(_PARAMETER_ESCAPES)
    # An equals sign need not be quoted by the standard, but icalendar loses blanks behind one that is not.
    return f'"{encoded}"' if re.search("[:;,=]", encoded) else encoded


def display_name(value: str) -> str:
    """Return the name of a person as every program reads it.

    Some take a backslash in a parameter for an escape, and some lose blanks around one.
    """
    return clean(value).replace("\\", "/").strip()


def content_line(name: str, value: str, **parameters: str) -> bytes:
    """Return one content line, folded and ended by CRLF.

    Parameters
    ----------
    name
        The property's name.
    value
        Its value, already encoded for its type (see `text`).
    **parameters
        Raw parameter values by name; they are encoded here.

    Raises
    ------
    ValueError
        When the line holds a control character, which no encoded value does.
    """
    line = name + "".join(f";{key}={parameter(each)}" for key, each in parameters.items()) + ":" + value
    if _FORBIDDEN.search(line):
        raise ValueError(f"The value of {name} was not encoded for iCalendar: {value!r}.")
    return fold(line)


def fold(line: str) -> bytes:
    """Return `line` in UTF-8, cut into physical lines of at most 75 octets, each ended by CRLF.

    A cut never falls inside a character's UTF-8 sequence or between the two halves of an escape.
    """
    whole = line.encode()
    if len(whole) <= LINE_OCTETS:
        return whole + b"\r\n"
    if len(whole) == len(line) and not _PAIR.search(line):  # one octet each, and any cut will do: most lines are so
        cuts = range(LINE_OCTETS, len(whole), LINE_OCTETS - 1)
        return b"\r\n ".join([whole[:LINE_OCTETS], *(whole[k : k + LINE_OCTETS - 1] for k in cuts)]) + b"\r\n"
    pieces: list[bytes] = []
    room = LINE_OCTETS
    for unit in _UNIT.findall(line):
        octets = unit.encode()
        if len(octets) > room:
            pieces.append(b"\r\n ")
            room = LINE_OCTETS - 1
        pieces.append(octets)
        room -= len(octets)
    return b"".join(pieces) + b"\r\n"
