"""The exception tree.

::

    CohortplanError                 everything this package raises on purpose   exit code
    ├── InputError                  the user's files; carries all defects        2
    │   ├── ScenarioError           a scenario that does not hold together       2
    │   └── PlanError               a plan file that cannot be read              2
    ├── InfeasibleError             proved: no plan keeps every hard rule        3
    ├── NoPlanError                 stopped before any plan was found            5
    ├── ScoreError                  a score that re-measuring does not confirm   1
    └── ProgramError                a program from outside that failed           1
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """One thing wrong with what the user gave, and the way out.

    Attributes
    ----------
    message : str
        What is wrong, in one sentence.
    remedy : str
        What to do about it, in one sentence.
    value : str
        The offending value as it was typed.
    file, row, column : str, int or None, str
        Where it stands; `row` counts from 1, the header of a sheet being row 1. Filled in by the reader.
    path : tuple of (str or int)
        Where it stands in the model, e.g. ``("participants", 3, "sector")``. Used by readers to find the row.
    """

    message: str
    remedy: str = ""
    value: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        """One line: place, message, value, remedy."""
        row, column = f"row {self.row}" * (self.row is not None), f"column {self.column}" * bool(self.column)
        place = ", ".join(filter(None, (self.file or ".".join(str(step) for step in self.path), row, column)))
        text = f"{place}: {self.message}" if place else self.message
        if self.value and repr(self.value) not in text:
            text += f" (found: {self.value!r})"
        return f"{text}. {self.remedy}" if self.remedy else text


@dataclass(frozen=True)
class UnknownName(Defect):
    """A name that nothing has. Readers drop it when what it names stands in a row they could not read."""


class CohortplanError(Exception):
    """Base of everything this package raises on purpose."""

    exit_code = 1


class InputError(CohortplanError):
    """What the user gave cannot be used; `defects` lists every reason found, not only the first."""

    exit_code = 2

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        super().__init__("\n".join(str(defect) for defect in self.defects))


class ScenarioError(InputError):
    """A scenario whose parts do not hold together."""


class PlanError(InputError):
    """A plan file that cannot be read as a plan of the scenario."""


class InfeasibleError(CohortplanError):
    """It is proved that no plan keeps every hard rule."""

    exit_code = 3


class NoPlanError(CohortplanError):
    """The solver was stopped before it found any plan."""

    exit_code = 5


class ScoreError(CohortplanError):
    """A solver reported a score that re-measuring the plan does not confirm."""


class ProgramError(CohortplanError):
    """A program from outside failed, took too long, or wrote what cannot be read."""
