"""Units whose contestant failed: which, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from cohortplan.bench.record import Record
    from cohortplan.bench.unit import Unit

#: Exit code where contestants have failed.
FAILED = 1
#: How many are told: as lines, and to a program.
SHOWN, LISTED = 5, 100
_FIELDS = {"unit", "case", "solver", "seed", "budget", "error"}


def note_failures(folder: Path, failed: Sequence[Unit]) -> None:
    """Tell of the first few, and where to find the others."""
    if not failed:
        return
    for record in islice(_records(folder, failed), SHOWN):
        note(f"{record.case}, {record.solver}, seed {record.seed}, {record.budget}: {' '.join(record.error.split())}")
    more = f"And {len(failed) - SHOWN} more. " if len(failed) > SHOWN else ""
    note(f"{more}Records in {folder / 'units'} say why; `bench run` with --retry tries these units again.")


def as_json(folder: Path, failed: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the first of them for a program."""
    return [record.model_dump(mode="json", include=_FIELDS) for record in islice(_records(folder, failed), LISTED)]


def _records(folder: Path, failed: Iterable[Unit]) -> Iterator[Record]:
    from cohortplan.bench.record import read_units

    return read_units(folder, (unit.id for unit in failed))
