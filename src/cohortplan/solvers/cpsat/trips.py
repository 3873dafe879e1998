"""Which participant goes where: literals per participant and menu, no finer than the rules can tell options apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python.cp_model import BoolVarT, LinearExpr, LinearExprT

from cohortplan.primitives import Bools, Ints, PersonMark, PersonSpread, PersonSum
from cohortplan.problem import Problem
from cohortplan.solvers.cpsat.pricing import Amount

if TYPE_CHECKING:
    from cohortplan.solvers.cpsat.variables import Variables


def bars(shape: PersonMark, *, hard: bool) -> Bools:
    """Which marks no priced participant may meet even once: bool array (M,). They need no counting."""
    if not hard or shape.table.shape[1] < 2:
        return np.zeros(len(shape.row), dtype=bool)
    barring = (shape.table[:, 0] == 0) & (shape.table[:, 1:] > 0).all(axis=1)
    found: Bools = (barring[shape.row] | (shape.row < 0)).all(axis=1)
    return found


def option_classes(problem: Problem) -> Ints:
    """Number the options so that those which counting rules mark alike get the same number, int32 array (O,).

    Options without any mark get -1.
    """
    marks = [np.zeros((1, len(problem.axes.options)), dtype=np.int32)]
    for term in problem.terms:
        if isinstance(term.shape, PersonMark):
            counted = np.append(~bars(term.shape, hard=term.hard), False)
            marks.append(np.where(counted[term.shape.mark], term.shape.mark + 1, 0)[None, :])
        elif isinstance(term.shape, PersonSpread):
            marks.append(term.shape.mark[None, :] + 1)
        elif isinstance(term.shape, PersonSum):
            marks.append(np.unique(term.shape.weight, axis=0))
    stacked = np.vstack(marks)
    classes = np.unique(stacked, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int32)
    classes[~stacked.any(axis=0)] = -1
    return classes


class Trips:
    """Literals of a participant's visit, in one menu, taking an option of a class."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._classes = option_classes(variables.problem)
        known, first = np.unique(self._classes, return_index=True)
        self._first = dict(zip(known.tolist(), first.tolist(), strict=True))
        self._goes: dict[tuple[int, int], dict[int, BoolVarT]] = {}

    def marked(self, p: int, options: Sequence[int]) -> Amount:
        """Count how often a participant takes one of `options`, which must be whole classes."""
        return Amount.count(self.literals(p, options), most=len(self._menus(options)))

    def literals(self, p: int, options: Sequence[int]) -> list[BoolVarT]:
        """Literals of a participant taking one of `options`, at most one of them true in each menu."""
        classes = {int(self._classes[o]) for o in options}
        return [literal for m in self._menus(options) for k, literal in self._of_menu(p, m).items() if k in classes]

    def weighed(self, p: int, weight: Ints) -> Amount:
        """Add up what the options weigh that a participant takes; options of one class must weigh the same."""
        parts: list[LinearExprT] = []
        most = 0
        for m in self._menus(np.flatnonzero(weight).tolist()):
            found = {k: literal for k, literal in self._of_menu(p, m).items() if self._weighs(weight, k)}
            parts.extend(literal * self._weighs(weight, k) for k, literal in found.items())
            most += max((self._weighs(weight, k) for k in found), default=0)
        return Amount(LinearExpr.sum(parts), 0, most)

    def _weighs(self, weight: Ints, k: int) -> int:
        """Weight of the options of class k."""
        return int(weight[self._first[k]])

    def _menus(self, options: Iterable[int]) -> list[int]:
        return sorted({self._variables.axes.options[o].menu for o in options})

    def _of_menu(self, p: int, m: int) -> dict[int, BoolVarT]:
        if (p, m) not in self._goes:
            self._goes[p, m] = self._link(p, m)
        return self._goes[p, m]

    def _link(self, p: int, m: int) -> dict[int, BoolVarT]:
        variables, model = self._variables, self._variables.model
        places, visits = variables.places(variables.round_of[m], p), variables.visit_of[m]
        takes = {s: self._by_class(visits[s]) for s in places if s in visits}
        if len(places) == 1:
            # Whoever has but one place goes where its set goes.
            return takes.get(next(iter(places)), {})
        goes: dict[int, BoolVarT] = {
            k: model.new_bool_var("") for k in sorted({k for found in takes.values() for k in found})
        }
        for s, seat in places.items():
            for k, literal in goes.items():
                taken = takes.get(s, {}).get(k)
                if taken is None:
                    model.add_bool_or(~seat, ~literal)
                else:
                    model.add_bool_or(~seat, ~taken, literal)
                    model.add_bool_or(~seat, taken, ~literal)
        return goes

    def _by_class(self, v: int) -> dict[int, BoolVarT]:
        options = self._variables.choice[v]
        found: dict[int, BoolVarT] = {}
        for k in sorted({int(self._classes[o]) for o in options} - {-1}):
            literal = self._variables.takes(v, [o for o in options if self._classes[o] == k])
            if literal is not None:
                found[k] = literal
        return found
