"""The independent checker: form, rules and figures of any plan, without the solvers."""

from cohortplan.evaluate.metrics import Metrics
from cohortplan.evaluate.score import Evaluation, Objective, evaluate
from cohortplan.evaluate.structure import STRUCTURE

__all__ = ["STRUCTURE", "Evaluation", "Metrics", "Objective", "evaluate"]
