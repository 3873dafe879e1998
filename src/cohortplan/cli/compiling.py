"""The first search on a machine waits until it is compiled, once and for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from cohortplan.model import Scenario

#: Solvers that need the kernels of the search.
_COMPILED = ("annealing", "portfolio", "repair", "search")


def compile_first(scenario: Scenario, solver: str = "portfolio") -> None:
    """Have the search compiled if that was not done on this machine yet, and say so: a search would lose its time."""
    if solver not in _COMPILED:
        return
    from cohortplan.solvers.search.compiling import Kernels, await_kernels, kernels_ready

    # A single round of nothing but groups needs no other kernels than those of groupings.
    grouping = len(scenario.rounds) == 1 and not scenario.hosts
    wanted = Kernels.GROUPING if grouping else Kernels.GENERAL
    if not kernels_ready(wanted):
        note("The search is compiled first, which takes about half a minute and happens once on a machine.")
        await_kernels(wanted, lambda: False)
