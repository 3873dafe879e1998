"""What a design is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import Ints


@dataclass(frozen=True, eq=False)
class Design:
    """Rounds of equal sets in which no two people meet twice.

    Attributes
    ----------
    seat : int32 array (R, n)
        Set index of each seat in each round; each of the g sets of a round has n / g seats.
    argument : str
        Why no two seats share a set twice, and where the construction is from.
    """

    seat: Ints
    argument: str

    @property
    def rounds(self) -> int:
        """Number of rounds."""
        return len(self.seat)

    def first(self, rounds: int) -> Design:
        """Return the design of the first `rounds` rounds."""
        return self if self.rounds <= rounds else Design(self.seat[:rounds], self.argument)


def seat_blocks(blocks: Ints) -> Ints:
    """Turn the points of each set, an int array (R, g, s), into set indices, an int32 array (R, g * s)."""
    rounds, groups, size = blocks.shape
    seat = np.empty((rounds, groups * size), dtype=np.int32)
    np.put_along_axis(seat, blocks.reshape(rounds, -1), np.repeat(np.arange(groups, dtype=np.int32), size)[None], 1)
    return seat
