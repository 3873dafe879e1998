"""Compile a scenario and its rules into arrays, and translate between decisions and plans."""

from cohortplan.problem.allowed import AllowedSets
from cohortplan.problem.codec import decode, encode
from cohortplan.problem.compile import Problem, Score, Term, compile_problem, open_choices
from cohortplan.problem.memory import remembered

__all__ = [
    "AllowedSets",
    "Problem",
    "Score",
    "Term",
    "compile_problem",
    "decode",
    "encode",
    "open_choices",
    "remembered",
]
