"""The independent checker: form, rules and figures of any plan, without the solvers."""

from cohortplan.evaluate.contacts import (
    Contacts,
    Debt,
    attended_contacts,
    confirmed_contacts,
    owed,
    planned_contacts,
)
from cohortplan.evaluate.difference import Difference, RuleChange, consider, difference
from cohortplan.evaluate.duties import DutyFigures, Hearing, Share, hearings, shares, unrepresented
from cohortplan.evaluate.facilitating import FacilitatorFigures, OpenPlace, open_places
from cohortplan.evaluate.fading import HALF_LIFE, OldTie, old_ties
from cohortplan.evaluate.metrics import Metrics
from cohortplan.evaluate.reach import Reached, reach
from cohortplan.evaluate.score import Evaluation, Objective, Owed, evaluate, measure_rules
from cohortplan.evaluate.sparing import spared
from cohortplan.evaluate.structure import STRUCTURE, structure_matches

__all__ = [
    "HALF_LIFE",
    "STRUCTURE",
    "Contacts",
    "Debt",
    "Difference",
    "DutyFigures",
    "Evaluation",
    "FacilitatorFigures",
    "Hearing",
    "Metrics",
    "Objective",
    "OldTie",
    "OpenPlace",
    "Owed",
    "Reached",
    "RuleChange",
    "Share",
    "attended_contacts",
    "confirmed_contacts",
    "consider",
    "difference",
    "evaluate",
    "hearings",
    "measure_rules",
    "old_ties",
    "open_places",
    "owed",
    "planned_contacts",
    "reach",
    "shares",
    "spared",
    "structure_matches",
    "unrepresented",
]
