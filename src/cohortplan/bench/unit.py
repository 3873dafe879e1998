"""A unit of work: one solve of one instance by one contestant, with one seed and one budget."""

from __future__ import annotations

import json
from hashlib import sha256

from pydantic import Field

from cohortplan.bench.case import Budget, Case, Contender, Frozen

#: Characters of a unit's id.
DIGITS = 16


class Unit(Frozen):
    """What is to be done, and by what it is known.

    Attributes
    ----------
    case : Case
        Its name and source are part of what is done; the figures are read off the plan.
    sha256 : str
        Of the scenario, so that a source that has changed meanwhile is not taken for the same.
    solver : str
        A contestant, as `contestants.find` takes it.
    """

    case: Case
    sha256: str
    solver: Contender
    seed: int = Field(ge=0)
    budget: Budget

    @property
    def id(self) -> str:
        """What it is known by: the same on every machine, for the same work."""
        budget = self.budget.model_dump()
        parts = [self.case.name, self.sha256, self.solver, self.seed, budget["iterations"], budget["seconds"]]
        return sha256(json.dumps(parts).encode()).hexdigest()[:DIGITS]
