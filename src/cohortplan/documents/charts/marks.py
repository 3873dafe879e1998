"""The mark of each value of an attribute: a shape and a colour that goes with it, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from cohortplan.documents.charts.svg import tag, together

#: Shapes in a square of 10 by 10, told apart without colour; the last is that of all further values.
_SHAPES = (
    "M5 .8a4.2 4.2 0 1 0 .01 0z",
    "M1.2 1.2h7.6v7.6h-7.6z",
    "M5 .7l4.6 8.2h-9.2z",
    "M5 .2l4.6 4.8l-4.6 4.8l-4.6-4.8z",
    "M.4 1.2h9.2l-4.6 8.2z",
    "M3.5 .8h3v2.7h2.7v3h-2.7v2.7h-3v-2.7h-2.7v-3h2.7z",
    "M5 2.6a2.4 2.4 0 1 0 .01 0z",
)
SIDE = 10


class Marks:
    """Marks for the values of an attribute, in the order in which they are to be listed; "" is a value like others."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = tuple(dict.fromkeys(values))
        self._place = {value: min(k, len(_SHAPES) - 1) for k, value in enumerate(self.values)}

    def number(self, value: str) -> int:
        """Return the number of a value's mark, that of its class in the stylesheet."""
        return self._place.get(value, len(_SHAPES) - 1)

    def order(self, value: str) -> int:
        """Return where a value stands in the list."""
        return self.values.index(value) if value in self._place else len(self.values)

    def shape(self, value: str, x: float = 0, y: float = 0) -> Markup:
        """Return the mark as a part of a drawing."""
        number = self.number(value)
        move = f"translate({x:g} {y:g})" if x or y else None
        return tag("path", d=_SHAPES[number], class_=f"mark m{number}", transform=move)

    def placed(self, value: str, x: float, y: float) -> Markup:
        """Return the mark as a part of a drawing on a page that has the `definitions`."""
        return tag("use", href=f"#mark-{self.number(value)}", x=x, y=y, width=SIDE + 2, height=SIDE + 2)

    def sign(self, value: str) -> Markup:
        """Return the mark as a sign in running text, which refers to the `definitions` of the page."""
        return tag("svg", tag("use", href=f"#mark-{self.number(value)}"), class_="sign", aria_hidden="true")

    @property
    def definitions(self) -> Markup:
        """What `sign` refers to, once a page."""
        used = dict.fromkeys(self.number(value) for value in self.values)
        box = f"-1 -1 {SIDE + 2} {SIDE + 2}"
        shapes = (
            tag("symbol", tag("path", d=_SHAPES[k], class_=f"mark m{k}"), id=f"mark-{k}", viewBox=box) for k in used
        )
        return tag("svg", *shapes, class_="unseen", aria_hidden="true")

    @property
    def legend(self) -> Markup:
        """The values with their marks; nothing if there is but one that says nothing."""
        if not any(self.values):
            return Markup("")
        entries = (tag("li", self.sign(value), " ", value or "not said") for value in self.values)
        return tag("ul", together(entries), class_="legend")
