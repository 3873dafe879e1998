"""One organisation, five spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.likeness import PERHAPS, SURE, orders, sureness, words
from cohortplan.io.messy.work import Work

#: Most spellings of which each is compared with all others.
_MANY = 1_000


class Organisations(Fixer):
    """Spellings of one organisation become the commonest of them that has large and small letters.

    Fixed: "Calder Cncl", "calder council" and "Calder Council Ltd" -> "Calder Council"; "Caldar Council" too;
    "Ridge, HMP" -> "HMP Ridge".
    Where there are more than a thousand spellings, only those that are surely one are found.
    Asked: "Aire Hospitals" beside "Aire Hospitals NHS Trust"; "CC" beside "Calder Council"; "Ridge HMP" beside "HMP
    Ridge". What differs in a number or in a side ("North Hospital", "South Hospital") stays two.
    """

    order = 34

    def work(self, work: Work) -> None:
        """Merge spellings, the surest first; ask about those that may be one."""
        rows = [entry for table in (PEOPLE, HOSTS) for entry in work.of(table) if entry.get("organisation")]
        counts = Counter(entry.get("organisation") for entry in rows)
        chosen: dict[str, str] = {}
        keys: dict[tuple[str, ...], str] = {}
        first = {name: place for place, name in enumerate(counts)}
        for spelling in sorted(counts, key=lambda each: (_drab(each), -counts[each], not _plain(each), first[each])):
            same, sure = next((keys[each] for each in sorted(orders(spelling)) if each in keys), ""), True
            if not same and len(counts) <= _MANY:
                same, sure = _nearest(spelling, keys.values())
            if not same:
                same = spelling
                keys |= dict.fromkeys(orders(spelling), spelling)
            elif not sure:
                same = self._ask(spelling, same, rows, work)
            chosen[spelling] = same
        for entry in rows:
            name = chosen[entry.get("organisation")]
            work.fix(
                entry, "organisation", name, "this is how the organisation is spelled most often, or as you answered"
            )

    @staticmethod
    def _ask(spelling: str, same: str, rows: Iterable[Entry], work: Work) -> str:
        first = next(entry for entry in rows if entry.get("organisation") == spelling)
        text = f"is {spelling!r} the organisation {same!r}?"
        return work.ask(first, "organisation", f"{text} Answer with the name to use", (same, spelling)) or spelling


def _nearest(spelling: str, chosen: Iterable[str]) -> tuple[str, bool]:
    """Return the organisation that a spelling is likest to, "" if to none, and whether that is sure."""
    best, score = "", 0.0
    for other in dict.fromkeys(chosen):
        found = sureness(spelling, other)
        if found > score:
            best, score = other, found
    return (best, score >= SURE) if score >= PERHAPS else ("", False)


def _plain(name: str) -> bool:
    """Whether a spelling is neither shortened nor followed by what kind of company it is, and has capitals."""
    return name != name.lower() and " ".join(words(name)) == name.casefold()


def _drab(name: str) -> bool:
    """Whether words are all in capitals or have none, as nobody would print them."""
    return name == name.lower() or (" " in name and name == name.upper())
