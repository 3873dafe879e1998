"""The scenario's own cross-checks on what could be read, without complaints that only follow from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cohortplan.errors import Defect, UnknownName
from cohortplan.io.draft import Draft
from cohortplan.io.findings import Path
from cohortplan.io.sheet import Record
from cohortplan.model import Scenario
from cohortplan.model.consistency import inconsistencies

#: Tables that a defect rests on, by the last name in its path.
_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "a": ("participants",),
    "b": ("participants",),
    "participant": ("participants",),
    "round": ("rounds",),
    "set": ("rounds",),
    "activity": ("rounds",),
    "host": ("hosts",),
    "kinds": ("hosts",),
    "kind": ("hosts",),
    "sets": ("participants", "rounds", "absences"),
}

#: Tables that rules look at.
_OF_RULES = ("participants", "hosts", "rounds", "ties", "absences", "locks", "openings", "closures")


def crosscheck(draft: Draft) -> list[Defect]:
    """Return what does not hold together in `draft`, each defect with its file, row and column.

    Left out is what may be nothing but a consequence of a row that could not be read: an unknown name that stands
    in such a row, numbers of people when somebody's row is at fault, and a second complaint about the same cell.
    """
    findings = draft.findings
    reported = {(defect.file, defect.row, defect.column) for defect in findings.defects}
    found = [
        (defect, located)
        for defect in inconsistencies(partial(draft))
        if (located := findings.located(defect))
        and reported.isdisjoint(((located.file, located.row, located.column), (located.file, located.row, "")))
    ]
    faulty = {defect.file for defect in findings.defects}
    faulty |= {located.file for defect, located in found if not _counts(defect)}
    tables = {name for name, sheet in draft.sheets.items() if sheet.file in faulty}
    return [located for defect, located in found if not _follows(defect, draft, tables)]


def partial(draft: Draft) -> Scenario:
    """Return the scenario as far as it could be read, not validated."""
    return Scenario.model_construct(**parts(draft))


def parts(draft: Draft) -> dict[str, Any]:
    """Return the parts of the scenario, by field."""
    settings = draft.settings
    lists = ("participants", "hosts", "rounds", "events", "ties", "absences", "seat_locks", "visit_locks")
    return {
        "programme": settings.programme,
        "attributes": settings.attributes,
        "rules": settings.rules,
        "weights": settings.weights,
        **{name: tuple(getattr(draft, name)) for name in lists},
    }


def _counts(defect: Defect) -> bool:
    """Whether a defect is about numbers of people or what rules make of them, and not about a name."""
    return not isinstance(defect, UnknownName) and (defect.path[:1] == ("rules",) or defect.path[-1:] == ("sets",))


def _follows(defect: Defect, draft: Draft, faulty: set[str]) -> bool:
    tables = _tables(defect.path)
    if any(draft.lost(table) for table in tables):
        return True
    if _counts(defect):
        return not faulty.isdisjoint(tables)
    return isinstance(defect, UnknownName) and any(_mentions(record, defect.value) for record in _faulty_rows(draft))


def _tables(path: Path) -> tuple[str, ...]:
    if path[:1] == ("rules",):
        return _OF_RULES
    names = [step for step in path if isinstance(step, str)]
    return _RESTS_ON.get(names[-1], ()) if names else ()


def _faulty_rows(draft: Draft) -> Iterator[Record]:
    return (record for sheet in draft.sheets.values() for record in sheet.records if record.faulty)


def _mentions(record: Record, name: str) -> bool:
    """Whether a row's text holds `name`, or the name of a round that it belongs to."""
    return any(name in cell or name.startswith(f"{cell}.") for cell in record.cells.values())
