"""What a programme says of itself, with which its reports open."""

from __future__ import annotations

from typing import NamedTuple

from cohortplan.model import Charter


class Part(NamedTuple):
    """A part of a charter: its title, and a paragraph, or points."""

    title: str
    said: tuple[str, ...]
    points: bool


def parts(charter: Charter) -> list[Part]:
    """Return the parts that say something."""
    found = (
        Part("Purpose", tuple(filter(None, (charter.purpose,))), points=False),
        Part("Vision", tuple(filter(None, (charter.vision,))), points=False),
        Part("Rules of engagement", charter.engagement, points=True),
        Part("Measures", charter.measures, points=True),
    )
    return [part for part in found if part.said]
