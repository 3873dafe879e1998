"""One round, prices on pairs, sizes of sets: the maximally diverse grouping problem, solved by annealing in sweeps."""

from cohortplan.solvers.search.grouping.recognise import Grouping, is_grouping, recognise

__all__ = ["Grouping", "is_grouping", "recognise"]
