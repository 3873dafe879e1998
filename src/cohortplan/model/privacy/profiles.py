"""Participants as an audience may see them. Documents and mails are made of this, and not of the scenario itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cohortplan.model.privacy.facts import Audience
from cohortplan.model.private import Private

if TYPE_CHECKING:
    from cohortplan.model.people import Participant
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class Profile:
    """What an audience may know of one participant; all else is empty.

    Attributes
    ----------
    id, name : str
        Both are empty for somebody who is not to be named.
    attributes : mapping of str to str
        Sector, organisation and whatever else the programme declares.
    needs : tuple of str
        What is to be provided for them.
    photo : bool
        Whether they agreed to be photographed, as far as that may be known.
    """

    id: str = ""
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    legal_name: str = ""
    born: date | None = None
    id_type: str = ""
    id_number: str = ""
    diet: str = ""
    emergency: str = ""
    needs: tuple[str, ...] = ()
    photo: bool = False


@dataclass(frozen=True)
class View:
    """What an audience may know of the participants who concern it.

    Attributes
    ----------
    people : tuple of Profile
        Those of whom it may know anything by themselves.
    head_count : int
        How many there are.
    diets : mapping of str to int
        How many eat what, if it may know that.
    needs : tuple of str
        What is to be provided, each as often as it is needed, sorted, of nobody in particular.
    """

    audience: Audience
    people: tuple[Profile, ...]
    head_count: int
    diets: Mapping[str, int]
    needs: tuple[str, ...]


#: The kind of fact of each field of a profile, and what somebody agrees to where that is asked for.
_FACTS: Mapping[str, tuple[str, str]] = {
    "id": ("name", "name"),
    "name": ("name", "name"),
    "attributes": ("organisation", "name"),
    "email": ("contact", "contact"),
    "phone": ("contact", "contact"),
    "legal_name": ("legal_name", ""),
    "born": ("born", ""),
    "id_type": ("id_document", ""),
    "id_number": ("id_document", ""),
    "diet": ("diet", ""),
    "emergency": ("emergency", ""),
    "needs": ("access", ""),
    "photo": ("consent", ""),
}


def for_audience(
    scenario: Scenario,
    plan: Plan,
    audience: Audience,
    who: str = "",
    sets: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> View:
    """Return what an audience may know of the participants who concern it.

    Parameters
    ----------
    who : str
        Whose eyes they are: the id of a participant (``self``, ``fellow``), facilitator, host or guest (``guest``, and
        ``sponsor`` of those whom they sponsor).
        A host is a secure one if it asks for anything at its gate, whichever of the two is named.
    sets : collection of str, optional
        Only the members of these sets, such as those of one visit.
    people : collection of str, optional
        Only these participants, such as those who are there on a day.
    """
    if audience in ("host", "secure_host"):
        audience = "secure_host" if scenario.host[who].gate_fields else "host"
    concerned = _concerned(scenario, plan, audience, who)
    if sets is not None:
        groups = (group for planned in plan.rounds for group in planned.sets if group.id in sets)
        concerned &= {name for group in groups for name in group.members}
    concerned &= concerned if people is None else set(people)
    persons = [person for person in scenario.participants if person.id in concerned]
    found = (_profile(scenario, person, audience, who) for person in persons)
    private = [scenario.private_of.get(person.id) for person in persons]
    diets = Counter(each.diet for each in private if each is not None and each.diet)
    needs = sorted(need for person in persons for need in person.needs)
    sight = scenario.privacy.sight
    return View(
        audience,
        tuple(profile for profile in found if profile != Profile()),
        len(persons),
        dict(sorted(diets.items())) if sight("diet", audience) in ("counts", "yes") else {},
        tuple(needs) if sight("access", audience) in ("adjustment", "yes") else (),
    )


def _concerned(scenario: Scenario, plan: Plan, audience: Audience, who: str) -> set[str]:
    """Return the ids of the participants with whom an audience has to do."""
    if audience in ("organiser", "research"):
        return set(scenario.people)
    if audience == "self":
        return {who}
    if audience == "sponsor":
        return {name for guest in scenario.guests if guest.id == who for name in guest.of}
    if audience == "guest":
        return _company(scenario, plan, who)
    if audience in ("host", "secure_host"):
        return {name for visit in scenario.visits(plan) if visit.host == who for name in visit.members}
    groups = (group for planned in plan.rounds for group in planned.sets)
    mine = (each for each in groups if who in (each.members if audience == "fellow" else each.facilitators))
    return {name for group in mine for name in group.members} - {who}


def _company(scenario: Scenario, plan: Plan, who: str) -> set[str]:
    """Return the ids of those whom a guest is among: everyone at an event, at a meeting the table's."""
    if any(guest.comes_to(event) for guest in scenario.guests if guest.id == who for event in scenario.events):
        return set(scenario.people)
    groups = (group for planned in plan.rounds for group in planned.sets)
    tables = (group for group in groups if any(who in done.guests for done in group.activities))
    return {name for group in tables for name in group.members}


def _profile(scenario: Scenario, person: Participant, audience: Audience, who: str) -> Profile:
    return Profile(**dict(_seen(scenario, person, audience, who)))


def _seen(scenario: Scenario, person: Participant, audience: Audience, who: str) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a person's profile that an audience may see."""
    private = scenario.private_of.get(person.id) or Private(participant=person.id)
    asked = scenario.host[who].gate_fields if audience == "secure_host" else ()
    for name, (fact, consent) in _FACTS.items():
        sight = scenario.privacy.sight(fact, audience)
        agreed = sight == "consent" and consent in private.consents
        if sight in ("yes", "own") or agreed or (sight == "list" and name in asked):
            yield name, _value(person, private, name)


def _value(person: Participant, private: Private, name: str) -> Any:
    if name == "photo":
        return "photo" in private.consents
    return getattr(person if hasattr(person, name) else private, name)
