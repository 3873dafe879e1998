"""Why there is no plan: the smallest set of rules and data that clash, in words."""

from cohortplan.clash.changes import Change, changes
from cohortplan.clash.core import Core, clashing_rules
from cohortplan.clash.data import family
from cohortplan.clash.tell import Clash, Member, counted, find_clash
from cohortplan.clash.trials import OutOfTimeError, Trials

__all__ = [
    "Change",
    "Clash",
    "Core",
    "Member",
    "OutOfTimeError",
    "Trials",
    "changes",
    "clashing_rules",
    "counted",
    "family",
    "find_clash",
]
