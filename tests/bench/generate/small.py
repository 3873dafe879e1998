"""Factors of small instances, which are drawn in no time."""

from __future__ import annotations

import csv
import io
from typing import Any

from cohortplan.bench.generate import Factors, Generated, read_factors

SMALL = {"participants": 18, "organisations": 9, "set_size": "4-5", "rounds": 3, "hosts": 8}


def small(**changes: Any) -> Factors:
    """Return factors of a small instance."""
    return read_factors({**SMALL, **changes})


def rows(made: Generated, file: str) -> list[dict[str, str]]:
    """Return the rows of a table of an instance; none if it has no such table."""
    return list(csv.DictReader(io.StringIO(made.files.get(file, ""))))
