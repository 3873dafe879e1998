"""Hosts that are not hosts yet."""

from __future__ import annotations

import re

from cohortplan.io.messy.entries import Fate
from cohortplan.io.messy.fields import HOSTS
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work

_OPEN = re.compile(r"\(?(tbc|tba|tbd|to be confirmed|to be agreed|\?+|unknown|waiting.*|n/?a)\)?", re.IGNORECASE)
_MARK = re.compile(r"\s*[-(]?\s*\b(tbc|tba|to be confirmed)\b\)?|\s*\?+$", re.IGNORECASE)


class Hosts(Fixer):
    """Rows of hosts that are to be confirmed.

    Fixed: a row without a name takes that of its organisation.
    Asked: "TBC" (who is it?); "Radio Canalside (TBC)": does it count? Until then it is not among the hosts.
    """

    order = 32

    def work(self, work: Work) -> None:
        """Ask about hosts that nobody has confirmed."""
        for entry in list(work.of(HOSTS)):
            if not entry.get("name") and entry.get("organisation"):
                work.fix(entry, "name", entry.get("organisation"), "the name is that of the organisation")
            name = entry.get("name")
            if not _MARK.sub("", name).strip(" -()") or _OPEN.fullmatch(name):
                answer = work.ask(
                    entry, "name", "this host has no name yet: who is it?", ("-",), blocks=True, holds=True
                )
                if answer == "-":
                    work.settle(entry, Fate.ASIDE, "you answered that there is none")
                elif answer:
                    work.fix(entry, "name", answer, "as you answered")
            elif _MARK.search(name):
                answer = work.ask(
                    entry, "name", "this host is not confirmed: does it count?", ("yes", "no"), blocks=True, holds=True
                )
                work.fix(entry, "name", _MARK.sub("", name), "whether it is confirmed is kept apart")
                if answer.lower() == "no":
                    work.settle(entry, Fate.ASIDE, "you answered that it does not count")
                elif answer and answer.lower() != "yes":
                    work.misread(entry, "name", "write yes or no")
