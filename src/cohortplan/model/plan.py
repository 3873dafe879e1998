"""A plan: who sits in which set, and where and when each set goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pydantic import AwareDatetime, SerializerFunctionWrapHandler, field_serializer, model_serializer

from cohortplan.model.base import Frozen, Id
from cohortplan.model.rounds import SetSpec

FORMAT: Literal["cohortplan-plan/1"] = "cohortplan-plan/1"


class PlannedActivity(Frozen):
    """What one set does: `host` is None for a meeting. Times carry their offset from UTC.

    Attributes
    ----------
    duties : mapping of str to tuple of str
        For each duty of the activity, the members who have it; not written where there is none.
    guests : tuple of str
        The guests who sit with the set; not written where there are none.
    """

    id: Id
    kind: Literal["visit", "meet"]
    host: Id | None = None
    start: AwareDatetime
    end: AwareDatetime
    duties: Mapping[Id, tuple[Id, ...]] = {}
    guests: tuple[Id, ...] = ()

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = write(self)
        return {name: value for name, value in content.items() if value or name not in ("duties", "guests")}

    @field_serializer("start", "end", when_used="json")
    def _with_offset(self, moment: datetime) -> str:
        return moment.isoformat()


class PlannedSet(Frozen):
    """The members of one learning set, sorted by id, and its activities in the round's order.

    Attributes
    ----------
    facilitators : tuple of str
        Who looks after it, sorted; not written where there is nobody.
    """

    id: Id
    members: tuple[Id, ...]
    activities: tuple[PlannedActivity, ...] = ()
    facilitators: tuple[Id, ...] = ()

    @model_serializer(mode="wrap")
    def _without_nobody(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        content: dict[str, Any] = write(self)
        return {name: value for name, value in content.items() if value or name != "facilitators"}


class PlannedRound(Frozen):
    """One round of a plan."""

    id: Id
    sets: tuple[PlannedSet, ...]


class ScenarioRef(Frozen):
    """The scenario a plan was made for; `sha256` is of its canonical JSON."""

    id: str
    sha256: str = ""


class Plan(Frozen):
    """Everything decided for a scenario.

    Attributes
    ----------
    manifest : mapping
        How the plan came about: version, solver, seed, budget.
    score : mapping
        The score it was written with. Never trusted: checking re-measures.
    """

    format: Literal["cohortplan-plan/1"] = FORMAT
    scenario: ScenarioRef
    manifest: Mapping[str, Any] = {}
    score: Mapping[str, Any] = {}
    rounds: tuple[PlannedRound, ...]

    @cached_property
    def by_round(self) -> dict[str, PlannedRound]:
        """The planned rounds by id."""
        return {planned.id: planned for planned in self.rounds}


class Group(NamedTuple):
    """A learning set as rules look at it: its specification and its known members, sorted, none twice."""

    round: str
    spec: SetSpec
    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """The set's id."""
        return self.spec.id


class Visit(NamedTuple):
    """A visit as rules look at it; times are local wall-clock time of the programme."""

    round: str
    set: str
    activity: str
    host: str
    start: datetime
    end: datetime
    members: tuple[str, ...]
