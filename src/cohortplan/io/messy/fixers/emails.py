"""Addresses: two in a cell, typed wrongly, or shared by two people."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work
from cohortplan.model.base import is_mailbox

#: Most characters of an address.
_LONGEST = 254

_BRACKETED = re.compile(r".*<([^<>]+)>")


class Emails(CellFixer):
    """One address a cell, in the form that mail needs.

    Fixed: "mailto:Ida@Calder.Example" -> "Ida@calder.example"; "Ida Marsh <ida@calder.example>" and "ida
    @calder,example" -> "ida@calder.example"; of two in one cell the second becomes the second address.
    Asked: "ida at calder" (no address).
    """

    order = 40
    fields: ClassVar = {PEOPLE: ("email", "email_2"), HOSTS: ("email",)}
    fixes: ClassVar = {
        "mailto:Ida@Calder.Example": "Ida@calder.example",
        "Ida Marsh <ida@calder.example>": "ida@calder.example",
        "ida@calder.example; ida@home.example": "ida@calder.example",
        "ida @calder,example": "ida@calder.example",
    }
    asks: ClassVar = ("ida at calder", "tbc")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one address; a second one goes where second ones are."""
        pieces = [_address(piece) for piece in re.split(r"[;/\n]| or |, | (?=\S+@\S+\.)", text)]
        good = [piece for piece in pieces if _mailbox(piece)]
        if not good and _mailbox(joined := _address(text.replace(" ", ""))):
            good = [joined]
        if not good:
            return Asked("this is no e-mail address: what is it?", ("-",), readable=False)
        if len(good) > 1 and name == "email" and entry.table == PEOPLE and not entry.get("email_2"):
            work.fix(entry, "email_2", good[1], "there were two addresses in one cell")
        return None if good[0] == text else Fixed(good[0], "this is how mail is addressed")


def _mailbox(address: str) -> bool:
    return is_mailbox(address) and len(address) <= _LONGEST


def _address(text: str) -> str:
    bracketed = _BRACKETED.fullmatch(text.strip())
    bare = (bracketed[1] if bracketed else text).strip().removeprefix("mailto:").replace(",", ".").strip(" .")
    local, at, domain = bare.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def shared(work: Work) -> dict[str, list[Entry]]:
    """Return the rows of people with each address that several have."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in work.of(PEOPLE):
        if entry.get("email"):
            found[entry.get("email").casefold()].append(entry)
    return {address: rows for address, rows in found.items() if len(rows) > 1}
