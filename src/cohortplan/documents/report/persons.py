"""Everyone by themselves: their sets, visits, and whom they meet and do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cohortplan.documents.report.subject import Subject
from cohortplan.documents.words import day, hours
from cohortplan.evaluate.timetable import Item

#: Of so many those are named whom somebody does not meet; of more the page's script names them when asked.
_NAMED = 100


@dataclass(frozen=True)
class Due:
    """Something that somebody takes part in."""

    when: str
    time: str
    set: str
    what: str
    where: str
    part: str
    others: str


@dataclass(frozen=True)
class PersonPart:
    """A participant: what the summary says, the year, and those never met.

    Attributes
    ----------
    id : str
        By which the page's script knows them.
    strangers : tuple of str or None
        Those never met; None where the script names them.
    """

    id: str
    name: str
    facts: str
    sign: Markup
    due: tuple[Due, ...]
    met: int
    strangers: tuple[str, ...] | None


def persons(about: Subject) -> list[PersonPart]:
    """Return all participants by name; nobody if they are too many."""
    if about.large:
        return []
    met: dict[str, set[str]] = {one: set() for one in about.scenario.people}
    for a, b in about.contacts:
        met.setdefault(a, set()).add(b)
        met.setdefault(b, set()).add(a)
    mine: dict[str, list[Item]] = {}
    for item in about.items:
        for one in item.members:
            mine.setdefault(one, []).append(item)
    order = sorted(about.scenario.people, key=lambda one: (about.name(one).casefold(), one))
    return [_person(about, one, mine.get(one, ()), met[one], order) for one in order]


def _person(about: Subject, one: str, items: Sequence[Item], met: set[str], everyone: Sequence[str]) -> PersonPart:
    person = about.scenario.people[one]
    facts = ", ".join(filter(None, (person.get("organisation"), about.value(one))))
    sign = about.marks.sign(about.value(one)) if about.by is not None else Markup("")
    strangers = None
    if len(everyone) <= _NAMED:
        strangers = tuple(about.name(other) for other in everyone if other != one and other not in met)
    return PersonPart(
        one, person.name, facts, sign, tuple(_due(about, one, item) for item in items), len(met), strangers
    )


def _due(about: Subject, one: str, item: Item) -> Due:
    part = ", ".join(duty.name for duty in about.scenario.duties if one in item.duties.get(duty.id, ()))
    others = ", ".join(about.name(other) for other in item.members if other != one) if item.set else "everyone"
    when = day(item.start.date())
    return Due(when, hours(item.start, item.end), item.set, item.what, item.where, part, others)
