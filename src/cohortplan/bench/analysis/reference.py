"""What the gaps on the way to a plan are measured against, and by whose word.

A log has soft costs only. Where the judged figure of a case is the soft cost, or lies on a line with it (as the sum of
distances of a diversity problem does), gaps are those of the figure, and the best known counts. Elsewhere they are
those of the soft cost, and the best of all runs counts. A track's answer is several plans, and is there as a whole at
the end: of it nothing but the judged figure is measured, whatever rules are broken on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cohortplan.bench.case import Better, Case, Figure
from cohortplan.bench.record import Record
from cohortplan.bench.source import TRACKS

SOFT = "soft"
#: So exactly must figures lie on a line with the soft cost, and so many different costs must show it.
_NEAR, _SHOWN = 1e-6, 3


@dataclass(frozen=True)
class Reference:
    """What the gaps of a case are measured against.

    Attributes
    ----------
    figure, better : str
        What is measured, and whether ``more`` or ``less`` of it is better.
    best : float or None
        The best of it; None if nobody has a plan.
    origin : str
        Whose word that is.
    start, step : float
        The figure is ``start + step * soft cost``.
    whole : bool
        Whether there is nothing to measure before the end.
    """

    figure: str
    better: Better
    best: float | None
    origin: str
    start: float = 0.0
    step: float = 1.0
    whole: bool = False

    def gap(self, soft: float | None) -> float:
        """Return the primal gap of a plan of that soft cost: 1 without a plan."""
        if soft is None or self.best is None:
            return 1.0
        return primal_gap(self.start + self.step * soft, self.best)

    def final(self, record: Record) -> float:
        """Return the primal gap of what a run came to."""
        if not self.whole:
            return self.gap(record.soft if record.hard == 0 else None)
        value = record.figures.get(self.figure)
        return 1.0 if value is None or self.best is None else primal_gap(value, self.best)


def primal_gap(value: float, best: float) -> float:
    """Return how far `value` is from `best`, from 0 to 1, as Berthold (2013) has it.

    That is ``|value - best| / max(|value|, |best|)``, and 1 if one is above and the other below zero. Where the best is
    0, any other value has gap 1.
    """
    if value == best:
        return 0.0
    if value * best < 0:
        return 1.0
    return abs(value - best) / max(abs(value), abs(best))


def reference(case: Case, records: Iterable[Record]) -> Reference:
    """Return what the gaps of `case` are measured against, given all of its records."""
    figure, track = case.figures[0], case.source.partition(":")[0] in TRACKS
    if track:
        reached = [record.figures[figure.name] for record in records if figure.name in record.figures]
        return _judged(figure, reached, whole=True)
    found = [record for record in records if record.hard == 0 and record.soft is not None]
    points = [
        (float(record.soft or 0), record.figures[figure.name]) for record in found if figure.name in record.figures
    ]
    line = (0.0, 1.0) if figure.name == SOFT else _line(points) if len(points) == len(found) else None
    if line is None:
        best = min((float(record.soft or 0) for record in found), default=None)
        return Reference(SOFT, "less", best, "best of these runs" if found else "nobody has a plan")
    return _judged(figure, [line[0] + line[1] * float(record.soft or 0) for record in found], *line)


def _judged(
    figure: Figure, reached: Sequence[float], start: float = 0, step: float = 1, *, whole: bool = False
) -> Reference:
    """Return the judged figure as a reference, given what runs reach of it."""
    pick = min if figure.better == "less" else max
    if figure.best is None or (reached and pick([*reached, figure.best]) != figure.best):
        origin = "best of these runs" + ("" if figure.best is None else ", better than the best known")
        best = pick(reached, default=None)
        origin = origin if reached else "nobody has a plan"
        return Reference(figure.name, figure.better, best, origin, start, step, whole)
    origin = "best known, proved" if figure.proved else "best known"
    return Reference(figure.name, figure.better, float(figure.best), origin, start, step, whole)


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Return start and step of the line on which all points lie; None if they lie on none, or are too few to tell."""
    (low, first), (high, last) = (min(points), max(points)) if points else ((0.0, 0.0), (0.0, 0.0))
    if len({soft for soft, _ in points}) < _SHOWN:
        return None
    step = (last - first) / (high - low)
    start = first - step * low
    near = _NEAR * max(1.0, *(abs(value) for _, value in points))
    return (start, step) if step and all(abs(start + step * soft - value) <= near for soft, value in points) else None
