"""Whom people know already, in one cell of free text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.fixers.duplicates import folded
from cohortplan.io.messy.work import NOTHING, Work

_SPLIT = re.compile(r"[;,/\n&+]| and ", re.IGNORECASE)
_NOBODY = re.compile(r"(?:none|no|nobody|no one|n/?a|nil|-|not yet|nobody yet)\.?", re.IGNORECASE)
#: Sureness, of 100, from which a name is another's spelling.
_SURE = 90


class Knows(Fixer):
    """Names of people in the cohort become rows of ``ties.csv``.

    Fixed: "Ida Marsh; Bo" -> two ties, if one Bo takes part; "idda marsh" -> Ida Marsh; "none" -> nothing.
    Asked: "Jo", if two people are called so; "all of Calder Council". The cell is kept, and not repeated.
    """

    order = 70

    def work(self, work: Work) -> None:
        """Read the names that everyone gives; rows that wait may be meant as well."""
        people = list(work.of(PEOPLE))
        if any(entry.get("knows") for entry in people):
            called = _called(work)
            for entry in (each for each in people if each.get("knows")):
                self._read(entry, called, work)

    @staticmethod
    def _read(entry: Entry, called: Mapping[str, list[Entry]], work: Work) -> None:
        found, rest = understood(entry.get("knows"), called)
        if rest:
            question = "some of this cell is nobody here, or more than one: who is meant? Write whole names, or -"
            answer = work.ask(entry, "knows", question, (NOTHING,))
            more, unread = understood("" if answer == NOTHING else answer, called)
            if unread:
                work.misread(entry, "knows", "write names of people in the sheets, separated by semicolons")
            found += more
        entry.knows = [other for other in dict.fromkeys(found) if other is not entry]
        if entry.knows:
            work.tell(entry, "knows", f"ties read from this cell: {len(entry.knows)}")


def understood(text: str, called: Mapping[str, list[Entry]]) -> tuple[list[Entry], list[str]]:
    """Return the people whom a text names, and the parts of it that name nobody, or several."""
    found: list[Entry] = []
    rest: list[str] = []
    for part in filter(None, (piece.strip(" .") for piece in _SPLIT.split(text))):
        meant = _meant(part, called)
        if len(meant) == 1:
            found += meant
        elif not _NOBODY.fullmatch(part):
            rest.append(part)
    return found, rest


def _meant(name: str, called: Mapping[str, list[Entry]]) -> list[Entry]:
    """Return who may be meant by a name: those called so, or else those whose whole name is nearly that."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    bare = folded(name)
    if bare in called or " " not in bare:
        return called.get(bare, [])
    near = process.extract(bare, list(called), scorer=ratio, score_cutoff=_SURE, limit=2)
    return list(dict.fromkeys(entry for key, *_ in near for entry in called[key]))


def _called(work: Work) -> dict[str, list[Entry]]:
    """Return who may be meant by which name: a whole one, a former or legal one, a first name, one in a merged row."""
    found: dict[str, dict[Entry, None]] = defaultdict(dict)
    for entry in work.entries:
        meant = entry
        while meant.into is not None:
            meant = meant.into
        if meant.table == PEOPLE and meant.open:
            for name in _names(entry):
                found[name][meant] = None
    return {name: list(entries) for name, entries in found.items()}


def _names(entry: Entry) -> Iterator[str]:
    name, former = folded(entry.get("name")), folded(entry.get("former_name"))
    yield from filter(None, [name, name.partition(" ")[0], folded(entry.get("legal_name"))])
    if former:
        yield former if " " in former else " ".join([*name.split()[:-1], former])
