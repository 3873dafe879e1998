"""Rows that are not about anybody."""

from __future__ import annotations

import re

from cohortplan.io.messy.entries import Entry, Fate
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work

_WORD = re.compile(r"(grand |sub-?)?totals?\b.*|sum|count|average|number of .*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+£]?\d[\d.,]*%?")


class Totals(Fixer):
    """Rows of totals, and headers that are repeated further down.

    Fixed: "Total | 34" and "34" alone at the foot -> set aside.
    Asked: a single cell of text below the table, such as "Ring Bo before printing": is it a person?
    """

    order = 20

    def work(self, work: Work) -> None:
        """Set rows aside that are not about anybody; ask about single cells."""
        for table in (PEOPLE, HOSTS):
            wide = sum(len(_texts(entry)) > 1 for entry in work.of(table))
            for entry in list(work.of(table)):
                found = _texts(entry)
                if _adds_up(found):
                    work.settle(entry, Fate.ASIDE, "this row holds totals")
                elif _repeats(entry):
                    work.settle(entry, Fate.ASIDE, "this row repeats the header")
                elif len(found) == 1 and wide > 1:
                    self._ask(entry, work)

    @staticmethod
    def _ask(entry: Entry, work: Work) -> None:
        answer = work.ask(
            entry, "", "this row has a single cell: is it a row of the table?", ("yes", "no"), blocks=True, holds=True
        )
        if answer.lower() == "no":
            work.settle(entry, Fate.ASIDE, "you answered that it is no row of the table")
        elif answer and answer.lower() != "yes":
            work.misread(entry, "", "write yes or no")


def _texts(entry: Entry) -> list[str]:
    return [item.text for item in entry.items.values() if item.text]


def _adds_up(found: list[str]) -> bool:
    words = [text for text in found if not _NUMBER.fullmatch(text)]
    return bool(found) and (not words or (len(words) == 1 and _WORD.fullmatch(words[0]) is not None))


def _repeats(entry: Entry) -> bool:
    filled = [item for item in entry.items.values() if item.text]
    return len(filled) > 1 and all(item.text == item.heading.rpartition(" / ")[2] for item in filled)
