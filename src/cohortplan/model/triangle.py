"""A whole number for each pair of many things, four bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from math import isqrt
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

#: Largest number a triangle holds.
LARGEST = 2**31 - 1


class Triangle:
    """A symmetric table without diagonal, of which only what lies below the diagonal is kept. It cannot be changed.

    Five thousand things make 12.5 million pairs: 50 MB here, twenty times as much as Python's own lists.

    Parameters
    ----------
    entries : iterable of int
        Row by row: that of things 1 and 0, of 2 and 0, of 2 and 1, ... each 0 to `LARGEST`.

    Raises
    ------
    ValueError
        If no number of things has so many pairs, or an entry is out of range.

    Examples
    --------
    >>> Triangle([5, 7, 9]).between(0, 2)
    7
    """

    __slots__ = ("_entries", "size")

    def __init__(self, entries: Iterable[int]) -> None:
        try:
            self._entries = array("i", entries)
        except (OverflowError, TypeError) as error:
            raise ValueError(f"each entry is a whole number up to {LARGEST}") from error
        self.size = (1 + isqrt(1 + 8 * len(self._entries))) // 2
        if self.size * (self.size - 1) // 2 != len(self._entries):
            raise ValueError(f"nothing has {len(self._entries)} pairs: row k holds k numbers")
        if min(self._entries, default=0) < 0:
            raise ValueError("no entry may be below 0")

    @property
    def entries(self) -> memoryview:
        """All entries, row by row, to be looked at only."""
        return memoryview(self._entries).toreadonly()

    def row(self, i: int) -> memoryview:
        """Entries of thing i and each of the things before it."""
        first = i * (i - 1) // 2
        return self.entries[first : first + i]

    def between(self, i: int, j: int) -> int:
        """Entry of two different things."""
        low, high = (i, j) if i < j else (j, i)
        return self._entries[high * (high - 1) // 2 + low]

    def texts(self) -> list[str]:
        """The rows from the second on, each as numbers separated by blanks: how a triangle is written down."""
        return [" ".join(map(str, self.row(i))) for i in range(1, self.size)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Triangle) and self._entries == other._entries

    def __hash__(self) -> int:
        return hash(self._entries.tobytes())

    def __repr__(self) -> str:
        return f"Triangle of {self.size} things"


def _read(value: Any) -> Triangle:
    if isinstance(value, Triangle):
        return value
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        raise ValueError('this is not a list of rows of numbers, like ["3", "1 2"]')
    rows = [text.split() for text in value]
    for number, row in enumerate(rows, start=1):
        if len(row) != number or not all(cell.isascii() and cell.isdigit() for cell in row):
            raise ValueError(f"row {number} must hold {number} whole numbers, not {value[number - 1]!r}")
    return Triangle(int(cell) for row in rows for cell in row)


#: A field that holds a triangle; in files a list of its rows from the second on, like ``["3", "1 2"]``.
TriangleField = Annotated[Triangle, PlainValidator(_read), PlainSerializer(Triangle.texts)]
