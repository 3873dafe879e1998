"""What a programme is for, and how those who take part deal with each other, in the organiser's own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from cohortplan.model.base import Frozen

Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Point = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Points = Annotated[tuple[Point, ...], Field(max_length=30)]


class Charter(Frozen):
    """The section ``[charter]`` of a programme, with which its reports open.

    Attributes
    ----------
    purpose, vision : str
        Why there is the programme, and what it is to lead to.
    engagement : tuple of str
        What those who take part promise each other.
    measures : tuple of str
        By what the programme is judged afterwards.
    """

    purpose: Paragraph = ""
    vision: Paragraph = ""
    engagement: Points = ()
    measures: Points = ()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return self != Charter()
