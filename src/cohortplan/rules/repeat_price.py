"""Repeat price: meeting again costs, and each time more than the last."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from cohortplan.rules.shared.repeats import Repeats


class RepeatPrice(Repeats):
    """Two people rather share a set once than again and again; the squared price shares repeats out among pairs.

    Kept: two people share a set on one day. Broken by 1: on two days; by 4, the square of 2, on three.
    A tie of one of the `known` kinds counts as a meeting. The amount is the meetings after the first, to the `power`.
    Rounds that do not count contacts are left out.

    Attributes
    ----------
    power : int
        1 or 2.
    """

    kind: ClassVar[str] = "repeat_price"
    serves: ClassVar[str] = "F09"

    hard: bool = False
    power: Annotated[int, Field(ge=1, le=2)] = 2

    @property
    def free(self) -> int:
        """The first meeting."""
        return 1

    def price(self, excess: int) -> int:
        """Return the excess, or its square."""
        return int(excess**self.power)
