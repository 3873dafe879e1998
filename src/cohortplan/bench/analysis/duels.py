"""Two against each other: on each case with the same seed, wins, ties and losses, how large, how sure.

A run without a plan loses against any run that has one; two without one tie. Each case counts alike, however many seeds
it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, nan
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from cohortplan.bench.analysis.effects import a12, a12_interval, median_interval
from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.reference import primal_gap
from cohortplan.bench.analysis.significance import FEWEST, friedman, holm, mean_ranks, signed_rank
from cohortplan.bench.analysis.view import View

if TYPE_CHECKING:
    from pandas import DataFrame

DUEL = {
    "pairs": "int64",
    "cases": "int64",
    "left_out": "int64",
    "wins": "int64",
    "ties": "int64",
    "losses": "int64",
    "a12": "float64",
    "a12_low": "float64",
    "a12_high": "float64",
    "difference": "float64",
    "difference_low": "float64",
    "difference_high": "float64",
    "p": "float64",
    "p_cases": "float64",
}
_DUELS = {"first": "str", "second": "str", **DUEL, "p_holm": "float64", "outcome": "str"}
_RANKS = {"solver": "str", "mean_rank": "float64", "blocks": "int64", "chi_squared": "float64", "p": "float64"}

Outcome = Literal["better", "worse", "open", "same", "few", "nothing"]
#: The p-value below which, with an interval of A12 that leaves out 0.5, a difference is called one; and the words.
ALPHA = 0.05
OUTCOMES: Mapping[Outcome, str] = {
    "better": "better",
    "worse": "worse",
    "open": "no difference can be told",
    "same": "the same in every pair",
    "few": f"too few differences for a test ({FEWEST} are needed)",
    "nothing": "nothing to compare",
}

#: What two sides came to with the same seed, by case; less is better, and infinite is no plan.
Meetings = Mapping[str, Sequence[tuple[float, float]]]


class Verdict(NamedTuple):
    """The columns of `DUEL`, as numbers; not a number where there is nothing to say."""

    pairs: int
    cases: int
    left_out: int
    wins: int
    ties: int
    losses: int
    a12: float
    a12_low: float
    a12_high: float
    difference: float
    difference_low: float
    difference_high: float
    p: float
    p_cases: float

    @property
    def trusted(self) -> float:
        """The p-value to go by: that over cases, as runs of one case are alike; that over runs if there is one case."""
        return self.p if self.cases == 1 else self.p_cases

    def outcome(self, p: float | None = None) -> Outcome:
        """Return what can be said of the first side, see `OUTCOMES`; by a corrected p-value, if there is one."""
        if self.ties == self.pairs:
            return "same" if self.pairs else "nothing"
        if np.isnan(self.trusted):
            return "few"
        if (self.trusted if p is None else p) >= ALPHA or self.a12_low <= 0.5 <= self.a12_high:
            return "open"
        return "better" if self.a12 > 0.5 else "worse"


def difference(first: float, second: float) -> float:
    """Return by which part `first` is worse than `second`, from -1 to 1: the primal gap between the two, with a sign.

    Both are such that less is better; a run without a plan is infinite, and differs from any plan by 1.
    """
    if first == second:
        return 0.0
    gap = 1.0 if inf in (first, second) else primal_gap(first, second)
    return gap if first > second else -gap


def judge(meetings: Meetings, left_out: int = 0) -> Verdict:
    """Judge the first side of meetings against the second."""
    met = {case: pairs for case, pairs in meetings.items() if pairs}
    signs = [np.sign(difference(*pair)) for pairs in met.values() for pair in pairs]
    counts = (len(signs), len(met), left_out, signs.count(-1), signs.count(0), signs.count(1))
    if not met:
        return Verdict(*counts, *[nan] * 8)
    sides = [([a for a, _ in pairs], [b for _, b in pairs]) for pairs in met.values()]
    differences = [[difference(*pair) for pair in pairs] for pairs in met.values()]
    medians = [float(np.median(each)) for each in differences]
    effect = float(np.mean([a12(*side) for side in sides]))
    p = signed_rank([each for case in differences for each in case])
    middle = (float(np.median(medians)), *median_interval(differences))
    return Verdict(*counts, effect, *a12_interval(sides), *middle, _number(p), _number(signed_rank(medians)))


def duels(view: View) -> DataFrame:
    """Return a row for each two solvers: the first against the second, in work order.

    ``difference`` is the median over cases of the median by which part the first is worse, ``p`` of the signed-rank
    test over all pairs, ``p_cases`` of the same over medians of cases, and ``p_holm`` is `Verdict.trusted` corrected
    for the number of duels; ``outcome`` goes by it.
    """
    finals = Finals.of(view.runs.itertuples(index=False))
    found = [(a, b, judge(*finals.meetings(a, b))) for a, b in combinations(view.solvers, 2)]
    ps = corrected([verdict for _, _, verdict in found])
    rows = ((a, b, *verdict, p, verdict.outcome(p)) for (a, b, verdict), p in zip(found, ps, strict=True))
    return frame(rows, _DUELS)


def corrected(verdicts: Sequence[Verdict]) -> list[float]:
    """Return `Verdict.trusted` of each, corrected by Holm's method for how many are judged at once."""
    known = [None if np.isnan(verdict.trusted) else verdict.trusted for verdict in verdicts]
    return [_number(p) for p in holm(known)]


def ranks(view: View) -> DataFrame:
    """Return the mean rank of each solver over cases that all were given, by their medians, and Friedman's test."""
    finals = Finals.of(view.runs.itertuples(index=False))
    blocks = finals.blocks(view.solvers)
    if not blocks:
        return frame([], _RANKS)
    told = friedman(blocks) or (nan, nan)
    means = mean_ranks(blocks)
    return frame(((name, rank, len(blocks), *told) for name, rank in zip(view.solvers, means, strict=True)), _RANKS)


@dataclass(frozen=True)
class Finals:
    """What each run came to, by case, solver and seed."""

    losses: Mapping[str, Mapping[str, Mapping[Any, float]]]

    @classmethod
    def of(cls, runs: Iterable[Any]) -> Finals:
        """Take the judged figures of rows of `Tidy.runs`."""
        losses: dict[str, dict[str, dict[Any, float]]] = {}
        for run in runs:
            losses.setdefault(run.case, {}).setdefault(run.solver, {})[run.seed] = loss(run.value, run.better)
        return cls(losses)

    def meetings(self, first: str, second: str) -> tuple[Meetings, int]:
        """Return what two came to with the same seed, by case, and how many runs have no run to meet."""
        met: dict[str, list[tuple[float, float]]] = {}
        alone = 0
        for case, found in self.losses.items():
            a, b = found.get(first, {}), found.get(second, {})
            alone += len(a.keys() ^ b.keys())
            met[case] = [(a[seed], b[seed]) for seed in a if seed in b]
        return met, alone

    def blocks(self, solvers: Sequence[str]) -> list[list[float]]:
        """Return the medians of all solvers, a row for each case that all were given."""
        whole = [found for found in self.losses.values() if all(solver in found for solver in solvers)]
        return [[float(np.median(list(found[solver].values()))) for solver in solvers] for found in whole]


def loss(value: float, better: str) -> float:
    """Return a figure turned so that less is better; infinite if it is not a number."""
    if np.isnan(value):
        return inf
    return float(value if better == "less" else -value)


def _number(p: float | None) -> float:
    return nan if p is None else p
