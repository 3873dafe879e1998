"""CP-SAT: one encoder for each primitive, proofs, and the smallest set of rules that clash."""

from cohortplan.solvers.cpsat.solver import CpSat

__all__ = ["CpSat"]
