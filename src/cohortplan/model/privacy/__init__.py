"""Who may know what of whom, and for how long: one table of facts, and what follows from it."""

from cohortplan.model.privacy.clocks import Clocks
from cohortplan.model.privacy.facts import AUDIENCES, FACTS, Audience, Fact, Sight, of_heading
from cohortplan.model.privacy.profiles import Profile, View, for_audience
from cohortplan.model.privacy.register import REGISTER, fact_name, fact_of
from cohortplan.model.privacy.settings import Privacy

__all__ = [
    "AUDIENCES",
    "FACTS",
    "REGISTER",
    "Audience",
    "Clocks",
    "Fact",
    "Privacy",
    "Profile",
    "Sight",
    "View",
    "fact_name",
    "fact_of",
    "for_audience",
    "of_heading",
]
