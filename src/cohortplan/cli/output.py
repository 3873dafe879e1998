"""What is printed, and how: sentences, tables and JSON. Text from users is data, never markup or control codes."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any

import click

#: Categories of characters that would move the cursor, change the colours or turn the line round.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Joiners that some scripts' names need.
_JOINERS = "\u200c\u200d"
#: Longer lines of running text are hard to read.
WIDEST = 100


def clean(text: str) -> str:
    """Return one line of `text` with everything a terminal might obey replaced."""
    return "".join(
        "\ufffd" if unicodedata.category(letter) in _UNPRINTABLE and letter not in _JOINERS else letter
        for letter in text
    )


def say(text: str = "") -> None:
    """Print a line of result on standard output."""
    click.echo(clean(text))


def note(text: str) -> None:
    """Print a line about the work, or an error, on standard error."""
    for line in text.splitlines():
        click.echo(clean(line), err=True)


def paragraph(text: str, hanging: str = "") -> None:
    """Print a longer text on standard output, its lines no wider than the terminal, further ones after `hanging`."""
    width = min(get_terminal_size().columns, WIDEST)
    for line in wrap(clean(text), width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False):
        say(line)


def emit(value: Any) -> None:
    """Print `value` as the one JSON document on standard output."""
    click.echo(json.dumps(value, indent=2))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, as in "1 host" and "2 hosts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; numbers are set to the right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]

    def as_json(self) -> list[dict[str, str | int]]:
        """One object a row, keyed by the headings with underscores for blanks."""
        keys = [column.replace(" ", "_") for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    def show(self) -> None:
        """Print the table: ruled on a terminal, aligned plain text when piped."""
        if sys.stdout.isatty():
            self._ruled()
        else:
            self._plain()

    def _ruled(self) -> None:
        from rich.console import Console
        from rich.table import Table as Ruled
        from rich.text import Text

        ruled = Ruled(title=Text(clean(self.title)) if self.title else None, title_justify="left", header_style="bold")
        for index, column in enumerate(self.columns):
            ruled.add_column(Text(column), justify="right" if self._numeric(index) else "left", overflow="fold")
        for row in self.rows:
            ruled.add_row(*(Text(clean(str(cell))) for cell in row))
        Console().print(ruled)

    def _plain(self) -> None:
        from rich.cells import cell_len

        lines = [list(self.columns), *([clean(str(cell)) for cell in row] for row in self.rows)]
        widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
        if self.title:
            say(self.title)
        for line in lines:
            cells: Iterable[str] = (
                " " * (width - cell_len(cell)) + cell if self._numeric(index) else cell + " " * (width - cell_len(cell))
                for index, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            say("  ".join(cells).rstrip())

    def _numeric(self, column: int) -> bool:
        return bool(self.rows) and all(isinstance(row[column], int) for row in self.rows)
