"""One round, prices on pairs, sizes of sets: the maximally diverse grouping problem, solved by annealing in sweeps."""

from cohortplan.solvers.search.grouping.recognise import Grouping, recognise

__all__ = ["Grouping", "recognise"]
