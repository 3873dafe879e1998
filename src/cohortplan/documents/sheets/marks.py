"""The sign of a set on cards: a shape and a colour that goes with it, so that neither is needed to tell it."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from cohortplan.documents.charts.marks import Marks
from cohortplan.documents.html import asset

#: How many shapes there are; that of `Marks` for everything else is not one of them.
SHAPES = 6

_MARKS = Marks(map(str, range(SHAPES)))


def shape(number: int) -> Markup:
    """Return the shape of a set's number as a drawing for a page, in the colours of its stylesheet."""
    path = _MARKS.shape(str(number % SHAPES))
    return Markup('<svg class="shape" viewBox="-1 -1 12 12" aria-hidden="true">{}</svg>').format(path)


@cache
def picture(number: int) -> str:
    """Return the shape of a set's number as a drawing by itself, in the colours of paper."""
    light = dict(re.findall(r"--([ce]\d): (#[0-9a-f]{6})", asset("html/tokens.css").split("@media")[0]))
    place = number % SHAPES
    style = f'fill="{light[f"c{place}"]}" stroke="{light[f"e{place}"]}" stroke-width="1"'
    path = str(_MARKS.shape(str(place))).replace("<path", f"<path {style}")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 12 12">{path}</svg>'
