"""The first search on a machine waits until it is compiled, once and for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.model import Scenario
    from cohortplan.solvers.search.compiling import Kernels

#: Solvers that have nothing to compile.
_PLAIN = ("cpsat",)
#: Contestants that are not ours begin like this.
_OUTSIDE = ("program:", "plans:")


def compile_first(scenario: Scenario, solver: str = "portfolio") -> None:
    """Have the search compiled if that was not done on this machine yet, and say so: a search would lose its time."""
    if solver in _PLAIN:
        return
    from cohortplan.solvers.search.compiling import Kernels

    # A single round of nothing but groups needs no other kernels than those of groupings.
    grouping = len(scenario.rounds) == 1 and not scenario.hosts
    _compile(Kernels.GROUPING if grouping else Kernels.GENERAL)


def compile_all(solvers: Iterable[str]) -> None:
    """Have all of the search compiled, as for `compile_first`, if one of the solvers may need it."""
    if all(name in _PLAIN or name.startswith(_OUTSIDE) for name in solvers):
        return
    from cohortplan.solvers.search.compiling import Kernels

    for kernels in Kernels:
        _compile(kernels)


def _compile(kernels: Kernels) -> None:
    from cohortplan.solvers.search.compiling import await_kernels, kernels_ready

    if not kernels_ready(kernels):
        note("The search is compiled first, which takes about half a minute and happens once on a machine.")
        await_kernels(kernels, lambda: False)
