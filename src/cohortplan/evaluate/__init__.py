"""The independent checker: form, rules and figures of any plan, without the solvers."""

from cohortplan.evaluate.difference import Difference, RuleChange, consider, difference
from cohortplan.evaluate.duties import DutyFigures, Hearing, Share, hearings, shares, unrepresented
from cohortplan.evaluate.facilitating import FacilitatorFigures, OpenPlace, open_places
from cohortplan.evaluate.metrics import Metrics
from cohortplan.evaluate.reach import Reached, reach
from cohortplan.evaluate.score import Evaluation, Objective, Owed, evaluate, measure_rules
from cohortplan.evaluate.sparing import spared
from cohortplan.evaluate.structure import STRUCTURE

__all__ = [
    "STRUCTURE",
    "Difference",
    "DutyFigures",
    "Evaluation",
    "FacilitatorFigures",
    "Hearing",
    "Metrics",
    "Objective",
    "OpenPlace",
    "Owed",
    "Reached",
    "RuleChange",
    "Share",
    "consider",
    "difference",
    "evaluate",
    "hearings",
    "measure_rules",
    "open_places",
    "reach",
    "shares",
    "spared",
    "unrepresented",
]
