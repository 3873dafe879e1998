"""Random numbers: Marsaglia's xorshift128 on 32-bit words kept in int64, so that nothing can overflow.

G. Marsaglia, *Xorshift RNGs*, Journal of Statistical Software 8(14), 2003: shifts (11, 8, 19), period ``2**128 - 1``.
"""

from __future__ import annotations

from cohortplan.solvers.search.kernels.jit import kernel
from cohortplan.solvers.search.layout import Longs

_WORD = 0xFFFFFFFF
_UNIT = 2.0**-32


@kernel
def draw(words: Longs) -> int:
    """Return the next number in ``0 .. 2**32 - 1``; `words` is the generator's state, four words not all 0."""
    mixed = words[0] ^ ((words[0] << 11) & _WORD)
    words[0] = words[1]
    words[1] = words[2]
    words[2] = words[3]
    words[3] = words[3] ^ (words[3] >> 19) ^ mixed ^ (mixed >> 8)
    return words[3]


@kernel
def below(words: Longs, count: int) -> int:
    """Return a number in ``0 .. count - 1``; `count` is positive and less than ``2**31``."""
    return (draw(words) * count) >> 32


@kernel
def unit(words: Longs) -> float:
    """Return a number in ``[0, 1)``."""
    return draw(words) * _UNIT
