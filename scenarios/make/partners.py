"""``partner-hub-60``: the outside bodies with which each organisation is linked."""

from __future__ import annotations

from collections.abc import Mapping

from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.tables import table
from scenarios.make import names
from scenarios.make.tables import read

NAME = "partner-hub-60"
BODIES = 240
LEAST, MOST = 5, 15


def make() -> Mapping[str, str]:
    """Return the links: a few bodies are linked with many organisations, and many with few (Zipf)."""
    bodies = [name for sector in names.KINDS for name in names.organisations(sector, BODIES // 3, _stream(sector))]
    bodies, draw = _stream("order").shuffled(bodies), _stream("links")
    rows = []
    for organisation in sorted({person["organisation"] for person in read(NAME, "participants.csv")}):
        linked: set[str] = set()
        wanted = LEAST + draw.below(MOST - LEAST + 1)
        while len(linked) < wanted:
            linked.add(draw.zipf(bodies))
        rows += [(organisation, body) for body in sorted(linked)]
    return {"links.csv": table("organisation body", rows)}


def _stream(purpose: str) -> Stream:
    return Stream(NAME, purpose)
