"""Names of people and organisations, all of them invented."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path

from cohortplan.bench.generate.streams import Stream

#: First and last names, and first words of organisations' names; the second of those says what they do.
WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
FIRST, LAST, PLACES = (str(WORDS[part]).split() for part in ("first", "last", "places"))

#: For each sector, what its organisations are called, and what the people they send do.
KINDS = {
    "public": {
        "Hospitals": "health",
        "Community Health": "health",
        "City Services": "council",
        "District Services": "council",
        "Police": "police and fire",
        "Fire and Rescue": "police and fire",
        "Academy Trust": "education",
        "College": "education",
        "Probation": "justice",
        "University": "education",
    },
    "private": {
        "Engineering": "engineering",
        "Logistics": "logistics",
        "Software": "technology",
        "Legal": "law",
        "Accountants": "finance",
        "Homes": "construction",
        "Foods": "food",
        "Energy": "engineering",
        "Broadcasting": "media",
        "Pharmacies": "health",
        "Textiles": "engineering",
        "Insurance": "finance",
    },
    "nonprofit": {
        "Carers": "care",
        "Kitchen": "food aid",
        "Advice": "advice",
        "Hospice": "care",
        "Housing": "housing",
        "Youth": "youth",
        "Arts": "arts",
        "Welcome": "advice",
        "Sport": "sport",
        "Recovery": "care",
        "Faiths": "faith",
        "Neighbours": "community",
    },
}


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


def profession(organisation: str) -> str:
    """Return what people of an organisation do."""
    return next(job for kinds in KINDS.values() for kind, job in kinds.items() if f" {kind}" in organisation)
