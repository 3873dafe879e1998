"""Designs: rounds in which nobody shares a set with anybody twice, by construction."""

from cohortplan.solvers.search.designs.base import repeats

__all__ = ["repeats"]
