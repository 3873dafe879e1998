"""Names of people and organisations, all of them invented."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path

from scenarios.make.streams import Stream

#: First and last names, and first words of organisations' names; the second of those says what they do.
WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
FIRST, LAST, PLACES = (str(WORDS[part]).split() for part in ("first", "last", "places"))

KINDS = {
    "public": ("Hospitals", "Community Health", "City Services", "District Services", "Police", "Fire and Rescue",
               "Academy Trust", "College", "Probation", "University"),
    "private": ("Engineering", "Logistics", "Software", "Legal", "Accountants", "Homes", "Foods", "Energy", "Press",
                "Pharmacies", "Textiles", "Insurance"),
    "nonprofit": ("Carers", "Kitchen", "Advice", "Hospice", "Housing", "Youth", "Arts", "Refugee Welcome", "Sport",
                  "Recovery", "Mind", "Neighbours"),
}  # fmt: skip


def people(number: int, stream: Stream) -> list[str]:
    """Return different names of so many people."""
    pairs = stream.shuffled(range(len(FIRST) * len(LAST)))[:number]
    if len(pairs) < number:
        raise ValueError(f"there are {len(pairs)} names, not {number}")
    return [f"{FIRST[pair % len(FIRST)]} {LAST[pair // len(FIRST)]}" for pair in pairs]


def organisations(sector: str, number: int, stream: Stream) -> list[str]:
    """Return different names of so many organisations of a sector; from the second use of a name on it is numbered."""
    names = [f"{place} {kind}" for kind in KINDS[sector] for place in PLACES]
    found = stream.shuffled(names)
    for again in count(2):
        if len(found) >= number:
            break
        found += [f"{name} {again}" for name in stream.shuffled(names)]
    return found[:number]
