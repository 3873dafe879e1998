"""What a bound is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """A proved lower bound on the amount of a soft rule in every plan that keeps the hard rules.

    Attributes
    ----------
    rule : str
        The rule's id.
    value : int
        The bound, unweighted.
    argument : str
        Why it holds, in words.
    """

    rule: str
    value: int
    argument: str


@dataclass(frozen=True)
class ImpossiblePair:
    """Two participants who can never share a set.

    Attributes
    ----------
    a, b : str
        Their ids, in the scenario's order.
    rule : str
        Id of the hard rule to blame; several, joined by ``", "``, where only together they rule every set out.
    """

    a: str
    b: str
    rule: str
