"""What is decided, as integer arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cohortplan.primitives.axes import Axes, Bools, Ints

OUT = -1


@dataclass(frozen=True, eq=False)
class Decision:
    """A plan on the axes of a scenario.

    Attributes
    ----------
    seat : int32 array (R, P)
        Set index of each participant in each round, `OUT` where the participant sits in none.
    choice : int32 array (V,)
        Option of each visit.
    """

    seat: Ints
    choice: Ints

    def copy(self) -> Decision:
        """Return an independent copy."""
        return Decision(self.seat.copy(), self.choice.copy())


def sizes(decision: Decision, axes: Axes) -> Ints:
    """Number of members of each set: int32 array (R, S)."""
    counts = np.zeros((len(decision.seat), axes.widest), dtype=np.int32)
    for r, row in enumerate(decision.seat):
        counts[r] = np.bincount(row[row >= 0], minlength=axes.widest)
    return counts


def visitors(decision: Decision, axes: Axes) -> Iterator[tuple[int, Bools]]:
    """Yield each visit's option and who takes part in it: bool array (P,)."""
    for place, option in zip(axes.visits, decision.choice.tolist(), strict=True):
        yield option, decision.seat[place.round] == place.set


def random_decision(axes: Axes, rng: np.random.Generator) -> Decision:
    """Draw a decision: everyone who takes part sits somewhere, every visit has one of its options."""
    seat = np.full(axes.attends.shape, OUT, dtype=np.int32)
    for r, attends in enumerate(axes.attends):
        count = int(axes.sets[r])
        deal = rng.permutation(int(attends.sum())) % count
        seat[r, attends] = deal
    choice = np.array([rng.integers(axes.menu(v).start, axes.menu(v).stop) for v in range(len(axes.visits))])
    return Decision(seat, choice.astype(np.int32))
