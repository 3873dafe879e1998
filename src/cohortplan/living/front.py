"""The front: plans of which none is better in all of a few wishes at once, by searching with many sets of weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb
from typing import Any

from cohortplan.errors import Defect, InputError
from cohortplan.evaluate import Evaluation, evaluate
from cohortplan.living.searches import Searches
from cohortplan.model import Plan, Scenario
from cohortplan.model.names import unknown
from cohortplan.rules import build_rule, registry
from cohortplan.solvers.base import Stop

#: What the wishes that do not matter in a search keep of the weight, so that ties are broken in their favour.
_REST = 0.02

#: Weights are given as whole numbers; what weighs least is at least about so many.
_FINE = 20

#: No weight is made larger than the first; where sums of such weights do not fit, they are made smaller by degrees.
_MOST, _LEAST = 10_000, 20


@dataclass(frozen=True)
class Point:
    """A plan that keeps every hard rule, and what it owes under each of the wishes, in their order."""

    plan: Plan
    evaluation: Evaluation
    owes: tuple[int, ...]

    def beats(self, other: Point) -> bool:
        """Whether it owes no more under any wish, and less under one."""
        return self.owes != other.owes and all(a <= b for a, b in zip(self.owes, other.owes, strict=True))


@dataclass(frozen=True)
class Front:
    """What came of a sweep.

    Attributes
    ----------
    scenario : Scenario
        The scenario, with those of the wishes that it does not have itself.
    given : Point
        The plan from which the searches began; it may be beaten.
    wishes : tuple of str
        Ids of the soft rules that are held against each other.
    points : tuple of Point
        Plans none of which beats another, by what they owe under the first wish.
    reference : tuple of int
        What is worse than every point: volumes are measured from there.
    volume : int
        What the points dominate below the reference (hypervolume); to compare two fronts it has to be the same.
    searches : int
        How many sets of weights led to a plan.
    """

    scenario: Scenario
    given: Point
    wishes: tuple[str, ...]
    points: tuple[Point, ...]
    reference: tuple[int, ...]
    volume: int
    searches: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The content of ``alternatives --front --json``, but for the files."""
        return {
            "wishes": list(self.wishes),
            "given": list(self.given.owes),
            "points": [list(point.owes) for point in self.points],
            "soft": [point.evaluation.soft for point in self.points],
            "reference": list(self.reference),
            "volume": self.volume,
            "searches": self.searches,
        }


def with_wishes(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """Return `scenario` with every one of the wishes named: its own soft rules, or kinds that need no fields.

    Raises
    ------
    InputError
        If there is no such soft rule or kind.
    """
    own, added, defects = {rule.id: rule for rule in scenario.rules}, [], []
    for name in names:
        if name in own:
            if own[name].hard:
                remedy = "Make it soft in scenario.toml, or name another"
                defects.append(Defect(f"{name} is a hard rule, which every plan keeps", remedy, name))
        elif name not in registry():
            defects.append(unknown("rule", name, [rule.id for rule in scenario.rules if not rule.hard], ()))
        elif any(field.is_required() for key, field in registry()[name].model_fields.items() if key != "id"):
            remedy = "Add it to scenario.toml with its fields, as a soft rule"
            defects.append(Defect(f"the rule {name} needs fields, and the scenario does not have it", remedy, name))
        else:
            added.append(build_rule(name, hard=False))
    if defects:
        raise InputError(defects)
    return scenario.but(rules=(*scenario.rules, *added)) if added else scenario


def front(
    scenario: Scenario,
    plan: Plan,
    wishes: Sequence[str],
    *,
    stop: Stop,
    searches: int = 12,
    reference: Sequence[int] = (),
    seed: int = 0,
    heard: Callable[[Point], None] | None = None,
    ready: Callable[[Searches], None] | None = None,
    **settings: Any,
) -> Front:
    """Search with many sets of weights, and keep the plans that no other beats.

    The wishes share the weight that they have together in the scenario, each in proportion to the span of what it may
    owe; all other wishes keep theirs.

    Parameters
    ----------
    plan : Plan
        A plan that keeps every hard rule.
    stop : Stop
        Budget for everything.
    searches : int
        How many sets of weights are tried, at least.
    reference : sequence of int, optional
        Where volumes are measured from; a tenth above the worst of the points unless given.
    heard : callable, optional
        Told of each point as it is found; it may be beaten later.
    ready : callable, optional
        Given the searches before the first begins, so that the caller may halt them.
    """
    runs = Searches(scenario, plan, stop, seed, settings)
    if ready is not None:
        ready(runs)
    sweep = _Sweep(with_wishes(scenario, wishes), tuple(wishes), runs, heard or (lambda _: None))
    given = sweep.point(plan)
    sweep.take(given)
    vectors = list(vectors_of(len(wishes), searches))
    tried = sum(sweep.search(vector, len(vectors) - number, len(vectors)) for number, vector in enumerate(vectors))
    points = sorted(sweep.points, key=lambda point: point.owes)
    worst = [max(column) for column in zip(*(point.owes for point in points), strict=True)]
    origin = tuple(reference) or tuple(each + each // 10 + 1 for each in worst)
    volume = dominated([point.owes for point in points], origin)
    return Front(sweep.scenario, given, tuple(wishes), tuple(points), origin, volume, tried, runs.seconds)


class _Sweep:
    """The points that are known, and how to find more."""

    def __init__(
        self, scenario: Scenario, wishes: tuple[str, ...], runs: Searches, heard: Callable[[Point], None]
    ) -> None:
        self.scenario, self._wishes, self._runs, self._heard = scenario, wishes, runs, heard
        self.points: list[Point] = []
        self._seen: list[tuple[int, ...]] = []
        #: The largest weight of which sums fit.
        self._most = _MOST

    def point(self, plan: Plan) -> Point:
        """Measure a plan."""
        evaluation = evaluate(self.scenario, plan)
        owes = tuple(evaluation.objectives[name].value for name in self._wishes)
        return Point(self._runs.signed(plan), evaluation, owes)

    def take(self, point: Point) -> None:
        """Keep a plan that keeps every hard rule, unless another beats it, or is as good."""
        if not point.evaluation.valid:
            return
        self._seen.append(point.owes)
        if not any(each.owes == point.owes or each.beats(point) for each in self.points):
            self.points = [*(each for each in self.points if not point.beats(each)), point]
            self._heard(point)

    def search(self, vector: Sequence[float], rest: int, parts: int) -> bool:
        """Search with one set of weights, from the best point for them; return whether something was found."""
        while True:
            weights = self._weights(vector)
            start = min(
                self.points, key=lambda p: sum(weights[n] * a for n, a in zip(self._wishes, p.owes, strict=True))
            )
            asked = self.scenario.but(weights={**self.scenario.weights, **weights})
            try:
                plan = self._runs.run(asked, start.plan, 1 / rest, parts)
            except InputError:
                if self._most <= _LEAST:
                    raise
                self._most //= 4
                continue
            if plan is not None:
                self.take(self.point(plan))
            return plan is not None

    def _weights(self, vector: Sequence[float]) -> dict[str, int]:
        """Return whole weights of all wishes: those named share theirs as `vector` says, the others keep theirs."""
        own = {rule.id: self.scenario.weight(rule) for rule in self.scenario.rules if not rule.hard}
        spans = [max(column) - min(column) or max(1, *column) for column in zip(*self._seen, strict=True)]
        together = sum(own[name] * span for name, span in zip(self._wishes, spans, strict=True)) or 1
        exact = {n: v * together / span for n, v, span in zip(self._wishes, vector, spans, strict=True)}
        wanted = {**own, **exact}
        least = min(weight for weight in wanted.values() if weight)
        scale = min(max(1.0, _FINE / least), self._most / max(wanted.values()))
        return {name: max(int(weight > 0), round(scale * weight)) for name, weight in wanted.items()}


def vectors_of(count: int, searches: int) -> Iterator[tuple[float, ...]]:
    """Yield at least so many evenly spread shares of `count` wishes, each wish for itself first; none is quite 0."""
    steps = next(n for n in range(2, searches + 3) if comb(n + count - 1, count - 1) >= searches)
    grid = []
    for bars in combinations(range(steps + count - 1), count - 1):
        edges = (-1, *bars, steps + count - 1)
        grid.append(tuple(b - a - 1 for a, b in pairwise(edges)))
    grid.sort(key=lambda shares: (max(shares) < steps, shares))
    for shares in grid:
        yield tuple(_REST / count + (1 - _REST) * share / steps for share in shares)


def dominated(points: Sequence[Sequence[int]], reference: Sequence[int]) -> int:
    """Return the volume that points, of which less is better, dominate up to a reference."""
    inside = sorted(
        {tuple(p) for p in points if all(a < b for a, b in zip(p, reference, strict=True))}, key=lambda p: p[-1]
    )
    if len(reference) == 1 or not inside:
        return reference[0] - inside[0][0] if inside else 0
    levels = [*(point[-1] for point in inside), reference[-1]]
    return sum(
        (upper - level) * dominated([p[:-1] for p in inside[: k + 1]], reference[:-1])
        for k, (level, upper) in enumerate(pairwise(levels))
        if upper > level
    )
