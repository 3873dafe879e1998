"""How much is read of a file: what is beyond was not made by an organiser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that is read.

    Attributes
    ----------
    file : int
        Bytes of the file.
    unpacked : int
        Bytes of all parts of a workbook together, unpacked.
    ratio : int
        Bytes into which one byte of a large workbook may unpack.
    parts : int
        Parts, and so sheets, of a workbook.
    depth : int
        Elements of a workbook's part inside each other.
    elements, others : int
        Elements of all parts of a workbook together; those of its sheets that are no cells.
    cells : int
        Cells of the file, blank ones between others included.
    cell : int
        Characters of a cell; spreadsheets hold 32,767.
    rows, columns : int
        Rows and columns of a sheet; those of spreadsheets.
    """

    file: int = 32 * 1024**2
    unpacked: int = 192 * 1024**2
    ratio: int = 200
    parts: int = 2_000
    depth: int = 64
    elements: int = 4_000_000
    others: int = 200_000
    cells: int = 1_500_000
    cell: int = 40_000
    rows: int = 1_048_576
    columns: int = 16_384


#: What is read unless a caller says otherwise; 24,000 people with forty columns are within it.
LIMITS = Limits()
