"""Who does not come to what, and what that leaves of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cohortplan.calendars.items import Item
from cohortplan.calendars.ledger import Entry, Ledger
from cohortplan.calendars.projection import Occasion
from cohortplan.evaluate import Difference, Evaluation, difference, measure_rules
from cohortplan.model import Absence, Away, Facilitator, Guest, Participant, Plan, PlannedSet, Scenario
from cohortplan.model.edits import changed


@dataclass(frozen=True)
class Gap:
    """A visit or meeting to which somebody does not come.

    Attributes
    ----------
    people : tuple of Participant
        The members of the set who have declined.
    facilitators : tuple of Facilitator
        Those who were to look after it and have declined.
    guests : tuple of Guest
        Those who were to sit at its table and have declined.
    host_declined : bool
        Whether the host has.
    left : int
        How many members of the set are there all the same.
    means : Difference
        What their absence on that day makes worse.
    """

    occasion: Occasion
    day: date
    people: tuple[Participant, ...]
    facilitators: tuple[Facilitator, ...]
    guests: tuple[Guest, ...]
    host_declined: bool
    left: int
    means: Difference


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
        leaders = tuple(scenario.facilitator[each.to] for each in entries if each.audience == "facilitator")
        refused = {each.to for each in entries if each.audience == "guest"}
        guests = tuple(each for each in occasion.guests if each.id in refused)
        host = any(each.audience == "host" for each in entries)
        day = scenario.local(occasion.planned.start).date()
        left = sum(member not in people for member in occasion.members)
        gone = {*(each.id for each in people), *(each.id for each in leaders)}
        means = _means(scenario, plan, before, occasion, day, gone)
        yield Gap(occasion, day, people, leaders, guests, host, left, means)


def _means(
    scenario: Scenario, plan: Plan, before: Evaluation, occasion: Occasion, day: date, gone: Collection[str]
) -> Difference:
    if not gone:
        return Difference()
    without = _without(scenario, day, gone)
    # Who misses the whole round has no seat in it.
    missing = without.absentees[occasion.round_id].intersection(gone)

    def seats(group: PlannedSet) -> PlannedSet:
        members = tuple(name for name in group.members if name not in missing)
        return group.model_copy(
            update={
                "members": members,
                "facilitators": tuple(name for name in group.facilitators if name not in gone),
            }
        )

    # That those people are away is known: what counts is what it means for the others.
    new = changed(plan, {occasion.set_id: seats})
    return difference(without, plan, new, before, measure_rules(without, new), without="absences")


def _without(scenario: Scenario, day: date, gone: Collection[str]) -> Scenario:
    """Return the scenario in which some people are away on a day.

    It is not checked as a whole: that sets have grown too small for their round is what is to be measured.
    """
    away = tuple(Absence(participant=name, first=day, last=day) for name in sorted(gone) if name in scenario.people)
    leaders = tuple(
        each.model_copy(update={"away": (*each.away, Away(first=day, last=day))}) if each.id in gone else each
        for each in scenario.facilitators
    )
    parts = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    new = {"absences": (*scenario.absences, *away), "facilitators": leaders}
    return type(scenario).model_construct(**{**parts, **new})
