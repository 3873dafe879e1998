"""``masterclass-48``: the pairs who are to begin projects together, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations

from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.tables import table
from scenarios.make.tables import read

NAME = "masterclass-48"
PROJECTS = 120
WEEKS = 26
DAY = date(2026, 9, 17)


def make() -> Mapping[str, str]:
    """Return the ties: pairs of two organisations, whose projects begin one to 26 weeks after the masterclass."""
    people = read(NAME, "participants.csv")
    pairs = [(a["id"], b["id"]) for a, b in combinations(people, 2) if a["organisation"] != b["organisation"]]
    chosen = sorted(Stream(NAME, "projects").shuffled(pairs)[:PROJECTS])
    weeks = Stream(NAME, "weeks")
    begins = (DAY + timedelta(weeks=1 + weeks.below(WEEKS)) for _ in chosen)
    rows = ((*pair, "project", "joint project", day) for pair, day in zip(chosen, begins, strict=True))
    return {"ties.csv": table("a b kind source need_by", rows)}
