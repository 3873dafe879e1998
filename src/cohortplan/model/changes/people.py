"""Changes of people: who is away, leaves, joins, and how they stand to one another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from cohortplan.errors import Defect, InputError
from cohortplan.model.base import Id, Line, Mail
from cohortplan.model.changes.base import Change, Names, Parts, find, must_know, replace, unknown_name
from cohortplan.model.people import Absence, Participant, Tie
from cohortplan.model.rounds import Objection


class AbsenceChange(Change):
    """People miss rounds, or some days; from when it is known on, and to the end, if neither is said."""

    change: Literal["absence"]
    participants: Names
    rounds: tuple[Id, ...] = ()
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="until")

    def apply(self, parts: Parts) -> None:
        """Add the absences."""
        must_know(parts, ("participants", self.participants, "participants"), ("rounds", self.rounds, "rounds"))
        spans: list[dict[str, Any]] = [{"round": name} for name in self.rounds]
        if not spans or self.first or self.last:
            spans.append({"first": self.first or self.known, "last": self.last})
        for name in self.participants:
            parts["absences"] += tuple(Absence(participant=name, reason=self.note, **span) for span in spans)


class Leaves(Change):
    """People leave the programme; `day` is their last in it."""

    change: Literal["leaves"]
    participants: Names
    day: date = Field(alias="date")

    def apply(self, parts: Parts) -> None:
        """Set their last day."""
        must_know(parts, ("participants", self.participants, "participants"))
        for name in self.participants:
            person = find(parts, "participants", name, "participants")
            replace(parts, "participants", person, leaves=self.day, withdrawn=True)


class Joins(Change):
    """Somebody joins late; `day` is their first in the programme."""

    change: Literal["joins"]
    participant: Id
    name: Annotated[Line, Field(min_length=1)]
    email: Mail = ""
    attributes: Mapping[str, Line] = {}
    day: date = Field(alias="date")

    def apply(self, parts: Parts) -> None:
        """Add the participant."""
        if self.day < self.known:
            message = f"{self.participant} joins before that became known, and nobody can plan what is past"
            raise InputError([Defect(message, "Give that day, or a later one", str(self.day), path=("date",))])
        person = Participant(
            id=self.participant, name=self.name, email=self.email, attributes=self.attributes, joins=self.day
        )
        parts["participants"] += (person,)


class Admission(Change):
    """A clearance is given to people, or refused to them."""

    change: Literal["cleared", "refused"]
    participants: Names
    clearance: Id

    def apply(self, parts: Parts) -> None:
        """Note it of each of them, and no longer the contrary."""
        must_know(parts, ("participants", self.participants, "participants"))
        other = "cleared" if self.change == "refused" else "refused"
        for name in self.participants:
            person = find(parts, "participants", name, "participants")
            codes = tuple(dict.fromkeys((*getattr(person, self.change), self.clearance)))
            against = tuple(code for code in getattr(person, other) if code != self.clearance)
            replace(parts, "participants", person, **{self.change: codes, other: against})


class AttributeChange(Change):
    """An attribute of people has another value, as when their organisations merge."""

    change: Literal["attribute"]
    participants: Names
    attribute: Id
    value: Line
    first: date | None = Field(default=None, alias="from")

    def apply(self, parts: Parts) -> None:
        """Set the value."""
        names = [attribute.name for attribute in parts["attributes"]]
        if self.attribute not in names:
            raise unknown_name("attribute", self.attribute, names, "attribute")
        must_know(parts, ("participants", self.participants, "participants"))
        for name in self.participants:
            person = find(parts, "participants", name, "participants")
            replace(parts, "participants", person, attributes={**person.attributes, self.attribute: self.value})


class TieChange(Change):
    """It turns out how two people stand to each other."""

    change: Literal["tie"]
    a: Id
    b: Id
    kind: Id

    def apply(self, parts: Parts) -> None:
        """Add the tie."""
        must_know(parts, ("participants", (self.a,), "a"), ("participants", (self.b,), "b"))
        parts["ties"] += (Tie(a=self.a, b=self.b, kind=self.kind, since=self.known),)


class ObjectionChange(Change):
    """People would rather not sit in a set as it was shown to them; nobody is told who, nor asked why."""

    change: Literal["objection"]
    participants: Names
    set: Id

    def apply(self, parts: Parts) -> None:
        """Add the objections."""
        sets = [spec.id for each in parts["rounds"] for spec in each.sets]
        if self.set not in sets:
            raise unknown_name("set", self.set, sets, "set")
        must_know(parts, ("participants", self.participants, "participants"))
        for name in self.participants:
            parts["objections"] += (Objection(participant=name, set=self.set),)


class Uninvited(Change):
    """Guests do not come after all."""

    change: Literal["uninvited"]
    guests: Names

    def apply(self, parts: Parts) -> None:
        """Leave the guests out."""
        must_know(parts, ("guests", self.guests, "guests"))
        parts["guests"] = tuple(guest for guest in parts["guests"] if guest.id not in self.guests)
