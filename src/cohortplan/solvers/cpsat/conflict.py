"""The smallest set of hard rules that clash."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpSolverStatus

from cohortplan.problem import Problem
from cohortplan.solvers.bounds import counted_clash, relaxed
from cohortplan.solvers.cpsat.encode import encode, encode_guarded
from cohortplan.solvers.cpsat.engine import Limits, Run

#: Seconds one trial may take before its rule is kept for want of an answer.
TRIAL = 10.0


@dataclass
class Inquiry:
    """Asks which rules of an infeasible problem clash.

    Attributes
    ----------
    limits : Limits
        Seconds for the whole inquiry, work for each of its runs.
    stopped : callable
        Whether to come to an end.
    """

    problem: Problem
    limits: Limits
    stopped: Callable[[], bool] = lambda: False

    def __post_init__(self) -> None:
        self._started = time.monotonic()

    def smallest(self) -> tuple[str, ...]:
        """Return ids of rules that clash, none of which can be left out as far as time allowed to show.

        Counting comes first, as a solver finds pigeonholes hard; then the solver's own core, which a fresh solve
        must confirm; then each rule in turn is left out, for good if the rest still clash.
        """
        rules = counted_clash(self.problem) or self._core()
        for rule in rules if len(rules) > 1 else ():
            rest = [other for other in rules if other != rule]
            if self._clash(rest):
                rules = tuple(rest)
        return rules

    def _core(self) -> tuple[str, ...]:
        everything = tuple(dict.fromkeys(term.rule for term in self.problem.terms if term.hard))
        encoded = encode_guarded(relaxed(self.problem, everything))
        run = Run(encoded.model, replace(self._trial(), workers=1))
        if run.until(self.stopped) != CpSolverStatus.INFEASIBLE:
            return everything
        found = set(run.solver.sufficient_assumptions_for_infeasibility())
        core = tuple(rule for rule, guard in encoded.guards.items() if guard.index in found)
        return core if core and self._clash(core) else everything

    def _clash(self, rules: Sequence[str]) -> bool:
        """Whether it is proved, by a solve from scratch, that `rules` alone cannot be kept together."""
        if self.stopped():
            return False
        return Run(encode(relaxed(self.problem, rules)).model, self._trial()).until(self.stopped) == (
            CpSolverStatus.INFEASIBLE
        )

    def _trial(self) -> Limits:
        if self.limits.seconds is None:
            return self.limits
        left = self._started + self.limits.seconds - time.monotonic()
        return replace(self.limits, seconds=max(0.01, min(TRIAL, left)))
