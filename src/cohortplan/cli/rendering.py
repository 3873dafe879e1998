"""Documents as files, in the formats in which they are wanted."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cohortplan.documents.sheets import Document

#: The formats in which documents are written, and how the names of their files end.
ENDINGS = {"html": ".html", "pdf": ".pdf", "markdown": ".md", "csv": ".csv"}

#: Parts the name of a document from the number of one of its tables; no name of a document has it.
_NUMBERED = "+"


def document_of(file: str) -> str:
    """Return the path of a document, without ending, of one of its files."""
    return PurePosixPath(file).with_suffix("").as_posix().partition(_NUMBERED)[0]


def rendered(documents: Mapping[str, Document], formats: Collection[str]) -> dict[str, str | bytes]:
    """Return the contents of files by their paths, of documents by their paths without ending.

    Raises
    ------
    InputError
        If PDF is asked for and the extra for it is not installed.
    """
    from cohortplan.documents.sheets import html, markdown

    found: dict[str, str | bytes] = {}
    for name, as_text in (("html", html), ("markdown", markdown)):
        if name in formats:
            found |= {f"{path}{ENDINGS[name]}": as_text(document) for path, document in documents.items()}
    if "csv" in formats:
        found |= _csv(documents)
    if "pdf" in formats:
        found |= _pdf(documents)
    return found


def _csv(documents: Mapping[str, Document]) -> dict[str, str]:
    """Return the tables of documents; several of one document are numbered."""
    from cohortplan.documents.sheets import tables
    from cohortplan.io.inert import inert_csv

    found = {path: tables(document) for path, document in documents.items()}
    kinds = {path: path.partition("/")[0] for path in found}
    without = set(kinds.values()) - {kinds[path] for path, rows in found.items() if rows}
    if without:
        note(f"Note: there is no table, and so no CSV, in {', '.join(sorted(without))}.")
    return {
        f"{path}{f'{_NUMBERED}{number:02}' if len(rows) > 1 else ''}{ENDINGS['csv']}": inert_csv(each)
        for path, rows in found.items()
        for number, each in enumerate(rows, start=1)
    }


def _pdf(documents: Mapping[str, Document]) -> dict[str, bytes]:
    from cohortplan.documents.sheets.pdf import Press
    from cohortplan.errors import Defect, InputError

    try:
        with Press() as press:
            made = {f"{path}{ENDINGS['pdf']}": press.pdf(document) for path, document in documents.items()}
    except ImportError as error:
        raise InputError([Defect("PDF needs another library", "pip install 'cohortplan[pdf]'")]) from error
    if press.lacking:
        letters = " ".join(press.lacking)
        note(f"Note: no font on this machine has {letters}: boxes stand for them in the PDF. The pages have them.")
    return made
