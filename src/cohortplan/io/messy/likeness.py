"""How like two names of organisations or hosts are, whatever the order of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: Sureness, of 100, from which two spellings are one name, and from which it is asked.
SURE, PERHAPS = 92, 80

_SHORT = {
    "cncl": "council", "hosp": "hospital", "hosps": "hospitals", "uni": "university", "univ": "university",
    "yorks": "yorkshire", "assoc": "association", "dept": "department", "intl": "international", "mbc": "council",
    "&": "and", "st": "saint",
}  # fmt: skip
_FORMS = {"the", "ltd", "limited", "plc", "llp", "cic", "inc", "llc"}
#: What tells two places apart that are called the same: like numbers, it is no slip of the pen.
_SIDES = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
_SIDES |= {"upper", "lower", "inner", "outer", "old", "new"}

Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def words(name: str) -> Words:
    """Return the words of a name, written out, without what kind of company it is."""
    bare = re.sub(r"[^\w& ]", "", name.casefold().replace("-", " ").replace("&", " & "))
    return tuple(_SHORT.get(word, word) for word in bare.split() if word not in _FORMS)


@lru_cache(maxsize=20_000)
def orders(name: str) -> frozenset[Words]:
    """Return the words of a name as they stand and, around its one comma, the other way round.

    Examples
    --------
    >>> sorted(orders("Ridge, HMP"))
    [('hmp', 'ridge'), ('ridge', 'hmp')]
    """
    before, comma, after = name.partition(",")
    turned = words(after) + words(before) if comma and "," not in after else words(name)
    return frozenset(filter(None, (words(name), turned)))


@lru_cache(maxsize=20_000)
def sorted_words(name: str) -> str:
    """Return the words of a name in alphabetical order."""
    return " ".join(sorted(words(name)))


def spelled_like(one: str, others: Iterable[str]) -> list[str]:
    """Return those of some names that are spelled like one, all of them by `sorted_words`."""
    from rapidfuzz import fuzz, process

    found = process.extract(one, list(others), scorer=fuzz.ratio, score_cutoff=SURE, limit=None) if one else []
    return [other for other, *_ in found if not _apart(one, other)]


def sureness(one: str, other: str) -> float:
    """Say how sure it is, of 100, that two spellings are one name; at 90 it is a likely question."""
    from rapidfuzz import fuzz

    a, b = words(one), words(other)
    if a == b:
        return 100.0
    if not a or not b or _apart(one, other):
        return 0.0
    initials = {"".join(word[0] for word in words_ if word not in ("of", "and", "for")) for words_ in (a, b)}
    initials = {letters for letters in initials if len(letters) > 1}
    if ("".join(a) in initials or "".join(b) in initials) and 1 in (len(a), len(b)):
        return SURE - 2.0
    if (set(a) <= set(b) or set(b) <= set(a)) and min(len(a), len(b)) > 1:
        return SURE - 1.0
    score = float(fuzz.ratio(" ".join(a), " ".join(b)))
    if len(a) == len(b) and a[0][0] == b[0][0] and score >= SURE:
        return score
    return min(max(score, float(fuzz.ratio(sorted_words(one), sorted_words(other)))), SURE - 1.0)


def _apart(one: str, other: str) -> bool:
    """Whether two names have other numbers, or are of other sides of something."""
    (digits, sides), (others, theirs) = _telling(one), _telling(other)
    return digits != others or bool(sides and theirs and sides != theirs)


@lru_cache(maxsize=20_000)
def _telling(name: str) -> tuple[list[str], set[str]]:
    """Return the numbers and the sides in a name."""
    found = words(name)
    return sorted(re.findall(r"\d+", " ".join(found))), _SIDES.intersection(found)
