"""Designs: rounds in which nobody shares a set with anybody twice, by construction."""

from cohortplan.solvers.search.designs.base import Construction, Design, repeats
from cohortplan.solvers.search.designs.door import BUDGET, CONSTRUCTIONS, best
from cohortplan.solvers.search.designs.truncate import truncated

__all__ = ["BUDGET", "CONSTRUCTIONS", "Construction", "Design", "best", "repeats", "truncated"]
