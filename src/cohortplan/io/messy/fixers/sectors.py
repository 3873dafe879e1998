"""Sectors, whatever people call them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work

_PUBLIC = (
    "public|public sector|nhs|health|council|local government|local authority|government|civil service|police|state|la|"
    "education|statutory"
)
_PRIVATE = "private|private sector|business|corporate|company|commercial|industry|plc|ltd|sme|for profit"
_NONPROFIT = (
    "nonprofit|non profit|not for profit|third|third sector|3rd|3rd sector|vcs|vcse|voluntary|voluntary sector|charity|"
    "charitable|cic|community|social enterprise|ngo|civil society|faith|voluntary and community|voluntary & community"
)
_MEANT = {word: index for index, words in enumerate((_PUBLIC, _PRIVATE, _NONPROFIT)) for word in words.split("|")}


class Sectors(CellFixer):
    """The words for a sector become the three that the scenario has.

    Fixed: "NHS" -> "public"; "VCS", "Third", "charity", "CIC" -> "nonprofit"; a blank one is that of everyone else of
    the same organisation.
    Asked: "Public / Third" (two sectors in one cell); "other"; a blank one of an organisation that nobody else is from.
    """

    order = 36
    fields: ClassVar = {PEOPLE: ("sector",), HOSTS: ("sector",)}
    fixes: ClassVar = {
        "NHS": "public",
        "Third": "nonprofit",
        "V.C.S.": "nonprofit",
        "Private Sector": "private",
        "C I C": "nonprofit",
    }
    asks: ClassVar = ("Public / Third", "other", "NHS and charity")

    def work(self, work: Work) -> None:
        """Read what is there; then fill in what is missing from others of the same organisation."""
        super().work(work)
        known: dict[str, Counter[str]] = defaultdict(Counter)
        for table in (PEOPLE, HOSTS):
            for entry in work.of(table):
                if entry.get("sector") and entry.get("organisation"):
                    known[entry.get("organisation")][entry.get("sector")] += 1
        if any("sector" in entry.items for entry in work.of(PEOPLE)):
            pending = {(each.sheet, each.row) for each in work.open_questions if each.step == self.name}
            for entry in list(work.of(PEOPLE)):
                if not entry.get("sector") and (entry.sheet, entry.row) not in pending:
                    self._fill(entry, known[entry.get("organisation")], work)

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one sector."""
        del name
        names = work.setting.sectors
        if text in names:
            return None
        parts = [part for part in re.split(r"\s*(?:[/,;+]|\band\b|\bor\b|&)\s*", text, flags=re.IGNORECASE) if part]
        whole = _read(text)
        found = {whole} if whole is not None else {_read(part) for part in parts}
        if len(found) == 1 and None not in found:
            return Fixed(names[found.pop() or 0], "this is what it is called here")
        question = "which sector is it? There are two in this cell" if len(parts) > 1 else "which sector is it?"
        return Asked(question, names, readable=False, blocks=entry.table == PEOPLE)

    def _fill(self, entry: Entry, others: Counter[str], work: Work) -> None:
        if len(others) == 1:
            work.fix(entry, "sector", next(iter(others)), "the others of this organisation have this sector")
            return
        answer = work.ask(entry, "sector", "which sector is it? The cell is blank", work.setting.sectors, blocks=True)
        if answer:
            again = self.mend(answer, entry, "sector", work)
            if isinstance(again, Asked):
                work.misread(entry, "sector", f"write {', '.join(work.setting.sectors)}")
            else:
                work.fix(entry, "sector", again.text if again else answer, "as you answered")


def _read(text: str) -> int | None:
    """Return which of the three sectors a word means."""
    words = text.casefold().replace("-", " ").strip(" .")
    found = (_MEANT.get(each) for each in (words, words.replace(".", ""), words.replace(" ", "").replace(".", "")))
    return next((each for each in found if each is not None), None)


def sector_names(declared: object, usual: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return what a scenario calls the three sectors, from the values its attribute declares."""
    values = declared.get("values", []) if isinstance(declared, dict) else declared
    found = {_read(value): value for value in values if isinstance(value, str)} if isinstance(values, list) else {}
    first, second, third = (found.get(index, name) for index, name in enumerate(usual))
    return first, second, third
