"""People who have left, and contacts of hosts who have."""

from __future__ import annotations

import re

from cohortplan.io.messy.entries import Entry, Fate
from cohortplan.io.messy.fields import HOSTS, KEEP, PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work

_LEFT = re.compile(
    r"\b(left|leaver|withdrawn|withdrew|dropped out|no longer|resigned|retired|moved on|gone)\b", re.IGNORECASE
)
_REMARK = re.compile(rf"\s*[-(\[,]\s*({_LEFT.pattern}[^)\]]*)[)\]]?$", re.IGNORECASE)
_LOOKED_AT = ("status", "name", "job_title", "contact")


class Left(Fixer):
    """Rows that say somebody has left; a remark in brackets behind a name is taken off it.

    Asked: status "left in March": is this person in the programme? A contact who "left": who is it now?
    """

    order = 26

    def work(self, work: Work) -> None:
        """Ask about rows that say that somebody has left."""
        for entry in list(work.of(PEOPLE)):
            name = next((each for each in entry.items if _looked_at(each) and _LEFT.search(entry.get(each))), None)
            if name is not None:
                self._ask(entry, name, work)
        for entry in list(work.of(HOSTS)):
            if _LEFT.search(entry.get("contact")):
                answer = work.ask(entry, "contact", "this says that the contact has left: who is it now?")
                work.fix(entry, "contact", answer or entry.get("contact"), "as you answered")

    @staticmethod
    def _ask(entry: Entry, name: str, work: Work) -> None:
        question = "this says that somebody has left: do they take part?"
        answer = work.ask(entry, name, question, ("yes", "no"), blocks=True, holds=True)
        if (found := _REMARK.search(entry.get("name"))) and found.start() > 0:
            work.fix(entry, "status", found[1], "the remark is kept apart from the name")
            work.fix(entry, "name", entry.get("name")[: found.start()], "the remark is kept apart from the name")
        if answer.lower() == "no":
            work.settle(entry, Fate.ASIDE, "you answered that they do not take part")
        elif answer and answer.lower() != "yes":
            work.misread(entry, name, "write yes or no")


def _looked_at(name: str) -> bool:
    return name in _LOOKED_AT or (name.startswith(f"{KEEP}:") and "note" in name.lower())
