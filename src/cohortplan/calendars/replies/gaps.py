"""Who does not come to what, and what that leaves of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cohortplan.calendars.items import Item
from cohortplan.calendars.ledger import Entry, Ledger
from cohortplan.calendars.projection import Occasion
from cohortplan.calendars.replies.consequences import Consequence, changed, consequence
from cohortplan.evaluate import Evaluation
from cohortplan.model import Absence, Participant, Plan, PlannedSet, Scenario


@dataclass(frozen=True)
class Gap:
    """A visit or meeting to which somebody does not come.

    Attributes
    ----------
    people : tuple of Participant
        The members of the set who have declined.
    host_declined : bool
        Whether the host has.
    left : int
        How many members of the set are there all the same.
    means : Consequence
        What their absence on that day makes worse.
    """

    occasion: Occasion
    day: date
    people: tuple[Participant, ...]
    host_declined: bool
    left: int
    means: Consequence


def declined(ledger: Ledger) -> list[Entry]:
    """Return the invitations that are declined as they were told last."""
    answers = ledger.answers()
    return [
        entry
        for entry in ledger.latest().values()
        if entry.live and answers.get(entry.key) == (entry.sequence, "DECLINED")
    ]


def gaps(
    scenario: Scenario, plan: Plan, before: Evaluation, items: Mapping[str, Item], refusals: Iterable[Entry]
) -> Iterator[Gap]:
    """Yield the visits and meetings that `refusals` leave a gap in, in the order of the ledger.

    Parameters
    ----------
    before : Evaluation
        What `plan` is worth as it is.
    items : mapping of str to Item
        What the plan puts into calendars, by UID.
    """
    found: dict[tuple[str, str, str], tuple[Occasion, list[Entry]]] = {}
    for entry in refusals:
        item = items.get(entry.uid)
        if item is not None and item.occasion is not None:
            occasion = item.occasion
            key = (occasion.round_id, occasion.set_id, occasion.activity.id)
            found.setdefault(key, (occasion, []))[1].append(entry)
    for occasion, entries in found.values():
        people = tuple(scenario.people[each.to] for each in entries if each.audience == "participant")
        host = any(each.audience == "host" for each in entries)
        day = scenario.local(occasion.planned.start).date()
        gone = {person.id for person in people}
        left = sum(member.id not in gone for member in occasion.members)
        yield Gap(occasion, day, people, host, left, _means(scenario, plan, before, occasion, day, gone))


def _means(
    scenario: Scenario, plan: Plan, before: Evaluation, occasion: Occasion, day: date, gone: set[str]
) -> Consequence:
    if not gone:
        return Consequence({}, ())
    away = tuple(Absence(participant=name, first=day, last=day) for name in sorted(gone))
    # Not checked as a whole: that the sets have grown too small for their round is what is to be measured.
    parts = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    without = type(scenario).model_construct(**{**parts, "absences": (*scenario.absences, *away)})
    missing = gone & without.absentees[occasion.round_id]  # who misses the whole round has no seat in it

    def seats(group: PlannedSet) -> PlannedSet:
        return group.model_copy(update={"members": tuple(name for name in group.members if name not in missing)})

    # That those people are away is known: what counts is what it means for the others.
    return consequence(before, without, changed(plan, occasion, of_set=seats), without="absences")
