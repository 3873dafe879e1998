"""Reads lines ``i j d`` many at a time, if they are all written in the usual way.

One by one, the twelve million lines of five thousand elements would take half a minute.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from cohortplan.model.triangle import LARGEST

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Lines of three numbers without sign, power of ten or underscores, and blank lines.
_USUAL = re.compile(r"(?:[ \t]*+(?:[0-9]{1,9}[ \t]++[0-9]{1,9}[ \t]++[0-9]{1,15}+(?:\.[0-9]{1,15}+)?[ \t]*+)?\n)*+")
_DIAGONAL = re.compile(r"^[ \t]*([0-9]+)[ \t]+\1[ \t].*\n", re.MULTILINE)
_DECIMALS = re.compile(r"\.([0-9]+)")
#: Whole numbers below this are exact as floating-point numbers.
_EXACT = 2**53


def take_lines(text: str, count: int, entries: array[float]) -> int | None:
    """Enter the distances that stand in whole lines; return the most decimals any has.

    Parameters
    ----------
    text : str
        Lines, each with its end.
    count : int
        How many elements there are.
    entries : array of float
        That of elements 1 and 0, of 2 and 0, of 2 and 1, ..., -1 where not given yet.

    Returns
    -------
    int or None
        None, and nothing is entered, if the lines have to be looked at one by one.
    """
    import numpy as np

    if not _USUAL.fullmatch(text):
        return None
    decimals = _DECIMALS.findall(text)
    numbers = _numbers(text, decimals)
    i, j = numbers[:, :2].astype(np.int64).T
    low, high, distance = np.minimum(i, j), np.maximum(i, j), numbers[:, 2]
    if (high >= count).any() or (distance > LARGEST).any():
        return None
    apart = low < high
    if not apart.all():
        decimals = _DECIMALS.findall(_DIAGONAL.sub("", text))
        low, high, distance = low[apart], high[apart], distance[apart]
    place, table = high * (high - 1) // 2 + low, np.frombuffer(entries)
    before = table[place]
    table[place] = distance
    if ((before >= 0) & (before != distance)).any() or (table[place] != distance).any():
        table[place] = before
        return None
    return max(map(len, decimals), default=0)


def _numbers(text: str, decimals: list[str]) -> npt.NDArray[np.float64]:
    """Return the numbers of each line: float64 array (lines, 3)."""
    import numpy as np

    # Whole numbers are read ten times as fast; their quotient is what the decimals are nearest to.
    if len(set(map(len, decimals))) <= 1:
        whole = np.fromstring(text.replace(".", ""), dtype=np.int64, sep=" ").reshape(-1, 3)
        if len(decimals) in (0, len(whole)) and whole.max(initial=0) < _EXACT:
            divisors = (1.0, 1.0, 10.0 ** len(decimals[0]) if decimals else 1.0)
            numbers: npt.NDArray[np.float64] = whole / np.array(divisors)
            return numbers
    return np.fromstring(text, sep=" ").reshape(-1, 3)
