"""Alternatives: a few plans as good as the best, or nearly so, that are different from it and from each other."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any

from cohortplan.evaluate import Evaluation, evaluate, measure_rules, planned_contacts
from cohortplan.living.searches import Searches
from cohortplan.model import Plan, Scenario
from cohortplan.model.edits import years_swapped
from cohortplan.rules import build_rule
from cohortplan.rules.shared.deeds import unlikeness
from cohortplan.solvers.base import Stop

#: Id of the rule by which plans are made to differ.
UNLIKE = "unlike"

#: Part of the time in which a better plan than the one given is looked for.
_FIRST = 0.2

#: Searches for one alternative; the price of likeness goes up or down by `_STEP` until one is too high, one too low.
_TRIES, _STEP = 3, 4

#: Pairs of people for each of whom it is tried, for one alternative, whether they can swap their years.
_SWAPS = 1000

#: The price of what is as in another plan is at least so many units, those of all else being scaled.
_FINE = 8

#: No weight is made larger than this; sums of larger ones may not fit.
_MOST = 10_000


@dataclass(frozen=True)
class Wanted:
    """What is asked of alternatives.

    Attributes
    ----------
    number : int
        How many.
    within : float
        By how many per cent of the least soft cost that is known theirs may be higher.
    differ : float
        By how many per cent they are to differ from the plan given and from each other, as `unlikeness` has it.
    """

    number: int = 3
    within: float = 2.0
    differ: float = 20.0


@dataclass(frozen=True)
class Found:
    """A plan that keeps every hard rule, and its measure."""

    plan: Plan
    evaluation: Evaluation

    @property
    def soft(self) -> int:
        """Its soft cost."""
        return self.evaluation.soft


@dataclass(frozen=True)
class Alternatives:
    """What came of looking for alternatives.

    Attributes
    ----------
    given, best : Found
        The plan given, and the one of least soft cost that is known; the same if none better was found.
    limit : int
        The most that a good plan's soft cost may be.
    chosen : tuple of Found
        Alternatives, in the order in which they were found.
    nearest : Found or None
        Where there are fewer than wanted, of all good plans that were found the most different other one.
    """

    scenario: Scenario
    wanted: Wanted
    given: Found
    best: Found
    limit: int
    chosen: tuple[Found, ...]
    nearest: Found | None
    seconds: float

    @property
    def unlisted(self) -> tuple[Found, ...]:
        """The best plan, if it is neither the one given nor an alternative."""
        listed = (self.given, *self.chosen)
        return () if any(each is self.best for each in listed) else (self.best,)

    def differs(self, found: Found) -> float:
        """Return by how many per cent a plan differs from the one given and from the other alternatives, at least."""
        others = [self.given, *(each for each in self.chosen if each is not found)]
        return 100 * _apart(self.scenario, found.plan, [each.plan for each in others])


def alternatives(
    scenario: Scenario,
    plan: Plan,
    wanted: Wanted,
    *,
    stop: Stop,
    seed: int = 0,
    heard: Callable[[Found], None] | None = None,
    ready: Callable[[Searches], None] | None = None,
    **settings: Any,
) -> Alternatives:
    """Look for plans of `scenario` that are good, and different from `plan` and from each other.

    Parameters
    ----------
    plan : Plan
        A plan that keeps every hard rule.
    stop : Stop
        Budget for everything.
    heard : callable, optional
        Told of each alternative as it is found; a better plan that is found later may make it too dear.
    ready : callable, optional
        Given the searches before the first begins, so that the caller may halt them.
    **settings
        As for `solve`.
    """
    searches = Searches(scenario, plan, stop, seed, settings)
    if ready is not None:
        ready(searches)
    return _Quest(scenario, plan, wanted, searches, seed).run(heard or (lambda _: None))


class _Quest:
    """One look for alternatives: all good plans that turn up are kept."""

    def __init__(self, scenario: Scenario, plan: Plan, wanted: Wanted, searches: Searches, seed: int) -> None:
        self._scenario, self._wanted, self._searches = scenario, wanted, searches
        self._random = Random(seed)  # noqa: S311 - nothing secret
        self._given = self._best = Found(plan, evaluate(scenario, plan))
        self._pool: list[Found] = []

    def run(self, heard: Callable[[Found], None]) -> Alternatives:
        """Look for a better plan first, then for one alternative after the other."""
        self._search(self._scenario, self._given.plan, _FIRST)
        told = 0
        for rest in range(self._wanted.number, 0, -1):
            if self._searches.over:
                break
            self._look(1 / rest)
            for found in self._choice()[told:]:
                heard(found)
                told += 1
        chosen = self._choice()
        spare = [each for each in self._pool if each not in chosen and each.soft <= self._limit]
        nearest = max(spare, key=lambda each: self._apart(each, chosen), default=None)
        lacking = len(chosen) < self._wanted.number
        return Alternatives(
            self._scenario,
            self._wanted,
            self._given,
            self._best,
            self._limit,
            tuple(chosen),
            nearest if lacking else None,
            self._searches.seconds,
        )

    @property
    def _limit(self) -> int:
        return int(self._best.soft * (1 + self._wanted.within / 100))

    def _choice(self) -> list[Found]:
        """Return of the plans that were found those that are good and different enough, the first ones first."""
        chosen: list[Found] = []
        for found in self._pool:
            enough = self._apart(found, chosen) >= self._wanted.differ / 100
            if len(chosen) < self._wanted.number and found.soft <= self._limit and enough:
                chosen.append(found)
        return chosen

    def _apart(self, found: Found, chosen: Sequence[Found]) -> float:
        return _apart(self._scenario, found.plan, [self._given.plan, *(each.plan for each in chosen)])

    def _look(self, share: float) -> None:
        """Look for one more alternative: people swap their years, then the rest is searched anew."""
        others = [self._given.plan, *(found.plan for found in self._choice())]
        start, count = self._swapped(others, share), len(others)
        unit, low, high = max(self._limit - self._best.soft, 1) / self._facts(), 0.0, math.inf
        for each in range(_TRIES, 0, -1):
            found = self._search(priced(self._scenario, others, unit), start, share / each)
            if found is None or self._searches.over or len(self._choice()) >= count:
                return
            start = found.plan
            low, high = (low, unit) if found.soft > self._limit else (unit, high)
            unit = math.sqrt(low * high) if low > 0 and high < math.inf else unit * _STEP if low else unit / _STEP

    def _facts(self) -> float:
        """Return how much of a plan has to be otherwise, in pairs and visits."""
        rule = build_rule(UNLIKE, plans=(self._given.plan,))
        whole = rule.measure(self._scenario, self._given.plan).amount
        return max(1.0, whole * self._wanted.differ / 100)

    def _swapped(self, others: Sequence[Plan], share: float) -> Plan:
        """Return the best plan with years of people swapped where the rules do not mind, as far as they are needed."""
        plan, people = self._best.plan, list(self._scenario.people)
        apart, until = _apart(self._scenario, plan, others), self._searches.until(share / 4)
        vain = set[tuple[str, str]]()  # pairs whose swap brought nothing, of the plan as it is
        for _ in range(_SWAPS if len(people) > 1 else 0):
            if self._searches.over or time.monotonic() > until or apart >= self._wanted.differ / 100:
                break
            one, other = sorted(self._random.sample(people, 2))
            if (one, other) in vain:
                continue
            swapped = years_swapped(plan, one, other)
            further = _apart(self._scenario, swapped, others)
            vain.add((one, other))
            if further > apart:
                owed = measure_rules(self._searches.held, swapped)
                if owed.valid and owed.soft <= self._limit:
                    plan, apart = swapped, further
                    vain.clear()
        self._add(plan)
        return plan

    def _search(self, asked: Scenario, start: Plan, share: float) -> Found | None:
        """Search from a plan, for a share of what is left of the time."""
        plan = self._searches.run(asked, start, share, _TRIES * self._wanted.number + 1)
        return None if plan is None else self._add(plan)

    def _add(self, plan: Plan) -> Found | None:
        """Keep a plan, if it keeps every hard rule."""
        evaluation = evaluate(self._scenario, plan)
        if not evaluation.valid:
            return None
        found = Found(self._searches.signed(plan), evaluation)
        self._pool.append(found)
        if found.soft < self._best.soft:
            self._best = found
        return found


def priced(scenario: Scenario, others: Sequence[Plan], unit: float) -> Scenario:
    """Return `scenario` with a wish to be unlike some plans, each likeness at `unit` of its soft cost."""
    wishes = {rule.id: scenario.weight(rule) for rule in scenario.rules if not rule.hard}
    scale = min(max(1, round(_FINE / unit)), max(1, _MOST // max(1, *wishes.values(), 1)))
    weights = {name: scale * weight for name, weight in wishes.items()}
    rule = build_rule(UNLIKE, plans=tuple(others))
    price = min(_MOST, max(1, round(scale * unit)))
    return scenario.but(rules=(*scenario.rules, rule), weights={**scenario.weights, **weights, UNLIKE: price})


def _apart(scenario: Scenario, plan: Plan, others: Sequence[Plan]) -> float:
    return min(unlikeness(scenario, plan, other) for other in others)


def gains(scenario: Scenario, before: Plan, after: Plan) -> dict[str, int]:
    """Return how many more people each participant meets by one plan than by another."""
    then, now = (_met(scenario, plan) for plan in (before, after))
    return {person: now[person] - then[person] for person in scenario.people}


def _met(scenario: Scenario, plan: Plan) -> Counter[str]:
    return Counter(chain.from_iterable(planned_contacts(scenario, plan)))
