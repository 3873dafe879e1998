"""A number that grows step by step, and the most it can come to."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, label, line, tag
from cohortplan.documents.table import Table

_WIDTH, _HEIGHT, _TOP, _FOOT, _LEFT, _RIGHT = 420, 250, 30, 44, 8, 8
#: So many labels fit under the steps.
_LABELS = 10


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

    parts = [line(_LEFT, ground, _WIDTH - _RIGHT, ground, "axis")]
    if most is not None:
        parts.append(line(_LEFT, height(most[0]), _WIDTH - _RIGHT, height(most[0]), "limit"))
        parts.append(label(_LEFT, height(most[0]) - 7, most[1], "small"))
    corners = "".join(f"V{height(value):.1f}H{_LEFT + (k + 1) * width:.1f}" for k, (_, value) in enumerate(grown))
    parts.append(tag("path", d=f"M{_LEFT} {ground}{corners}V{ground}z", class_="area"))
    before, every, roomy = 0, -(-len(grown) // _LABELS), len(grown) <= _LABELS
    for k, (what, value) in enumerate(grown):
        x = _LEFT + k * width
        parts.append(tag("path", d=f"M{x:g} {height(before):.1f}V{height(value):.1f}H{x + width:g}", class_="curve"))
        if roomy and k != len(grown) - 1 and value != before:
            low = height(value) + 15
            parts.append(label(x + width / 2, min(low, ground - 4), f"+{value - before}", "small", "middle"))
        if k % every == 0:
            parts.append(label(x + width / 2, ground + 16, what, "small", "middle"))
        before = value
    if grown:
        low = height(grown[-1][1]) + 17 if roomy else ground - 8.0
        parts.append(
            label(_WIDTH - _RIGHT - 4, low, f"{grown[-1][1]:,}{'' if roomy else ' in the end'}", "strong", "end")
        )
    parts.append(label(_WIDTH / 2, _HEIGHT - 6, columns[0], "small quiet", "middle"))
    rows = [(what, value - (grown[k - 1][1] if k else 0), value) for k, (what, value) in enumerate(grown)]
    return Chart(
        title,
        summary,
        drawing(name, (_WIDTH, _HEIGHT), title, summary, *parts),
        Table(title, (columns[0], "new", columns[1]), rows),
    )
