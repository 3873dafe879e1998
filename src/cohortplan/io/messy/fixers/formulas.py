"""Formulas, and what a spreadsheet would take for one."""

from __future__ import annotations

from typing import ClassVar

from cohortplan.io import cells
from cohortplan.io.dates import CellError
from cohortplan.io.grids import Kind
from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work


class Formulas(CellFixer):
    """A formula becomes its value, and text that a spreadsheet would calculate becomes plain text.

    Fixed: ``=B2&C2`` -> the value it had when the workbook was saved; ``@lantern`` -> ``'@lantern``.
    Asked: ``=HYPERLINK(...)`` without a value, and errors such as ``#REF!``.
    """

    order = 12
    fields: ClassVar = {PEOPLE: ("*",), HOSTS: ("*",)}
    fixes: ClassVar = {"@lantern": "'@lantern", "-cmd|calc": "'-cmd|calc", "x;=1+1": "x;'=1+1"}
    asks: ClassVar = ("=1+1", "#REF!")

    def work(self, work: Work) -> None:
        """Tell which values came of formulas; then go over all cells, those with a formula alone too."""
        for entry in work.entries:
            for name, item in entry.items.items():
                if item.cell.formula and item.cell.kind is not Kind.FORMULA and entry.table and entry.open:
                    work.tell(entry, name, "the value of a formula is kept, not the formula")
                elif item.cell.formula and not item.text and entry.table:
                    item.text = item.cell.formula
        super().work(work)

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Neutralise text that looks like a formula; ask for values that are not there."""
        del entry, name, work
        if text.startswith("="):
            return Asked("what is the value of this formula?", readable=False)
        if text.startswith("#") and text.rstrip("!?").isupper() and text.endswith(("!", "?", "/A")):
            return Asked("a formula failed here: what is its value?", readable=False)
        try:
            cells.must_not_be_formula(text)
        except CellError:
            return Fixed(cells.marked(text), "a spreadsheet would take it for a formula")
        return None
