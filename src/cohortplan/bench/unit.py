"""A unit of work: one solve of one instance by one contestant, with one seed and one budget."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Self

from pydantic import Field, model_validator

from cohortplan.bench.case import Case, Frozen, Name
from cohortplan.solvers.base import Stop

#: Characters of a unit's id.
DIGITS = 16


class Budget(Frozen):
    """How much a solve may spend: so many iterations, which the same seed repeats exactly, or so many seconds."""

    iterations: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.iterations is None) == (self.seconds is None):
            raise ValueError("a budget is a number of iterations or of seconds, one of both")
        return self

    @property
    def stop(self) -> Stop:
        """The budget as a solver takes it."""
        return Stop(self.seconds, self.iterations)

    def __str__(self) -> str:
        """Return the budget as tables have it."""
        return f"{self.seconds:g} s" if self.iterations is None else f"{self.iterations:,} iterations"


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
    solver: Name
    seed: int = Field(ge=0)
    budget: Budget

    @property
    def id(self) -> str:
        """What it is known by: the same on every machine, for the same work."""
        budget = self.budget.model_dump()
        parts = [self.case.name, self.sha256, self.solver, self.seed, budget["iterations"], budget["seconds"]]
        return sha256(json.dumps(parts).encode()).hexdigest()[:DIGITS]
