"""What every chart is: a drawing, what it shows in a sentence, and its numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from cohortplan.documents.table import Table


@dataclass(frozen=True)
class Chart:
    """A chart as it stands on a page.

    Attributes
    ----------
    title, summary : str
        What it is, and what it shows.
    svg : Markup
        The drawing.
    table : Table or None
        Its numbers, where the page does not have them anyway.
    legend : Markup
        What marks and shades mean, where they are not labelled in place.
    size : (float, float)
        Width and height of the drawing, of charts that others put into theirs.
    """

    title: str
    summary: str
    svg: Markup
    table: Table | None = None
    legend: Markup = field(default_factory=Markup)
    size: tuple[float, float] = (0, 0)
