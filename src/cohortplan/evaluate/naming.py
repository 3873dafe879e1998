"""Sentences with names in them, for those who do not know the ids by heart."""

from __future__ import annotations

import re

from cohortplan.model import Scenario
from cohortplan.model.rule import Match


def named_sentence(scenario: Scenario, match: Match) -> str:
    """Return a match's sentence with the name in front of each participant's and host's id."""
    names = {name: scenario.people[name].name for name in match.people if name in scenario.people}
    names |= {name: scenario.host[name].name for name in match.hosts if name in scenario.host}
    if not names:
        return match.sentence
    ids = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w.-])({ids})(?![\w-])", lambda found: f"{names[found[0]]} ({found[0]})", match.sentence)
