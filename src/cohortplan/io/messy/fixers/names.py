"""What people are called, and what their papers say."""

from __future__ import annotations

import re

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work

_TITLE = re.compile(r"(mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|revd|cllr)\.? (?=\S)", re.IGNORECASE)
_FORMERLY = re.compile(r"\s*\(?\b(?:née|nee|formerly|was|maiden name)\b[: ]+([^()]+?)\)?$", re.IGNORECASE)
_KNOWN_AS = re.compile(r"""\s*["'(](?:known as )?([^"'()]{2,30})["')]\s*""", re.IGNORECASE)


class Names(Fixer):
    """The name a person goes by, apart from the one on their passport, from former names and titles.

    Fixed: first name "Ida" and last name "Marsh" -> "Ida Marsh"; "MARSH, Ida" -> "Ida Marsh"; "Dr Ida Marsh" -> "Ida
    Marsh", salutation "Dr"; "Ida Marsh (née Cobb)" -> "Ida Marsh", former name "Cobb"; "Margaret (Peggy) Marsh" ->
    "Peggy Marsh", legal name "Margaret Marsh"; a preferred name is the name, and the legal name is kept for the gate.
    Asked: a row without a name: who is it?
    """

    order = 30

    def work(self, work: Work) -> None:
        """Work out the names of people."""
        for entry in list(work.of(PEOPLE)):
            self._compose(entry, work)
            if not entry.get("name"):
                answer = work.ask(entry, "name", "this row has no name: who is it?", blocks=True)
                work.fix(entry, "name", answer, "as you answered")
                if not entry.get("name"):
                    continue
            self._straighten(entry, work)
            self._prefer(entry, work)

    @staticmethod
    def _compose(entry: Entry, work: Work) -> None:
        parts = [entry.get("first") or entry.get("preferred"), entry.get("last")]
        if not entry.get("name") and any(parts):
            work.fix(entry, "name", " ".join(filter(None, parts)), "first and last name are put together")

    @staticmethod
    def _straighten(entry: Entry, work: Work) -> None:
        name = entry.get("name")
        if found := _TITLE.match(name):
            work.fix(entry, "salutation", entry.get("salutation") or found[0].strip(), "the title is kept apart")
            work.fix(entry, "name", name := name[found.end() :], "the title is kept apart")
        if (found := _FORMERLY.search(name)) and found.start() > 0:
            work.fix(entry, "former_name", found[1].strip(), "the former name is kept apart")
            work.fix(entry, "name", name := name[: found.start()], "the former name is kept apart", secret=True)
        if re.fullmatch(r"[^,]+, [^,]+", name):
            last, first = name.split(", ")
            work.fix(entry, "name", name := f"{first} {last}", "the first name comes first")
        if name.isupper() or name.islower() or re.search(r"\b[A-Z]{4,}\b", name):
            work.fix(entry, "name", " ".join(map(_capitals, name.split())), "capitals are those of a name")

    @staticmethod
    def _prefer(entry: Entry, work: Work) -> None:
        name, preferred = entry.get("name"), entry.get("preferred")
        found = _KNOWN_AS.search(name)
        if found and found.start() > 0:
            whole = " ".join(f"{name[: found.start()]} {name[found.end() :]}".split())
            preferred, name = preferred or found[1], whole
            work.fix(entry, "name", whole, "the name somebody goes by is kept apart", secret=True)
        if not preferred or preferred in (name, name.split()[0]):
            return
        known = preferred if " " in preferred else " ".join([preferred, *name.split()[1:]])
        if not entry.get("legal_name"):
            work.fix(entry, "legal_name", name, "the legal name is kept for the gate")
        why = "the preferred name is used; the legal name is kept for the gate"
        work.fix(entry, "name", known, why, secret=True)


def _capitals(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    return re.sub(r"(^|[-'])(\w)", lambda found: found[1] + found[2].upper(), word.lower())
