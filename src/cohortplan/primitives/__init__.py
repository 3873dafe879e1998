"""The few integer cost shapes over the decision: arrays and their value, nothing of rules or solvers."""

from cohortplan.primitives.axes import Axes, Bools, Ints, Longs, Option, VisitPlace, build_axes
from cohortplan.primitives.decision import OUT, Decision, random_decision
from cohortplan.primitives.pairs import PairRows, met_pairs
from cohortplan.primitives.people import (
    AssignmentCost,
    PairCount,
    PairWeight,
    PersonContacts,
    SetCount,
    SetRange,
    SetSpread,
)
from cohortplan.primitives.shapes import Primitive
from cohortplan.primitives.visits import HostLoad, PersonMark, PersonSpread, PersonSum, VisitOption, VisitPair

__all__ = [
    "OUT",
    "AssignmentCost",
    "Axes",
    "Bools",
    "Decision",
    "HostLoad",
    "Ints",
    "Longs",
    "Option",
    "PairCount",
    "PairRows",
    "PairWeight",
    "PersonContacts",
    "PersonMark",
    "PersonSpread",
    "PersonSum",
    "Primitive",
    "SetCount",
    "SetRange",
    "SetSpread",
    "VisitOption",
    "VisitPair",
    "VisitPlace",
    "build_axes",
    "met_pairs",
    "random_decision",
]
