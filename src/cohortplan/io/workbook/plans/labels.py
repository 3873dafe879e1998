"""How people and hosts are called on the sheets of a plan, and who is meant by what was typed there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from cohortplan.io.cells import unmarked
from cohortplan.io.dates import CellError
from cohortplan.io.text import tidy
from cohortplan.io.workbook.cells import put_text
from cohortplan.io.workbook.looks import INK, PALE
from cohortplan.io.workbook.plans.layout import HOSTS, PEOPLE
from cohortplan.model.names import nearest, plain

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.cell.text import InlineFont

#: A mark behind a name, such as that of the sector.
_MARK = re.compile(r" ?\([^()]*\)$")
_SMALL = 7


class Label(tuple[str, str]):
    """What stands in a cell: a name, and behind it, small and pale, a mark and the id that tells namesakes apart."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the whole text."""
        return " ".join(filter(None, self))


def put_label(cell: Cell, label: Label, size: int) -> None:
    """Put a label into a cell."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    name, rest = label
    put_text(cell, str(label))
    if name and rest and name.strip() == name:
        cell.value = CellRichText(TextBlock(_font(size, INK), name), TextBlock(_font(_SMALL, PALE), f" {rest}"))


@cache
def _font(size: int, colour: str) -> InlineFont:
    """Return a font, made once: a workbook has thousands of labels."""
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    return InlineFont(rFont="Calibri", sz=size, color=Color(f"FF{colour}"))


class Known:
    """The people, or the hosts, that a plan may name.

    Parameters
    ----------
    what : str
        What one of them is called in a sentence.
    names : mapping of str to str
        Their names by id.
    """

    def __init__(self, what: str, names: Mapping[str, str]) -> None:
        self.what = what
        self.names = names
        self._ids: dict[str, list[str]] = {}
        for each, name in names.items():
            self._ids.setdefault(plain(tidy(name)), []).append(each)

    def find(self, typed: str) -> str:
        """Return the id of who is meant: by a label, a name that only one has, or an id.

        The id decides where a name is followed by one, so that names may be mended.

        Raises
        ------
        CellError
            If nobody or several may be meant, or the name is another's than the id.
        """
        text = tidy(unmarked(typed))
        if text in self.names:
            return text
        mine = self._ids.get(plain(text), [])
        if len(mine) == 1:
            return mine[0]
        head, found = self._by_id(text)
        if found:
            self._must_agree(head, found)
            return found
        return self._by_name(text)

    def _by_id(self, text: str) -> tuple[str, str]:
        """Return what stands before an id at the end of a text, and the id; nothing if there is none."""
        for blank in re.finditer(" ", text):
            if text[blank.end() :] in self.names:
                return text[: blank.start()], text[blank.end() :]
        return "", ""

    def _must_agree(self, head: str, found: str) -> None:
        others = self._ids.get(plain(_MARK.sub("", head)), [])
        if others and found not in others:
            who = self.names[found]
            message = f"{found} is {who}, not {_MARK.sub('', head)}"
            raise CellError(message, f"Leave out the id, or write {who} {found}")

    def _by_name(self, text: str) -> str:
        name = _MARK.sub("", text)
        mine = self._ids.get(plain(name), [])
        if len(mine) == 1:
            return mine[0]
        if mine:
            ways = " or ".join(f"{self.names[each]} {each}" for each in mine)
            raise CellError(f"several have this name, so it is not clear which {self.what} is meant", f"Write {ways}")
        known = [*self.names.values(), *self.names]
        near = nearest(text, known) or nearest(name, known)
        sheet = HOSTS if self.what == "host" else PEOPLE
        remedy = f"Did you mean {near!r}?" if near else f"Use a name or an id of the sheet {sheet}"
        raise CellError(f"there is no {self.what} {text!r}", remedy)
