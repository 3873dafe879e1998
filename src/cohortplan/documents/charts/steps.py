"""A number that grows step by step, and the most it can come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, label, line, tag
from cohortplan.documents.table import Table

_WIDTH, _HEIGHT, _TOP, _FOOT, _LEFT, _RIGHT = 420, 250, 30, 44, 8, 8
#: So many labels fit under the steps.
_LABELS = 10


def _limit(height: float, called: str) -> list[Markup]:
    return [line(_LEFT, height, _WIDTH - _RIGHT, height, "limit"), label(_LEFT, height - 7, called, "small")]


def _words(grown: Sequence[tuple[str, int]], heights: Sequence[float], width: float, ground: float) -> Iterator[Markup]:
    """Yield what the steps are called, what each adds, and what they come to."""
    before, every, roomy = 0, -(-len(grown) // _LABELS), _roomy(grown, width)
    for k, ((what, value), height) in enumerate(zip(grown, heights, strict=True)):
        middle = _LEFT + (k + 0.5) * width
        if roomy and k != len(grown) - 1 and value != before:
            yield label(middle, min(height + 15, ground - 4), f"+{value - before}", "small", "middle")
        if k % every == 0:
            yield label(middle, ground + 16, what, "small", "middle")
        before = value
    if grown:
        low, end = (heights[-1] + 17, "") if roomy else (ground - 8.0, " in the end")
        yield label(_WIDTH - _RIGHT - 4, low, f"{before:,}{end}", "strong", "end")


def _roomy(grown: Sequence[tuple[str, int]], width: float) -> bool:
    """Whether there is room in each step to say what it adds."""
    digits = max((len(str(value)) for _, value in grown), default=0)
    return len(grown) <= _LABELS and 7.5 * (digits + 1) < width


def steps(
    name: str,
    title: str,
    summary: str,
    grown: Sequence[tuple[str, int]],
    most: tuple[int, str] | None,
    columns: tuple[str, str],
) -> Chart:
    """Draw a number after each step; of few steps it is said what each adds.

    Parameters
    ----------
    most : (int, str) or None
        What it can come to at most, and what that is called.
    """
    top = max([value for _, value in grown] + ([most[0]] if most else []), default=1) or 1
    width = (_WIDTH - _LEFT - _RIGHT) / max(1, len(grown))
    ground = _HEIGHT - _FOOT

    def height(value: int) -> float:
        return ground - (ground - _TOP) * value / top

    limit = [] if most is None else _limit(height(most[0]), most[1])
    corners = "".join(f"V{height(value):.1f}H{_LEFT + (k + 1) * width:.1f}" for k, (_, value) in enumerate(grown))
    outline = f"M{_LEFT} {ground}{corners}"
    heights = [height(value) for _, value in grown]
    parts = (
        *limit,
        tag("path", d=f"{outline}V{ground}z", class_="area"),
        tag("path", d=outline, class_="curve"),
        line(_LEFT, ground, _WIDTH - _RIGHT, ground, "axis"),
        *_words(grown, heights, width, ground),
        label(_WIDTH / 2, _HEIGHT - 6, columns[0], "small quiet", "middle"),
    )
    rows = [(what, value - (grown[k - 1][1] if k else 0), value) for k, (what, value) in enumerate(grown)]
    return Chart(
        title,
        summary,
        drawing(name, (_WIDTH, _HEIGHT), title, summary, *parts),
        Table(title, (columns[0], "new", columns[1]), rows),
    )
