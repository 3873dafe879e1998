"""A document as PDF: tagged for screen readers, and the same bytes whenever the document is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Self

from cohortplan.documents.sheets.document import SHORT, Block, Cards, Document, Facts, Grid
from cohortplan.documents.sheets.marks import picture

#: What PDF is set in: a font that comes along, and for letters it lacks whatever this machine has.
FONT = "Source Sans Pro"
#: So many letters go on a line of a table, beside each other in several columns.
_LINE = 80
_FILES = ("Regular", "Bold")

_LACKING = re.compile(r"the text `\"?(.+?)\"?` could not be displayed")


class Press:
    """Sets documents, one after the other.

    Attributes
    ----------
    lacking : dict of str to None
        Letters that no font of this machine has, in the order in which they were found; boxes stand for them.

    Raises
    ------
    ImportError
        If the extra ``pdf`` is not installed.
    """

    def __init__(self) -> None:
        self.lacking: dict[str, None] = {}
        self._home = TemporaryDirectory(prefix="cohortplan-")
        self._template = files("cohortplan.documents").joinpath("sheets", "templates", "sheet.typ").read_bytes()

    def __enter__(self) -> Self:
        """Return the press itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Put everything away."""
        self._home.cleanup()

    def pdf(self, document: Document) -> bytes:
        """Return a document as PDF."""
        from typst import TypstError

        inputs = {"document": json.dumps(_data(document), ensure_ascii=False)}
        try:  # PDF/UA, which refuses letters that cannot be shown
            return self._compile(inputs, pdf_standards=["ua-1"])
        except TypstError as error:
            found = _LACKING.search(str(error))
            if found is None:
                raise
            self.lacking[found[1]] = None
            return self._compile(inputs)

    def _compile(self, inputs: dict[str, str], **how: Any) -> bytes:
        made = self._compiler(input=self._template, format="pdf", sys_inputs=inputs, timestamp=0, **how)
        return made if isinstance(made, bytes) else b"".join(made)

    @cached_property
    def _compiler(self) -> Callable[..., Any]:
        from typst import Compiler

        home = Path(self._home.name)
        for name in _FILES:  # by themselves, as the package has the same font in two formats
            with as_file(files("font_source_sans_pro").joinpath("files", f"SourceSansPro-{name}.ttf")) as font:
                copyfile(font, home / font.name)
        return Compiler(root=home, font_paths=[home]).compile


def _widths(each: Grid) -> list[int]:
    """Return how columns share the page, 0 for those that take what they need; empty if the last takes what is left."""
    longest = each.longest
    if sum(longest) <= _LINE:
        last = each.table.numeric(len(longest) - 1)
        return [int(length == max(longest)) for length in longest] if last else []
    return [min(length, 40) if length > SHORT or length == max(longest) else 0 for length in longest]


def _data(document: Document) -> dict[str, Any]:
    return {
        "fonts": [FONT, "Libertinus Serif"],
        **{name: getattr(document, name) for name in ("title", "lead", "reader", "marking", "size", "wide")},
        "blocks": [{"block": each.block, **_block(each)} for each in document.blocks],
    }


def _block(each: Block) -> dict[str, Any]:
    if isinstance(each, Facts):
        return {"told": each.told}
    if isinstance(each, Cards):
        return {"cards": [{**vars(card), "picture": picture(card.mark)} for card in each.cards]}
    if isinstance(each, Grid):
        table = each.table
        rows = [[str(cell) for cell in row] for row in table.rows]
        numeric = [table.numeric(place) for place in range(len(table.columns))]
        return {
            "tall": each.tall,
            "widths": each.widths or _widths(each),
            "columns": table.columns,
            "rows": rows,
            "numeric": numeric,
        }
    return dict(vars(each))
