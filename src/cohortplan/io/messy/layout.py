"""Where the table is in a sheet: titles above, headers of two rows, which table it is, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise

from cohortplan.io.grids import Grid, Row, letters
from cohortplan.io.messy.entries import Entry, Fate, Item
from cohortplan.io.messy.fields import HOSTS, KEEP, PEOPLE, SKIP, TABLES, Field, field_of
from cohortplan.io.messy.fixers.characters import visible

#: Sureness, of 100, from which a heading is taken for a field, and from which it is asked.
SURE, PERHAPS = 90, 76
#: Most columns of a table that people keep.
_WIDEST = 400
#: Longest heading that names a field.
_LONGEST = 60
#: Rows in which a header is looked for.
_LOOKED_AT = 25

_NOISE = re.compile(r"\(.*?\)|\b(?:your|please|the|no|their|of participant)\b|[^\w/' -]", re.IGNORECASE)
_ABOUT = {
    PEOPLE: re.compile("people|participant|delegate|cohort", re.I),
    HOSTS: re.compile("host|visit|site|venue", re.I),
}


@dataclass
class Column:
    """One column of a sheet.

    Attributes
    ----------
    heading : str
        Its heading, after that of its group if the header has two rows.
    field : str
        What it is taken for; ``keep`` for a column that is kept as it is, ``skip`` for one that is left out.
    guess : str
        What it might be; asked, if that is not what it is taken for.
    """

    index: int
    heading: str
    field: str = KEEP
    guess: str = ""
    hidden: bool = False

    @property
    def unsure(self) -> bool:
        """Whether somebody should say what it is."""
        return self.field == KEEP and bool(self.guess)


@dataclass
class Laid:
    """A sheet whose table was found, or that has none."""

    grid: Grid
    table: str = SKIP
    why: str = ""
    header: int = 0
    columns: list[Column] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Chosen:
    """What was said of sheets and columns, by their names; what was not is guessed."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def lay_out(grid: Grid, chosen: Chosen, *, trusting: bool = False) -> Laid:
    """Find the table in a sheet and make entries of all its rows.

    Parameters
    ----------
    trusting : bool
        Whether what a heading might be is taken for what it is.
    """
    rows = list(grid.filled())
    wide = len(_used(rows)) > _WIDEST
    table, position = (SKIP, 0) if wide else _find(rows, grid, chosen.sheets.get(grid.name, ""))
    if table == SKIP:
        why = "the sheet is hidden" if grid.hidden else "no table of people or hosts is found in this sheet"
        why = "the sheet has far too many columns" if wide else why
        why = "import.toml says so" if grid.name in chosen.sheets else why
        return Laid(grid, SKIP, why, entries=[_aside(grid, row, why) for row in rows])
    two = position > 0 and _is_group(rows[position - 1], rows[position])
    columns = _columns(grid, rows, position, two=two)
    _map(columns, table, chosen.columns.get(grid.name, {}), trusting=trusting)
    laid = Laid(grid, table, "", rows[position].number, columns)
    for index, row in enumerate(rows):
        if index <= position:
            header = index == position or (two and index == position - 1)
            laid.entries.append(_aside(grid, row, "the header" if header else "above the table"))
        else:
            laid.entries.append(_entry(grid, row, table, columns))
    return laid


def parted(grid: Grid) -> list[Grid]:
    """Return a sheet as it is, or cut in two where below a blank row there is another header, with its title."""
    rows = list(grid.filled())
    table, header = _find(rows, grid, "")
    cuts: list[int] = []
    for position in range(header + 1, len(rows)) if table != SKIP else ():
        title = sum(cell.filled for cell in rows[position - 1].cells) == 1
        first = position - 1 if title and position - 1 > header else position
        blank = rows[first].number - rows[first - 1].number > 1
        if blank and _begins(rows[position], rows[header], grid):
            cuts.append(first)
    return [_part(grid, rows[first:last]) for first, last in pairwise([0, *cuts, len(rows)])] if cuts else [grid]


def _part(grid: Grid, rows: Sequence[Row]) -> Grid:
    """Return a part of a sheet; those below the first are called by their rows."""
    if rows[0] is next(grid.filled()):
        return replace(grid, rows=tuple(rows))
    below = f", from row {rows[0].number}"
    file, sheet = (grid.file, grid.sheet + below) if grid.sheet else (grid.file + below, "")
    return replace(grid, rows=tuple(rows), notes=(), file=file, sheet=sheet)


def _begins(row: Row, header: Row, grid: Grid) -> bool:
    """Whether a row is a header, and not the one above it again."""
    headings = [visible(cell.text) for cell in row.cells if cell.filled]
    known = sum(_key(heading) in _every_name() for heading in headings)
    again = headings == [visible(cell.text) for cell in header.cells if cell.filled]
    return (
        known > 1 and 2 * known >= len(headings) and not again and any(_score(headings, t, grid.name) for t in TABLES)
    )


@cache
def _every_name() -> frozenset[str]:
    return frozenset(_key(name) for fields in TABLES.values() for each in fields for name in each.called)


def _find(rows: Sequence[Row], grid: Grid, said: str) -> tuple[str, int]:
    """Return which table a sheet has, and the position of its header among the filled rows."""
    if said == SKIP or (grid.hidden and not said) or not rows:
        return SKIP, 0
    best: tuple[float, int, str] = (0.0, 0, SKIP)
    for position, row in enumerate(rows[:_LOOKED_AT]):
        headings = [visible(cell.text) for cell in row.cells if cell.filled]
        for table in (said,) if said in TABLES else TABLES:
            score = _score(headings, table, grid.name)
            if score > best[0]:
                best = (score, -position, table)
    return best[2], -best[1]


def _score(headings: Iterable[str], table: str, name: str) -> float:
    """Say how well some cells fit as the headings of a table; 0 if they do not."""
    found = {field_.name: heading for heading in headings for field_, score in [_best(heading, table)] if score >= SURE}
    needed = {PEOPLE: {"name", "first", "last", "preferred"}, HOSTS: {"name", "organisation"}}[table]
    if len(found) < 2 or not needed & found.keys():
        return 0.0
    telling = sum(
        (known := field_of(table, each)) is not None and known.telling and _key(heading) != "name"
        for each, heading in found.items()
    )
    return len(found) + telling / 2 + 3 * bool(_ABOUT[table].search(name))


def _best(heading: str, table: str) -> tuple[Field, float]:
    return max(
        ((each, _likeness(heading, each.called, each.exact)) for each in TABLES[table]), key=lambda pair: pair[1]
    )


@lru_cache(maxsize=100_000)
def _likeness(heading: str, called: tuple[str, ...], exact: bool) -> float:
    """Return how like a heading is to what a field is called, of 100."""
    from rapidfuzz import fuzz

    bare = _key(heading)
    if exact or not bare or len(bare) > _LONGEST:
        return 100.0 * (exact and bare == _key(called[0]))
    return max(max(fuzz.ratio(bare, _key(name)), fuzz.token_sort_ratio(bare, _key(name)) - 1) for name in called)


def _key(heading: str) -> str:
    return " ".join(
        _NOISE.sub(" ", heading.casefold().replace("e-mail", "email").replace(".", "").replace("_", " ")).split()
    )


def _is_group(row: Row, below: Row) -> bool:
    """Whether a row above the header groups its columns: it has a range merged over some, or some cells alone."""
    filled = [index for index, cell in enumerate(row.cells) if cell.filled]
    spans = {cell.merged for cell in row.cells if cell.merged}
    width = sum(cell.filled for cell in below.cells)
    over_all = len(filled) == 1 and (not spans or len(spans) == 1) and not _covers_few(row, width)
    return (
        row.number == below.number - 1
        and not over_all
        and 1 <= len(filled) <= max(width, 1)
        and (len(filled) > 1 or bool(spans))
    )


def _covers_few(row: Row, width: int) -> bool:
    return 1 < sum(bool(cell.merged) for cell in row.cells) < width


def _columns(grid: Grid, rows: Sequence[Row], position: int, *, two: bool) -> list[Column]:
    below, above = rows[position], rows[position - 1] if two else None
    columns, group, taken = [], "", set()
    for index in _used(rows[position - 1 if two else position :]):
        heading = visible(below.cell(index).text)
        if above is not None:
            cell = above.cell(index)
            group = visible(cell.text) if cell.filled else (group if cell.merged or heading else "")
            heading = " / ".join(filter(None, [group if group != heading else "", heading]))
        heading = heading or f"column {letters(index)}"
        while heading.casefold() in taken:
            heading += " (again)"
        taken.add(heading.casefold())
        columns.append(Column(index, heading, hidden=index in grid.hidden_columns))
    return columns


def _used(rows: Iterable[Row]) -> list[int]:
    """Return the columns in which a person sees something."""
    return sorted({index for row in rows for index, cell in enumerate(row.cells) if cell.filled})


def _map(columns: Sequence[Column], table: str, said: Mapping[str, str], *, trusting: bool) -> None:
    """Say what each column is: as it was said, else the field it is likest to, each field once."""
    free = {each.name for each in TABLES[table]}
    waiting = []
    for column in columns:
        answer = said.get(visible(column.heading))
        if answer in free | {KEEP, SKIP}:
            column.field = answer or KEEP
            free.discard(column.field)
        else:
            waiting.append(column)
    pairs = [
        (_heading_likeness(column.heading, each), -column.index, column, each.name)
        for column in waiting
        for each in TABLES[table]
    ]
    done: set[int] = set()
    for score, _, column, likest in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        name = "email_2" if likest == "email" and likest not in free else likest
        if score >= PERHAPS and column.index not in done and name in free:
            done.add(column.index)
            free.discard(name)
            column.guess = name
            column.field = name if score >= SURE or trusting else KEEP


def _heading_likeness(heading: str, field_: Field) -> float:
    """Return the likeness of a heading of one row, or of two: the lower one alone, or both."""
    parts = [heading.replace(" (again)", ""), heading.replace(" / ", " ")]
    if " / " in heading:
        parts.append(heading.rpartition(" / ")[2])
    return max(_likeness(part, field_.called, field_.exact) - 0.1 * index for index, part in enumerate(parts))


def _aside(grid: Grid, row: Row, why: str) -> Entry:
    return Entry("", grid.name, row.number, hidden=row.hidden, fate=Fate.ASIDE, why=why)


def _entry(grid: Grid, row: Row, table: str, columns: Sequence[Column]) -> Entry:
    entry = Entry(table, grid.name, row.number, hidden=row.hidden)
    for column in columns:
        cell = row.cell(column.index)
        if column.field != SKIP:
            name = f"{KEEP}:{column.heading}" if column.field == KEEP else column.field
            entry.items[name] = Item(
                cell.text if cell.text.strip() else "", column.heading, letters(column.index), cell
            )
    return entry
