"""The knobs of the generator, and how they are read: all that is wrong with them at once, with a remedy each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from cohortplan.bench.generate.towns import PLACES
from cohortplan.bench.reading import told
from cohortplan.errors import Defect, InputError
from cohortplan.model.base import Id, Line


def _sizes(value: Any) -> Any:
    """Take ``5-7``, ``6`` or a list for fewest and most."""
    if isinstance(value, str):
        least, _, most = value.partition("-")
        return (least.strip(), (most or least).strip())
    return (value, value) if isinstance(value, int) and not isinstance(value, bool) else value


def _weights(value: Any) -> Any:
    """Take ``public=2,private=1`` for a table."""
    if isinstance(value, str):
        return {name.strip(): weight.strip() for name, _, weight in (part.partition("=") for part in value.split(","))}
    return value


def _ordered(sizes: tuple[int, int]) -> tuple[int, int]:
    if sizes[0] > sizes[1]:
        raise ValueError("the least is above the most")
    return sizes


def _placed(towns: Mapping[str, float]) -> Mapping[str, float]:
    lost = [town for town in towns if town not in PLACES]
    if lost:
        raise ValueError(f"it is not known where {', '.join(lost)} is; known: {', '.join(PLACES)}")
    return towns


Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(gt=0, le=1_000_000)]
#: Short enough to be a part of an id.
Short = Annotated[Id, Field(max_length=40)]
Weights = Annotated[Mapping[Short, Weight], Field(min_length=1, max_length=40), BeforeValidator(_weights)]
Size = Annotated[int, Field(ge=2, le=100)]
Sizes = Annotated[tuple[Size, Size], BeforeValidator(_sizes), AfterValidator(_ordered)]


class Kind(BaseModel):
    """A template of hosts.

    Attributes
    ----------
    share : float
        How many hosts are of this kind, in proportion to the others'.
    visits : float
        How many visits such a host offers, in proportion to the others'.
    at_once : int
        Sets that may be there at the same time.
    capacity : int or None
        People that may; None = as many as so many sets can have.
    lead_days : int
        Notice it needs.
    clearance : bool
        Whether it admits only those whom it does not refuse.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Short
    sector: Line
    function: Line
    share: Weight = 1
    visits: Weight = 1
    at_once: Annotated[int, Field(ge=1, le=100)] = 2
    capacity: Annotated[int, Field(ge=1, le=10_000)] | None = None
    lead_days: Annotated[int, Field(ge=0, le=365)] = 14
    clearance: bool = False


KINDS = (
    Kind(kind="prison", sector="public", function="justice", at_once=1, visits=0.5, lead_days=21, clearance=True),
    Kind(kind="hospital", sector="public", function="health", lead_days=21),
    Kind(kind="radio", sector="private", function="media", lead_days=7),
    Kind(kind="school", sector="public", function="education"),
    Kind(kind="food bank", sector="nonprofit", function="community", lead_days=7),
    Kind(kind="factory", sector="private", function="industry"),
    Kind(kind="fire station", sector="public", function="emergency", at_once=1, lead_days=21),
    Kind(kind="faith centre", sector="nonprofit", function="faith"),
    Kind(kind="parcel hub", sector="private", function="industry"),
    Kind(kind="council", sector="public", function="local government", at_once=4, visits=2, lead_days=10),
)


class Factors(BaseModel):
    """What an instance is drawn by. Densities are of all pairs of people; shares and chances are from 0 to 1.

    Every purpose has random numbers of its own, so that a change of one factor shifts nothing that others draw.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    participants: int = Field(48, ge=4, le=10_000, description="People.")
    sectors: Weights = Field(
        {"public": 0.4, "private": 0.3, "nonprofit": 0.3}, description="Sectors, and how many people are of each."
    )
    organisations: int = Field(30, ge=1, le=10_000, description="Organisations that send them.")
    organisation_skew: float = Field(
        1.0, ge=0, le=4, description="Zipf exponent of their sizes: 0 if all send about as many."
    )
    roles: Weights = Field(
        {"director": 1, "manager": 2}, description="Roles, and how many people have each; each set wants the first."
    )
    towns: Annotated[Weights, AfterValidator(_placed)] = Field(
        {"Manchester": 3, "Salford": 2, "Bolton": 1, "Oldham": 1, "Stockport": 1},
        description="Towns, and how many people and hosts are there.",
    )
    ties: Share = Field(0.05, description="Density of pairs who know each other already.")
    homophily: Share = Field(0.6, description="Share of these who are of one sector, colleagues first.")
    flagged: Share = Field(0.08, description="Share of people who carry a flag, and are not to sit without another.")
    keep_apart: Share = Field(0.01, description="Density of pairs who must never share a set.")
    projects: Share = Field(0.02, description="Density of pairs who are to meet by a date.")
    preferences: Share = Field(0.2, description="Share of people who wish for some hosts.")
    set_size: Sizes = Field((5, 7), description="Fewest and most people in a set, like 5-7.")
    rounds: int = Field(6, ge=1, le=60, description="Visit days.")
    hosts: int = Field(20, ge=1, le=2000, description="Hosts.")
    kinds: tuple[Kind, ...] = Field(KINDS, min_length=1, description="What hosts are like.")
    own_hosts: Share = Field(0.2, description="Share of hosts that belong to an organisation of participants.")
    availability: Share = Field(0.8, description="Chance that a host can be visited on a visit day.")
    tightness: float = Field(0.7, gt=0, le=3, description="Visits needed for each one that is offered.")
    long_notice: Share = Field(0.2, description="Share of hosts that need six weeks of notice more.")
    head_start: int = Field(28, ge=0, le=365, description="Days from planning to the first visit day.")
    refusal: Share = Field(0.03, description="Chance that hosts that ask for clearance refuse somebody.")
    no_show: Share = Field(0.03, description="Chance that somebody stays away on a day; in disruptions.toml.")
    disruptions: float = Field(4.0, ge=0, le=100, description="Changes of hosts a month; in disruptions.toml.")
    plant: bool = Field(False, description="Hide a plan that keeps every rule and costs nothing.")
    seed: int = Field(0, ge=0, lt=2**31, description="The source of randomness.")

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        defects = list(self._contradictions())
        if defects:
            raise InputError(defects)
        return self

    @property
    def sets(self) -> int:
        """Learning sets of a round: as many as bring their size nearest to the middle."""
        least, most = self.set_size
        wanted = round(2 * self.participants / (least + most))
        return min(max(wanted, -(-self.participants // most)), self.participants // least)

    @property
    def needed(self) -> int:
        """Visits of a set in all."""
        return self.sets * self.rounds

    @property
    def pairs(self) -> int:
        """Pairs of people."""
        return self.participants * (self.participants - 1) // 2

    def _contradictions(self) -> Iterator[Defect]:
        yield from self._undealable()
        if self.hosts < self.rounds:
            message = f"nobody visits a host twice, so that {self.rounds} visit days need as many hosts"
            yield self._defect("hosts", message, "Raise it, or lower rounds")
        if self.plant and self.tightness > 1:
            yield self._defect("tightness", "no plan can be planted where visits are lacking", "Lower it to 1 or less")
        most = self.set_size[1]
        for number, kind in enumerate(self.kinds):
            if kind.capacity is not None and kind.capacity < most:
                message = f"a {kind.kind} for {kind.capacity} people cannot receive a set of {most}"
                yield self._defect(f"kinds.{number}.capacity", message, f"Raise it to {most}, or leave it out")

    def _undealable(self) -> Iterator[Defect]:
        """Yield what is wrong with the numbers of people, sets, sectors and organisations."""
        (least, most), people = self.set_size, self.participants
        if -(-people // most) > people // least:
            message = f"{people} people cannot be dealt into sets of {least} to {most}"
            yield self._defect("set_size", message, "Widen it, or change participants")
        if self.organisations < len(self.sectors):
            yield self._defect("organisations", "some sector would have none", f"Raise it to {len(self.sectors)}")
        if people < len(self.sectors):
            yield self._defect("sectors", "there are more of them than people", "Leave some out")

    def _defect(self, factor: str, message: str, remedy: str) -> Defect:
        value = getattr(self, factor.partition(".")[0])
        return Defect(message, remedy, "" if "." in factor else _shown(value), column=factor)


def read_factors(values: Mapping[str, Any], file: str = "factors") -> Factors:
    """Make factors of values as a file or a command line has them.

    Raises
    ------
    InputError
        If some cannot be used; it carries all that is wrong.
    """
    try:
        return Factors.model_validate(dict(values))
    except ValidationError as error:
        raise InputError([told(each, Factors, file) for each in error.errors()]) from error
    except InputError as error:
        raise InputError([replace(defect, file=file) for defect in error.defects]) from error


def _shown(value: Any) -> str:
    return (f"{value[0]}-{value[1]}" if isinstance(value, tuple) and len(value) == 2 else str(value))[:80]
