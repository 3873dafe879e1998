"""Tables of text: the encoding and what separates the cells are guessed from the content."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO

from cohortplan.io.grids.grid import BLANK, Cell, Grid, Kind, Row
from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import refuse

#: Byte order marks; the longer ones first, as they begin with the shorter.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

#: What Windows-1252 has where Latin-1 has control characters; five of these it leaves as they are.
_WINDOWS = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}

#: What may separate cells, the likelier first.
_SEPARATORS = ",;\t|"
#: Rows that are looked at to guess the separator.
_LOOKED_AT = 40
#: What a spreadsheet shows instead of a value it cannot work out.
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})

_CLOSE = "Close it, or remove it"


def read_delimited(content: bytes, file: str, limits: Limits) -> Grid:
    """Read a table of text.

    Raises
    ------
    InputError
        If it is no text, or cannot be read as a table to its end.
    """
    text, encoding = decoded(content, file)
    separator, declared = separator_of(text)
    rows = []
    cells = 0
    for number, found in _rows(text, separator, file, limits):
        cells += len(found)
        if cells > limits.cells:
            refuse(file, "the table has far too many cells", f"Keep below {limits.cells:,}", row=number)
        if len(found) > limits.columns:
            refuse(file, "this row has far too many cells", f"Keep below {limits.columns:,}", row=number)
        if any(each.strip() for each in found) and not (declared and number == 1):
            rows.append(Row(number, tuple(_cell(each) for each in found)))
    notes = [] if encoding == "UTF-8" else [f"read as {encoding}"]
    if separator != ",":
        notes.append(f"cells are separated by {'a tab' if separator == chr(9) else repr(separator)}")
    return Grid(file, rows=tuple(rows), notes=tuple(notes))


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding: as marked, else UTF-8, UTF-16 or Windows-1252.

    Raises
    ------
    InputError
        If it is not text at all.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            text, encoding = content.decode(codec, "replace"), name
            break
    else:
        text, encoding = _unmarked(content)
    if text.count("\0") > len(text) // 100:
        refuse(file, "this is not a file of text", "Name a csv file, or a workbook (.xlsx)")
    return text, encoding


def _unmarked(content: bytes) -> tuple[str, str]:
    for codec, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if len(content) >= 4 and zeros.count(0) > len(zeros) * 0.7:
            return content.decode(codec, "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_WINDOWS), "Windows-1252"


def separator_of(text: str) -> tuple[str, bool]:
    """Return what separates the cells of a table, and whether its first row says so and nothing else.

    It is the one that splits most of the first rows into the same number of cells, and that into many.
    """
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    declared = re.fullmatch(r'"?sep=([,;\t|])"?', first, re.IGNORECASE)
    if declared:
        return declared[1], True
    head = text[:65_536]
    return max(_SEPARATORS, key=lambda separator: _agreement(head, separator)), False


def _agreement(head: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for found in csv.reader(StringIO(head, newline=""), delimiter=separator, skipinitialspace=True):
            widths[len(found)] += len(found) > 1
            if widths.total() >= _LOOKED_AT:
                break
    except csv.Error:  # a cell that is too long is told when the table is read
        pass
    width, rows = max(widths.items(), key=lambda pair: pair[0] * pair[1], default=(0, 0))
    return rows * width, width


def _rows(text: str, separator: str, file: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers, counted as a spreadsheet counts them.

    Raises
    ------
    InputError
        If a quotation mark is never closed, or a cell is far too long.
    """
    text = text.replace("\0", "").removeprefix("\ufeff")
    number = 0
    try:
        # Not strict: a mark inside a quoted cell ('6" pipe') is kept; one that is never closed is looked for below.
        for number, found in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True), start=1
        ):
            if any(len(each) > limits.cell for each in found):
                refuse(file, "a cell is far too long", f"Shorten it to {limits.cell:,} characters", row=number)
            yield number, found
        if _open_to_the_end(text, separator):
            refuse(file, "a quotation mark opened in this row is never closed", _CLOSE, row=number)
    except csv.Error as error:
        message = "a cell is far too long" if "field limit" in str(error) else f"the row cannot be read ({error})"
        refuse(file, message, "Shorten it, or close a quotation mark left open before it", row=number + 1)


def _open_to_the_end(text: str, separator: str) -> bool:
    """Whether the last row is still inside quotation marks where the text ends."""
    probe = "\x1a"
    rows = csv.reader(StringIO(f"{text}\n{probe}", newline=""), delimiter=separator, skipinitialspace=True)
    return deque(rows, maxlen=1).pop() != [probe]


def _cell(text: str) -> Cell:
    """Return a cell of text; what looks like a number stays what was typed, so that no zero is lost."""
    if not text.strip():
        return BLANK
    if text.strip().startswith("="):
        return Cell(text, Kind.FORMULA, formula=text.strip())
    return Cell(text, Kind.ERROR if text.strip() in _ERRORS else Kind.TEXT)
