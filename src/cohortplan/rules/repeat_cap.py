"""Repeat cap: no two people meet more often than so many times."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from cohortplan.rules.shared.repeats import Repeats


class RepeatCap(Repeats):
    """Two people share a set in at most so many rounds that count contacts.

    With most = 2. Kept: two people share a set on two days. Broken by 1: on three days, or on two if they have a tie
    of one of the `known` kinds, which counts as a meeting. The amount is the meetings above the most.

    Attributes
    ----------
    most : int
        Most meetings of a pair.
    """

    kind: ClassVar[str] = "repeat_cap"
    serves: ClassVar[str] = "F09"

    most: Annotated[int, Field(ge=1, le=1000)]

    @property
    def free(self) -> int:
        """The most."""
        return self.most

    def price(self, excess: int) -> int:
        """Return 1 for each meeting above the most."""
        return excess
