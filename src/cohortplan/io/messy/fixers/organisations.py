"""One organisation, five spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work

#: Sureness, of 100, from which two spellings are one organisation, and from which it is asked.
_SURE, _PERHAPS = 92, 80

#: Most spellings of which each is compared with all others.
_MANY = 1_000

_SHORT = {
    "cncl": "council", "hosp": "hospital", "hosps": "hospitals", "uni": "university", "univ": "university",
    "yorks": "yorkshire", "assoc": "association", "dept": "department", "intl": "international", "mbc": "council",
    "&": "and", "st": "saint",
}  # fmt: skip
_FORMS = {"the", "ltd", "limited", "plc", "llp", "cic", "inc", "llc"}


class Organisations(Fixer):
    """Spellings of one organisation become the commonest of them that has large and small letters.

    Fixed: "Calder Cncl", "calder council" and "Calder Council Ltd" -> "Calder Council"; "Caldar Council" too.
    Where there are more than a thousand spellings, only those that are surely one are found.
    Asked: "Aire Hospitals" beside "Aire Hospitals NHS Trust"; "CC" beside "Calder Council".
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
            same, sure = keys.get(_words(spelling), ""), True
            if not same and len(counts) <= _MANY:
                same, sure = _nearest(spelling, keys.values())
            if not same:
                same = keys[_words(spelling)] = spelling
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
    return (best, score >= _SURE) if score >= _PERHAPS else ("", False)


def sureness(one: str, other: str) -> float:
    """Say how sure it is, of 100, that two spellings are one organisation; at 90 it is a likely question."""
    from rapidfuzz import fuzz

    a, b = _words(one), _words(other)
    if a == b:
        return 100.0
    if not a or not b or _digits(a) != _digits(b):
        return 0.0
    initials = {"".join(word[0] for word in words if word not in ("of", "and", "for")) for words in (a, b)}
    initials = {letters for letters in initials if len(letters) > 1}
    if ("".join(a) in initials or "".join(b) in initials) and 1 in (len(a), len(b)):
        return _SURE - 2.0
    if (set(a) <= set(b) or set(b) <= set(a)) and min(len(a), len(b)) > 1:
        return _SURE - 1.0
    score = float(fuzz.ratio(" ".join(a), " ".join(b)))
    return score if len(a) == len(b) and a[0][0] == b[0][0] else min(score, _SURE - 1.0)


def _plain(name: str) -> bool:
    """Whether a spelling is neither shortened nor followed by what kind of company it is, and has capitals."""
    return name != name.lower() and " ".join(_words(name)) == name.casefold()


def _drab(name: str) -> bool:
    """Whether words are all in capitals or have none, as nobody would print them."""
    return name == name.lower() or (" " in name and name == name.upper())


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    bare = re.sub(r"[^\w& ]", "", name.casefold().replace("-", " ").replace("&", " & "))
    return tuple(_SHORT.get(word, word) for word in bare.split() if word not in _FORMS)


def _digits(words: Iterable[str]) -> list[str]:
    return re.findall(r"\d+", " ".join(words))
