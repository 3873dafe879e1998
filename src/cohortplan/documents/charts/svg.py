"""SVG as text that is safe: names of elements are ours, whatever is put into them is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """Return an element; `class_` and `text_anchor` stand for ``class`` and ``text-anchor``, None for nothing."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(map(escape, children))
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")  # noqa: S704 - escaped


def together(parts: Iterable[Markup]) -> Markup:
    """Return some elements one after the other."""
    return Markup("").join(parts)


def drawing(
    name: str, size: tuple[float, float], title: str, summary: str, *children: Markup, **data: object
) -> Markup:
    """Return a whole drawing with its title and description; no other on the page has its `name`.

    `data` are further attributes, for scripts.
    """
    width, height = map(_written, size)
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", summary, id=f"{name}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        class_="chart",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        **data,
    )


def label(x: float, y: float, words: object, class_: str = "", anchor: str | None = None, **more: object) -> Markup:
    """Return a line of text that begins, or with `anchor` is centred or ends, at a place."""
    return tag("text", words, x=x, y=y, class_=class_ or None, text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def fit(words: str, letters: int) -> str:
    """Return `words`, cut after so many letters."""
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def _written(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
