"""Compile a scenario and its rules into integer arrays: all that a solver sees."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from cohortplan.model.scenario import Scenario
from cohortplan.primitives import AssignmentCost, Axes, Decision, Ints, Primitive, VisitOption, build_axes
from cohortplan.problem.allowed import AllowedSets


class Score(NamedTuple):
    """What a plan owes, compared lexicographically: broken hard amount, then weighted soft cost."""

    hard: int
    soft: int


@dataclass(frozen=True, eq=False)
class Term:
    """One primitive of one rule; `weight` is 1 for hard rules, unless some are to be kept before others."""

    rule: str
    hard: bool
    weight: int
    shape: Primitive


@dataclass(frozen=True, eq=False)
class Problem:
    """What a solver is given.

    Attributes
    ----------
    axes : Axes
        Meaning of every index.
    terms : tuple of Term
        Everything that costs; soft terms of weight 0 are left out.
    seats : AllowedSets
        Sets a participant may be put into: none where absent, else those no hard assignment cost forbids
        (all sets of the round, should every one be forbidden).
    choices : tuple of int32 arrays
        For each visit the options no hard visit cost forbids (its whole menu, should every one be forbidden).
    """

    axes: Axes
    terms: tuple[Term, ...]
    seats: AllowedSets
    choices: tuple[Ints, ...]

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """What has been worked out from it (`remembered`)."""
        return {}

    def score(self, decision: Decision) -> Score:
        """Price `decision` from scratch."""
        hard = sum(t.weight * t.shape.value(decision, self.axes) for t in self.terms if t.hard)
        soft = sum(t.weight * t.shape.value(decision, self.axes) for t in self.terms if not t.hard)
        return Score(hard, soft)

    def amounts(self, decision: Decision) -> Mapping[str, int]:
        """Unweighted amount of each rule."""
        totals: dict[str, int] = {}
        for term in self.terms:
            totals[term.rule] = totals.get(term.rule, 0) + term.shape.value(decision, self.axes)
        return totals


def compile_problem(scenario: Scenario, firm: int = 1) -> Problem:
    """Lower every rule of `scenario` onto its axes.

    Parameters
    ----------
    firm : int
        What one unit of a hard rule that does not yield weighs beside one of a rule that does. If it weighs more, what
        yields bars no seat and no choice.
    """
    axes = build_axes(scenario)
    terms = tuple(_terms(scenario, axes, firm))
    barring = tuple(term for term in terms if term.hard and term.weight == firm)
    return Problem(axes, terms, _seats(axes, barring), open_choices(axes, barring))


def _terms(scenario: Scenario, axes: Axes, firm: int) -> Iterator[Term]:
    for rule in scenario.rules:
        weight = scenario.weight(rule) if not rule.hard else 1 if rule.yields else firm
        if weight:
            for shape in rule.lower(axes):
                yield Term(rule.id, rule.hard, weight, shape)


def _seats(axes: Axes, terms: tuple[Term, ...]) -> AllowedSets:
    costs = [term.shape for term in terms if isinstance(term.shape, AssignmentCost)]
    nowhere = np.zeros((3, 0), dtype=np.int32)
    barred = [np.stack([cost.round, cost.person, cost.set])[:, cost.cost > 0] for cost in costs]
    return AllowedSets.barring(axes.attends, axes.sets, np.concatenate([nowhere, *barred], axis=1))


def open_choices(axes: Axes, terms: tuple[Term, ...]) -> tuple[Ints, ...]:
    """Find each visit's choices, those that `terms` leave open; visits with the same menu and prices share one array.

    Where they leave none the whole menu is open.
    """
    shapes = [term.shape for term in terms if isinstance(term.shape, VisitOption)]
    found: dict[tuple[int, ...], Ints] = {}

    def free(v: int, menu: int) -> Ints:
        rows = [int(shape.row[v]) for shape in shapes]
        key = (menu, *rows)
        if key not in found:
            options = np.array(axes.menu(v), dtype=np.int32)
            barred = np.zeros(len(options), dtype=bool)
            for shape, row in zip(shapes, rows, strict=True):
                if row >= 0:
                    barred |= shape.table[row, options] > 0
            found[key] = options if barred.all() else options[~barred]
        return found[key]

    return tuple(free(v, place.menu) for v, place in enumerate(axes.visits))
