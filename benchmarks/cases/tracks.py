"""The tracks of the scenarios that come with the project: days to live through, and fronts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.cases.shipped import SCENARIOS
from cohortplan.bench.case import Case, Figure

#: Scenarios of more people take too long to be planned anew day after day.
DAYS = ("connect-11", "threesector-30x10", "cop-lived-36", "masterclass-48", "partner-hub-60")
#: Elsewhere wishes do not conflict: in threesector-30x10 nobody travels, in masterclass-48 everyone meets everyone.
FRONTS = ("cop-lived-36", "partner-hub-60")


def days(_: Path) -> Iterator[Case]:
    """What is kept of the plan that people were told, less what is changed."""
    figures = (
        Figure(name="score", better="more"),
        Figure(name="value_kept", label="value kept", better="more"),
        Figure(name="changes"),
        Figure(name="broken"),
    )
    for name in DAYS:
        yield Case(
            name=f"days of {name}", source=f"days:{(SCENARIOS / name).as_posix()}", group="days", figures=figures
        )


def fronts(_: Path) -> Iterator[Case]:
    """Which part of what could be is dominated by some plan."""
    figures = (Figure(name="hypervolume", better="more"), Figure(name="points", better="more"))
    for name in FRONTS:
        source = f"front:{(SCENARIOS / name).as_posix()}"
        yield Case(name=f"front of {name}", source=source, group="fronts", figures=figures)
