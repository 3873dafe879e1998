"""Characters that nobody sees, or sees as others."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import CellFixer, Fixed
from cohortplan.io.messy.work import Work

#: Characters that turn the line round: text with them is shown in another order than it is stored.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "\u2032": "'"})


class Characters(CellFixer):
    """Blanks of any kind, curly quotes, invisible characters, and marks that turn the direction of the line.

    Fixed: " Ida  Marsh" with a blank that does not break -> "Ida Marsh"; "O’Brien" -> "O'Brien", so that it is the same
    name however it was typed; what turns the direction is removed, so that a name is what it seems to be.
    """

    order = 10
    fields: ClassVar = {PEOPLE: ("*",), HOSTS: ("*",)}
    fixes: ClassVar = {
        " Ida\u00a0 Marsh ": "Ida Marsh",
        "Siân O’Brien": "Siân O'Brien",
        "Zoe\u0308": "Zoë",
        "Bo\u202egnp.exe": "Bognp.exe",
        "Ida\x07Marsh": "IdaMarsh",
    }

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | None:
        """Return the text without what is not meant."""
        del entry, name, work
        tidied = visible(text)
        return None if tidied == text else Fixed(tidied, _reason(text))


def visible(text: str) -> str:
    """Return a text as it is seen: composed characters, single blanks, straight quotation marks."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", _DIRECTION.sub("", text)).translate(_QUOTES))
    return " ".join(composed.split())


def _reason(text: str) -> str:
    if _DIRECTION.search(text):
        return "characters that turn the direction of the text are removed"
    if _INVISIBLE.search(text):
        return "invisible characters are removed"
    if text.translate(_QUOTES) != text:
        return "curly quotation marks are straightened"
    return "blanks at the ends, doubled, or of other kinds are mended"
