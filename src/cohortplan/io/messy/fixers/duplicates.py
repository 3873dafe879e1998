"""People who are in the sheet twice, and people who share an address."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection

from cohortplan.io.messy.entries import Entry, Fate
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.fixers.emails import shared
from cohortplan.io.messy.likeness import orders, sorted_words, spelled_like
from cohortplan.io.messy.work import Work


class _Seen:
    """The rows before one, by what they may have in common with it."""

    def __init__(self) -> None:
        self._marked: dict[str, list[Entry]] = defaultdict(list)
        self._hosts: dict[str, list[Entry]] = defaultdict(list)

    def near(self, entry: Entry) -> list[Entry]:
        """Return the rows that share a name or address with one; of hosts, those spelled like it."""
        found = [other for mark in sorted(_names(entry) | _mails(entry)) for other in self._marked[mark]]
        if entry.table == HOSTS:
            alike = spelled_like(sorted_words(entry.get("name")), self._hosts)
            found += [other for words in alike for other in self._hosts[words]]
        return list(dict.fromkeys(found))

    def add(self, entry: Entry) -> None:
        """Take in a row."""
        for mark in _names(entry) | _mails(entry):
            self._marked[mark].append(entry)
        if entry.table == HOSTS:
            self._hosts[sorted_words(entry.get("name"))].append(entry)


class Duplicates(Fixer):
    """Rows about one person become one; nothing that either says is lost.

    Fixed: the same name and organisation twice, with a new address -> one row, which keeps both addresses; the same
    address and nearly the same name -> one row; the same host twice, as "HMP Ridge" and "Ridge, HMP", -> one row.
    Asked: one address, two names (an assistant's?); one name, two organisations; a former name that another row has;
    two hosts whose names are spelled nearly the same, in any order of their words.
    """

    order = 60

    def work(self, work: Work) -> None:
        """Merge rows, and ask about those that may be one."""
        for table in (PEOPLE, HOSTS):
            seen = _Seen()
            for entry in list(work.of(table)):
                if not self._placed(entry, seen.near(entry), work):
                    seen.add(entry)
        for rows in shared(work).values():
            for entry in rows[1:]:
                others = ", ".join(f"row {row.row}" for row in rows if row is not entry)
                text = f"{others} has this address too: is it an assistant's? Their own address, or yes to share it"
                answer = work.ask(entry, "email", text, ("yes",))
                if "@" in answer:
                    work.fix(entry, "email", answer, "as you answered")
                elif answer and answer.lower() != "yes":
                    work.misread(entry, "email", "write an address, or yes")

    @staticmethod
    def _placed(entry: Entry, seen: Collection[Entry], work: Work) -> bool:
        """Whether a row was merged with an earlier one."""
        for other in seen:
            if _same(entry, other):
                _merge(entry, other, work)
                return True
        for other in seen:
            if _perhaps(entry, other):
                question = f"is this the same as {other.place}?"
                answer = work.ask(entry, "", question, ("yes", "no"), blocks=True).lower()
                if answer == "yes":
                    _merge(entry, other, work)
                    return True
                if answer not in ("", "no"):
                    work.misread(entry, "", "write yes or no")
                return False
        return False


def folded(name: str) -> str:
    """Return a name without capitals, accents and marks."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.sub(r"[^\w ]", "", "".join(c for c in bare if not unicodedata.combining(c))).split())


def _names(entry: Entry) -> set[str]:
    """Return what somebody may be called: by the name they go by, their papers, and their former name."""
    name, former = folded(entry.get("name")), folded(entry.get("former_name"))
    found = {name, folded(entry.get("legal_name"))}
    if former:
        found.add(former if " " in former else " ".join([*name.split()[:-1], former]))
    return found - {""}


def _same(entry: Entry, other: Entry) -> bool:
    if entry.table == HOSTS and orders(entry.get("name")) & orders(other.get("name")):
        return True
    if folded(entry.get("name")) == folded(other.get("name")):
        places = (folded(entry.get("organisation")), folded(other.get("organisation")))
        return places[0] == places[1] or entry.table == HOSTS
    return bool(_mails(entry) & _mails(other)) and (bool(_names(entry) & _names(other)) or _alike(entry, other))


def _perhaps(entry: Entry, other: Entry) -> bool:
    if entry.table == HOSTS:
        return bool(spelled_like(sorted_words(entry.get("name")), [sorted_words(other.get("name"))]))
    return bool(_names(entry) & _names(other))


def _alike(entry: Entry, other: Entry) -> bool:
    """Whether two names are spellings of one: nearly the same, or of one surname and initial."""
    from rapidfuzz import fuzz

    a, b = folded(entry.get("name")), folded(other.get("name"))
    if not a or not b:
        return False
    return fuzz.ratio(a, b) >= 85 or (a.split()[-1] == b.split()[-1] and a[0] == b[0])


def _mails(entry: Entry) -> set[str]:
    return {entry.get(name).casefold() for name in ("email", "email_2")} - {""}


def _merge(entry: Entry, other: Entry, work: Work) -> None:
    """Put what a row says into an earlier one; where they differ, the earlier one is kept and the other told."""
    for name in list(entry.items):
        mine, theirs = entry.get(name), other.get(name)
        if not mine or mine.casefold() == theirs.casefold():
            continue
        if name == "knows" and theirs:
            work.fix(other, name, f"{theirs}; {mine}", f"with what row {entry.row} says, which is about the same")
        elif not theirs:
            work.fix(other, name, mine, f"from row {entry.row}, which is about the same")
        elif name == "email" and not other.get("email_2"):
            work.fix(other, "email_2", mine, f"from row {entry.row}, which is about the same")
        else:
            work.note("told", entry, name, "", "", f"row {other.row} says otherwise, and is kept")
    other.away = sorted({*other.away, *entry.away})
    other.offers = sorted({*other.offers, *entry.offers})
    work.settle(entry, Fate.MERGED, f"it is about the same as row {other.row}", other)
