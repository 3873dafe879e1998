"""Moving equality, access and other private facts out of the sheet of people, to where documents do not look."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from secrets import SystemRandom, token_hex

from cohortplan.io.dates import CellError, day
from cohortplan.io.privacy.rows import Cells, Sheet, file_of, settings_file, sheets, whose
from cohortplan.io.several import write_all
from cohortplan.io.table import key
from cohortplan.io.tables import TABLES
from cohortplan.model import Scenario
from cohortplan.model.privacy import of_heading

#: What goes into the sealed file, by column.
_SEALED = ("flags", "cannot", "needs")

#: Where in the sealed or private file a column goes that the organiser added, by what it holds.
_OWN = {"access": "needs", "diet": "diet", "id_document": "id_type", "emergency": "emergency"}
_OWN |= {"legal_name": "legal_name", "born": "born"}


@dataclass(frozen=True)
class Sealed:
    """What came of a sealing: how many cells of which column were moved, and how many stay.

    Those stay for which the sealed or private file has something else already.
    """

    moved: Mapping[str, int]
    stayed: Mapping[str, int]


def is_sealed(source: str | Path) -> bool:
    """Whether private facts of people have been moved out of ``participants.csv`` before."""
    return any(file_of(source, name).exists() for name in ("keys", "private"))


def seal(source: str | Path, scenario: Scenario) -> Sealed:
    """Move private facts out of ``participants.csv`` into ``sealed.csv``, with random keys, and ``private.csv``.

    Raises
    ------
    OSError
        If a file cannot be written; all are then as they were.
    """
    there, ids = sheets(source), whose(scenario)
    attributes = {key(each.name) for each in scenario.attributes}
    sealed, private = _Moved(there.get("sealed"), "key"), _Moved(there.get("private"), "participant", ids)
    keys = {ids[row["participant"]]: row["key"] for row in (there["keys"].rows() if "keys" in there else ())}
    counts, stayed = Counter[str](), Counter[str]()

    def move(cells: Cells) -> Cells:
        who = cells["id"]
        for heading in [name for name in cells if key(name) not in attributes]:
            column = _column(heading, cells[heading])
            if column in _SEALED:
                moved = sealed.put(keys.setdefault(who, token_hex(8)), column, cells[heading])
            else:
                moved = bool(column) and private.put(who, column, cells[heading])
            counts[heading] += moved
            stayed[heading] += bool(column) and not moved and bool(cells[heading].strip())
            if moved:
                del cells[heading]
        return cells

    people = there["participants"].rewritten(move)
    if +counts:
        rows = {
            "keys": [{"key": keys[each], "participant": each} for each in scenario.people if each in keys],
            "sealed": SystemRandom().sample([*sealed.rows.values()], len(sealed.rows)),  # the order would tell whose
            "private": [*private.rows.values()],
        }
        contents = {file_of(source, name): _text(name, found) for name, found in rows.items() if found}
        home = settings_file(source).parent
        write_all(home, {**contents, there["participants"].path: people}, secret=contents.keys())
    return Sealed(dict(+counts), dict(+stayed))


class _Moved:
    """Rows of a table to which cells are moved; one that is filled stays."""

    def __init__(self, sheet: Sheet | None, name: str, ids: Mapping[str, str] | None = None) -> None:
        self._name = name
        rows = () if sheet is None else sheet.rows()
        self.rows = {row[name] if ids is None else ids[row[name]]: row for row in rows}

    def put(self, who: str, column: str, cell: str) -> bool:
        """Fill a cell; False if there is something else."""
        row = self.rows.get(who, {self._name: who})
        if row.setdefault(column, cell) != cell:
            return False
        self.rows[who] = row
        return True


def _column(heading: str, cell: str) -> str:
    """Return the column of the sealed or private file to which a cell of the sheet of people goes, if to any."""
    if heading in _SEALED:
        return heading
    if heading in {column.name for column in TABLES["participants"].columns}:
        return ""
    column = _OWN.get(of_heading(heading), "")
    if column == "born":
        try:
            day(cell)
        except CellError:  # it can stay where anything may stand
            return ""
    return column


def _text(table: str, rows: Iterable[Mapping[str, str]]) -> str:
    names = [column.name for column in TABLES[table].columns]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()
