"""The first search on a machine waits until it is compiled, once and for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.model import Scenario
    from cohortplan.solvers.search.compiling import Kernels

#: Solvers that need the kernels of the search.
_COMPILED = ("annealing", "divided", "portfolio", "repair", "search")


def compile_first(scenario: Scenario, solver: str = "portfolio") -> None:
    """Have the search compiled if that was not done on this machine yet, and say so: a search would lose its time."""
    if solver not in _COMPILED:
        return
    from cohortplan.solvers.search.compiling import Kernels

    # A single round of nothing but groups needs no other kernels than those of groupings.
    grouping = len(scenario.rounds) == 1 and not scenario.hosts
    _compile(Kernels.GROUPING if grouping else Kernels.GENERAL)


def compile_all(solvers: Iterable[str]) -> None:
    """Have all of the search compiled, as for `compile_first`, if one of the solvers may need it."""
    if not any(name.partition(":")[0] in _COMPILED for name in solvers):
        return
    from cohortplan.solvers.search.compiling import Kernels

    for kernels in Kernels:
        _compile(kernels)


def _compile(kernels: Kernels) -> None:
    from cohortplan.solvers.search.compiling import await_kernels, kernels_ready

    if not kernels_ready(kernels):
        note("The search is compiled first, which takes about half a minute and happens once on a machine.")
        await_kernels(kernels, lambda: False)
