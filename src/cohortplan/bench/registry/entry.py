"""What is said of a best known value: a row of the register."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from cohortplan.bench.case import Better, Frozen, Name
from cohortplan.bench.suite import INSTANCES
from cohortplan.errors import Defect, InputError

#: A value is better if it is by more than this part: published values are rounded.
ROUNDED = 1e-7

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Entry(Frozen):
    """A value that is better than what was known before, and what it rests on.

    Attributes
    ----------
    case, source, sha256
        The instance: its name, what opens it (``{instances}`` stands for the folder of public ones), and the SHA-256 of
        its scenario.
    figure, better, value
        Which figure of the plan it is, as in `Subject.figures`, which way it counts, and how much it is.
    bound, argument
        A value that no plan is better than, and why; none if nothing is known.
    date : date
        When it was entered.
    solver, version, seed, seconds, iterations
        What found it: a contestant, its version, and what it spent until then.
    plan : str
        The file of the plan, beside the register.
    verifier : str
        `verifier_hash` of the code that measured it last: when it was entered, or when it was stamped anew.
    known, known_source
        The best known before, and where that is from; none if it is the first.
    """

    case: Name
    source: str
    sha256: Digest
    figure: Name
    better: Better
    value: float
    bound: float | None = None
    argument: str = ""
    date: date
    solver: Name
    version: str = ""
    seed: int = Field(ge=0)
    seconds: float = Field(ge=0)
    iterations: int | None = Field(default=None, ge=0)
    plan: str = Field(pattern=r"^[A-Za-z0-9_-]+\.plan\.json$")
    verifier: Digest
    known: float | None = None
    known_source: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What there is one entry of."""
        return self.case, self.figure

    def opened_from(self, instances: Path) -> str:
        """Return what opens the instance, given the folder of public ones."""
        return self.source.replace(INSTANCES, str(instances))


COLUMNS = tuple(Entry.model_fields)

#: What stands empty where there is nothing.
_OPTIONAL = {name for name, field in Entry.model_fields.items() if not field.is_required()}


def beats(better: Better, value: float, other: float) -> bool:
    """Whether a value is better than another, and not only by how it is rounded."""
    margin = ROUNDED * abs(other)
    return value > other + margin if better == "more" else value < other - margin


def told(value: float) -> str:
    """Return a value as people are told it."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def entries_text(entries: Iterable[Entry]) -> str:
    """Return entries as the register has them, by case and figure."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for entry in sorted(entries, key=lambda each: each.key):
        table.writerow([_cell(getattr(entry, name)) for name in COLUMNS])
    return text.getvalue()


def entries_of(text: str, file: str) -> list[Entry]:
    """Read entries.

    Raises
    ------
    InputError
        If some cannot be used; it carries all that is wrong.
    """
    table = csv.DictReader(StringIO(text))
    columns = tuple(table.fieldnames or ())
    if columns != COLUMNS:
        remedy = f"Its first row is {','.join(COLUMNS)}"
        raise InputError([Defect("this is no register of best known values", remedy, ",".join(columns), file, 1)])
    found: list[Entry] = []
    wrong: list[Defect] = []
    for row in table:
        try:
            found.append(Entry.model_validate({name: cell for name, cell in row.items() if _said(name, cell)}))
        except ValidationError as error:
            wrong += _defects(error, file, table.line_num)
    keys = [entry.key for entry in found]
    wrong += [
        Defect("this stands here twice", "Keep the better one", f"{case}, {figure}", file)
        for case, figure in dict.fromkeys(key for key in keys if keys.count(key) > 1)
    ]
    if wrong:
        raise InputError(wrong)
    return found


def _said(name: str, cell: Any) -> bool:
    return not (name in _OPTIONAL and cell == "")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _defects(error: ValidationError, file: str, row: int) -> Iterator[Defect]:
    for each in error.errors():
        column = str(each["loc"][0])
        if column == "None":  # more cells than columns
            yield Defect("there are cells beyond the last column", "Remove them", file=file, row=row)
        else:
            yield Defect(
                each["msg"], "Mend the cell, or enter the value anew", str(each["input"])[:80], file, row, column
            )
