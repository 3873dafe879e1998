"""The workbook of a plan while it is read: its sheets, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cohortplan.io.findings import Findings
from cohortplan.io.grids import Grid
from cohortplan.io.sheet import Record, sheet_of
from cohortplan.io.table import Table
from cohortplan.io.workbook.plans.labels import Known
from cohortplan.io.workbook.store import csv_of, typed, without_gaps


@dataclass(frozen=True)
class Source:
    """The sheets by name, and what was found to be wrong."""

    grids: Mapping[str, Grid]
    findings: Findings

    def records(self, table: Table) -> list[Record]:
        """Return the rows of a sheet that is a table, none if there is no such sheet."""
        if table.name not in self.grids:
            return []
        grid = self.grids[table.name]
        content = csv_of(typed(row) for row in without_gaps(grid.rows))
        return [each for each in sheet_of(content, grid.name, table, self.findings).records if not each.faulty]


def known(what: str, records: list[Record]) -> Known:
    """Return those who are listed on a sheet."""
    names: dict[str, str] = {}
    for record in records:
        if record.values["id"] in names:
            record.fault("id", f"another {what} has this id", "Give everyone an id of their own")
        names.setdefault(record.values["id"], record.values["name"])
    return Known(what, names)
