"""What a suite asks of one instance, and how its figures are judged."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cohortplan.solvers.base import Stop

Better = Literal["more", "less"]

#: A name that may stand in a file's name.
Name = Annotated[str, Field(min_length=1, max_length=200)]

#: What a contestant is found by, which may be a whole command.
Contender = Annotated[str, Field(min_length=1, max_length=2000)]

#: What may be spent: moves are counted in 64 bits, and no clock runs for a year.
Iterations = Annotated[int, Field(ge=1, lt=2**63)]
Seconds = Annotated[float, Field(gt=0, le=1e7)]


class Frozen(BaseModel):
    """A value that cannot change, and has no part that is not known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Peer(Frozen):
    """What another program reached: its name, the figure, and where that is from."""

    name: str
    figure: str
    source: str


class Figure(Frozen):
    """One figure of a plan that is reported.

    Attributes
    ----------
    name : str
        As in `Subject.figures`.
    better : str
        Whether ``more`` or ``less`` of it is better.
    best : float or None
        The best known, for comparing; never told to a solver.
    proved : bool
        Whether the best known is known to be the best possible.
    reference : str
        Where the best known is from.
    label : str
        What it is called in tables; its name unless given.
    """

    name: str
    better: Better = "less"
    best: float | None = None
    proved: bool = False
    reference: str = ""
    label: str = ""

    def gap(self, value: float) -> float | None:
        """By which part of the best known `value` is worse; negative if it is better, None where that means nothing."""
        if self.best is None:
            return None
        worse = value - self.best if self.better == "less" else self.best - value
        if not self.best:
            return None if worse else 0.0
        return worse / abs(self.best)


class Budget(Frozen):
    """How much a solve may spend: so many iterations, which the same seed repeats exactly, or so many seconds."""

    iterations: Iterations | None = None
    seconds: Seconds | None = None

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


class Case(Frozen):
    """One instance of a suite.

    Attributes
    ----------
    name : str
        What it is called in results; no other case of a suite is called so.
    source : str
        What `open_source` opens.
    group : str
        Under which heading it stands.
    figures : tuple of Figure
        What is reported of its plans; the first one is judged.
    budgets : tuple of Budget
        How long it is solved for, unless the suite says so.
    """

    name: Name
    source: str
    group: str = ""
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)] = (Figure(name="soft"),)
    peers: tuple[Peer, ...] = ()
    budgets: tuple[Budget, ...] = ()
