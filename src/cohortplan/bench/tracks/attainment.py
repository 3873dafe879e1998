"""Attainment: what so many of some runs reach, as the points of a surface.

A run attains a point if one of its plans is nowhere worse. The surface of k of n runs is made of the points that at
least k runs attain, and beyond which fewer do (Fonseca and others 2011): k = 1 is the best of all runs, k = n what
every run reaches, and the one in the middle what a run may be expected to.
"""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.bench.tracks.front import Point, best_of


def surfaces(fronts: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the surface of one run, of two runs, and so on up to all of them; less is better everywhere."""
    found: list[list[Point]] = [[] for _ in fronts]
    for number, front in enumerate(fronts):
        for k in range(number, -1, -1):
            joined = [tuple(map(max, a, b)) for a in found[k - 1] for b in front] if k else list(front)
            found[k] = best_of([*found[k], *joined])
    return found
