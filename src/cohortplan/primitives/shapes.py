"""The cost shapes rules lower to. Each is a table of non-negative integers over something the decision counts.

Every shape gives its cost of a decision in plain numpy; solvers read the same arrays.
A table row is looked up with the amount, clipped to the row's last entry.
"""

from __future__ import annotations

from cohortplan.primitives.people import (
    AssignmentCost,
    PairCount,
    PairWeight,
    PersonContacts,
    SetCount,
    SetRange,
    SetSpread,
)
from cohortplan.primitives.visits import HostLoad, PersonMark, PersonSpread, PersonSum, VisitOption, VisitPair

Primitive = (
    AssignmentCost
    | SetCount
    | SetRange
    | SetSpread
    | PairWeight
    | PairCount
    | PersonContacts
    | VisitOption
    | VisitPair
    | HostLoad
    | PersonMark
    | PersonSpread
    | PersonSum
)
