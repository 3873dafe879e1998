"""``mdgp:FILE``, maximally diverse grouping: elements in groups of given sizes, as far apart inside them as can be.

The file is of MDGPLIB's form (Gallego, Laguna, Martí and Duarte, JORS 64(5) 2013): a line ``N K ss|ds lo1 hi1 ...
loK hiK``, then a line ``i j d`` for each pair of elements, 0-based. The value is the sum of d inside groups.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations, islice
from math import fsum
from pathlib import Path
from typing import Any, TextIO

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.classic.base import Instance, capped, groups, make_rounds, make_scenario, people, seats, shown
from cohortplan.io.classic.pair_lines import take_lines
from cohortplan.model import Plan
from cohortplan.model.triangle import LARGEST, Triangle
from cohortplan.rules import build_rule

#: Most elements, so that all pairs fit into memory.
MOST_ELEMENTS = 6000

#: Largest file read, in bytes.
_LARGEST = 2**30

#: Lines with problems that are read before the rest of the file is left alone.
_PATIENCE = 1000

#: Characters that are read at a time, and lines from which on they are taken together.
_CHUNK, _MANY = 2**22, 50_000

#: Decimals beyond these are not told apart.
_DECIMALS = 9

#: Bits that the sum of all scaled distances and the breaches of the sizes may take together.
_BITS = 52


@dataclass(frozen=True)
class Grouping(Instance):
    """One round of groups; `decimals` is how many the file has, `distances` are as it has them, row by row."""

    distances: array[float]
    decimals: int

    def value(self, plan: Plan) -> float:
        """Return the sum of the distances inside groups, in the file's units."""
        pairs = (pair for members in groups(self.scenario, plan)[0] for pair in combinations(members, 2))
        total = fsum(self.distances[j * (j - 1) // 2 + i] for i, j in pairs)
        return round(total, self.decimals) if self.decimals else round(total)

    def solution(self, plan: Plan) -> list[Any]:
        """Return the group of each element, 0-based."""
        return seats(self.scenario, plan)[0]


def read(name: str) -> Grouping:
    """Read the instance in the file called `name`.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or is not of this form.
    """
    with _lines(name) as lines:
        sizes, count = _heading(name, next(lines, ""))
        table = _Table(name, count)
        table.read(lines)
    power = _power(table.entries, table.decimals, count * len(sizes))
    scenario = make_scenario(
        f"mdgp:{Path(name).name}",
        f"Maximally diverse grouping: {count} elements in {len(sizes)} groups",
        (build_rule("set_size"), build_rule("distance", distances=_scaled(table.entries, power))),
        participants=people("E", count),
        rounds=make_rounds(1, sizes),
    )
    return Grouping(scenario, table.entries, table.decimals)


@contextmanager
def _lines(name: str) -> Iterator[TextIO]:
    path = Path(name)
    try:
        if path.exists() and not (path.is_file() and path.stat().st_size <= _LARGEST):
            problem = f"this is not an ordinary file of up to {_LARGEST:,} bytes"
            raise ScenarioError([Defect(problem, "Name another file", file=shown(name))])
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            yield lines
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        problem = f"the file cannot be read ({reason})"
        raise ScenarioError([Defect(problem, "Check its name and who may read it", file=shown(name))]) from error


def _heading(name: str, line: str) -> tuple[list[tuple[int, int]], int]:
    """Read the first line: least and most members of each group, and the number of elements."""
    cells = line.split()
    numbers = [int(c) if c.isascii() and c.isdigit() and len(c) < 10 else -1 for c in cells[:2] + cells[3:]]
    form = "N K ss|ds lo1 hi1 … loK hiK"

    def refusal(problem: str, value: str) -> ScenarioError:
        remedy = f"The first line is {form}, all whole numbers"
        return ScenarioError([Defect(problem, remedy, shown(value), file=shown(name), row=1)])

    if len(cells) < 5 or cells[2] not in ("ss", "ds") or min(numbers) < 0:
        raise refusal("this is not a grouping problem", line.strip())
    count, number, *limits = numbers
    if not 1 <= count <= MOST_ELEMENTS:
        raise refusal(f"there must be 1 to {MOST_ELEMENTS} elements", cells[0])
    if not number or len(limits) != 2 * number:
        raise refusal(f"there are {len(limits)} sizes for {number} groups", cells[1])
    sizes = list(zip(limits[::2], limits[1::2], strict=True))
    if any(low > high for low, high in sizes):
        raise refusal("a group has a least size above its most", line.strip())
    least, most = sum(limits[::2]), sum(limits[1::2])
    if not least <= count <= most:
        raise refusal(f"the groups hold {least} to {most} elements, but there are {count}", cells[0])
    return sizes, count


class _Table:
    """The distances of a file: `entries` row by row, -1 where not given, and the most decimals any has."""

    def __init__(self, name: str, count: int) -> None:
        self.entries = array("d", [-1.0]) * (count * (count - 1) // 2)
        self.decimals = 0
        self._name = shown(name)
        self._count = count
        self._row = 1
        self._wrong: list[Defect] = []

    def read(self, lines: TextIO) -> None:
        """Read the lines after the first.

        Raises
        ------
        ScenarioError
            If some are not of the form ``i j d``, or pairs are missing.
        """
        while (chunk := lines.readlines(_CHUNK)) and len(self._wrong) <= _PATIENCE:
            if len(chunk) < _MANY or not self._take_together(chunk):
                self._take_singly(chunk)
        if not self._wrong:
            self._complete()
        if self._wrong:
            raise ScenarioError(capped(self._wrong))

    def _take_together(self, chunk: list[str]) -> bool:
        """Take many lines at once, if nothing is unusual about them; return whether they were taken."""
        decimals = take_lines("".join(chunk), self._count, self.entries)
        if decimals is None:
            return False
        self.decimals = max(self.decimals, decimals)
        self._row += len(chunk)
        return True

    def _take_singly(self, chunk: list[str]) -> None:
        for line in chunk:
            self._row += 1
            self._take(line)
            if len(self._wrong) > _PATIENCE:
                break

    def _take(self, line: str) -> None:
        # This may run for millions of lines: the usual ones are dealt with in few steps.
        try:
            first, second, text = line.split()
            i, j, distance = int(first), int(second), float(text)
        except ValueError:
            i, j, distance, text = -1, -1, -1.0, ""
        if 0 <= i < self._count and 0 <= j < self._count and 0 <= distance <= LARGEST and "_" not in line:
            if i < j:
                self._put(j, i, distance, text)
            elif j < i:
                self._put(i, j, distance, text)
        elif not line.isspace():
            last, size = self._count - 1, f"0 to {LARGEST}"
            remedy = f"Write two elements, 0 to {last}, and their distance, {size}"
            self._note("this line is not of the form i j d", remedy, line.strip())

    def _put(self, i: int, j: int, distance: float, text: str) -> None:
        place = i * (i - 1) // 2 + j
        if self.entries[place] not in (-1.0, distance):
            self._note(f"the distance of {j} and {i} is given twice", "Remove one of the lines", text)
        self.entries[place] = distance
        if not text.isdigit():
            tail = text.partition(".")[2]
            decimals = len(tail) if tail.isdigit() else _places(text)
            if decimals > self.decimals:
                self.decimals = decimals

    def _complete(self) -> None:
        missing = self.entries.count(-1.0)
        if missing:
            i, j = next(islice(self._open(), 1))
            problem = f"{missing} distances are missing, the first of them that of {j} and {i}"
            self._note(problem, "Add the lines: the file may have been cut off")

    def _open(self) -> Iterator[tuple[int, int]]:
        pairs = ((i, j) for i in range(self._count) for j in range(i))
        return (pair for pair, entry in zip(pairs, self.entries, strict=True) if entry < 0)

    def _note(self, problem: str, remedy: str, value: str = "") -> None:
        self._wrong.append(Defect(problem, remedy, shown(value), file=self._name, row=self._row))


def _places(text: str) -> int:
    """How many decimals a number has that is written in an unusual way, such as with a power of ten."""
    try:
        return -int(Decimal(text).as_tuple().exponent)
    except InvalidOperation:  # the power is beyond all reason, so that the number is 0
        return 0


def _power(entries: array[float], decimals: int, breaches: int) -> int:
    """How many decimals the search tells apart: all, unless their sum would then take too many bits."""
    for power in range(min(decimals, _DECIMALS), 0, -1):
        fits = max(entries) * 10**power < LARGEST
        if fits and int(sum(entries) * 10**power).bit_length() + breaches.bit_length() <= _BITS:
            return power
    return 0


def _scaled(entries: array[float], power: int) -> Triangle:
    factor = 10**power
    if len(entries) < _MANY:
        return Triangle(round(entry * factor) for entry in entries)
    import numpy as np

    return Triangle(array("i", np.rint(np.frombuffer(entries) * factor).astype(np.intc).tobytes()))
