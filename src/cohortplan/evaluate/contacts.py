"""Three networks that are never mixed: who was to meet, who was there together, and who says that they met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from cohortplan.model import Plan, Scenario
from cohortplan.model.attendance import Pair, answers

#: For each pair the rounds in which they share a set, or shared one.
Contacts = Mapping[Pair, tuple[str, ...]]


@dataclass(frozen=True)
class Debt:
    """Two people who were to meet, of whom one was away.

    Attributes
    ----------
    a, b : str
        The pair, in alphabetical order.
    missed : tuple of str
        The rounds in which they missed each other; they met in no other that is recorded.
    later : str
        The first round yet to come in which the plan has them together, "" if there is none.
    """

    a: str
    b: str
    missed: tuple[str, ...]
    later: str


def planned_contacts(scenario: Scenario, plan: Plan) -> Contacts:
    """Pairs who share a set by the plan, in rounds that count contacts.

    Where attendance is recorded those are meant whom the plan of that day had together, whatever was planned since.
    """
    found: dict[Pair, tuple[str, ...]] = {}
    for name in scenario.contact_rounds:
        recorded = {person: records[0].set for person, records in scenario.register.of(name).items()}
        sets: dict[str, set[str]] = {}
        for person, place in {**_seats(scenario, plan, name), **recorded}.items():
            sets.setdefault(place, set()).add(person)
        for pair in _within(sets.values()):
            found[pair] = (*found.get(pair, ()), name)
    return dict(sorted(found.items()))


def attended_contacts(scenario: Scenario) -> Contacts:
    """Pairs of whom both were at something that their set did, in rounds that count contacts, as far as recorded."""
    return scenario.register.met(scenario.contact_rounds)


def confirmed_contacts(scenario: Scenario) -> dict[Pair, int]:
    """Pairs who say that they met: 2 if both say so, 1 if only one does."""
    found: dict[Pair, int] = {}
    for answer in answers(scenario.confirmed).values():
        if answer.confirms:
            pair = min(answer.fact), max(answer.fact)
            found[pair] = found.get(pair, 0) + 1
    return dict(sorted(found.items()))


def owed(scenario: Scenario, plan: Plan) -> tuple[Debt, ...]:
    """Return the contact debt: pairs who were to meet and have met in no round that is recorded, as one was away."""
    ahead = [name for name in scenario.contact_rounds if name not in scenario.register.rounds]
    later: dict[Pair, str] = {}
    for name in ahead:
        sets: dict[str, set[str]] = {}
        for person, place in _seats(scenario, plan, name).items():
            sets.setdefault(place, set()).add(person)
        for pair in _within(sets.values()):
            later.setdefault(pair, name)
    missed = scenario.register.missed(scenario.contact_rounds)
    return tuple(Debt(*pair, rounds, later.get(pair, "")) for pair, rounds in missed.items())


def _seats(scenario: Scenario, plan: Plan, name: str) -> dict[str, str]:
    """Return the set of each member of a round by the plan."""
    return {person: group.id for group in scenario.groups(plan, (name,)) for person in group.members}


def _within(sets: Iterable[set[str]]) -> Iterator[Pair]:
    for people in sets:
        yield from combinations(sorted(people), 2)
