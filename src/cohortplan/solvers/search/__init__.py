"""Local search over the primitives, compiled by numba."""

from cohortplan.solvers.search.solver import Search

__all__ = ["Search"]
