"""What an import leaves in a scenario's folder beside the tables: what was answered, its account, details of hosts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from cohortplan.io.findings import Findings
from cohortplan.io.messy import ACCOUNT, FILE
from cohortplan.io.messy.outcome import DETAILS
from cohortplan.io.privacy.rows import Cells, Sheet, typed
from cohortplan.io.table import Column, Table
from cohortplan.io.toml import read_toml
from cohortplan.model.privacy import of_heading

#: What the columns of the details of hosts hold; what an organiser's own column holds is told by its heading.
_HOSTS = {
    **dict.fromkeys(("id", "name"), "host"),
    **dict.fromkeys(("contact", "phone"), "host_contact"),
    "last_visited": "host_desk",
}
_TABLE = Table(DETAILS.removesuffix(".csv"), tuple(map(Column, _HOSTS)), open=True)


def notes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files with what was answered and the account, with their texts, if anything stands in them."""
    for path in (folder / FILE, folder / ACCOUNT):
        if path.exists() and (text := typed(path)):
            yield path, text


def details(folder: Path) -> Iterator[tuple[Sheet, Callable[[str], str]]]:
    """Yield the details of hosts, if there are any, with what tells which kind of fact a column of them holds."""
    path = folder / DETAILS
    if path.exists():
        yield Sheet(path, _TABLE, typed(path)), lambda heading: _HOSTS.get(heading) or of_heading(heading)


def imported(folder: Path, participant: str) -> dict[str, list[dict[str, Any]]]:
    """Return by file what an import noted of a participant: of their rows, the changes, questions and answers."""
    texts = {path.name: text for path, text in notes(folder)}
    account = [{**row} for row in csv.DictReader(StringIO(texts.get(ACCOUNT, "")))]
    mine = {(row["sheet"], row["row"]) for row in account if not row["step"] and row["after"] == participant}
    found = {
        FILE: list(_answers(folder / FILE, participant, mine)) if FILE in texts else [],
        ACCOUNT: [_filled(row) for row in account if (row["sheet"], row["row"]) in mine],
    }
    return {name: rows for name, rows in found.items() if rows}


def _answers(path: Path, participant: str, rows: set[tuple[str, str]]) -> Iterator[Cells]:
    """Yield the questions about some rows, and under what somebody's id is known."""
    toml = read_toml(path, path.name, Findings())
    data = {} if toml is None else toml.data
    for question in data.get("questions", []):
        place = str(question.get("where", ""))
        if any(f"{place}, column".startswith(f"{sheet}, row {row}, column") for sheet, row in rows):
            yield _filled({name: question.get(name, "") for name in ("where", "question", "found", "answer")})
    for name, known in data.get("ids", {}).items():
        if known == participant:
            yield {"known as": name, "id": known}


def _filled(row: dict[str, Any]) -> Cells:
    return {name: str(cell) for name, cell in row.items() if cell}
