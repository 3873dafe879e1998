"""What is known of a number, and from where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A number that is reached, or cannot be passed.

    Attributes
    ----------
    rounds : int
        The number: rounds, or squares from which rounds are made.
    source : str
        Why it holds: a construction, an argument or a publication, as the end of a sentence.
    """

    rounds: int
    source: str
