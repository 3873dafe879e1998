"""Do the guests of a plan sit as the scenario asks? Each once at every meeting they come to, and not with a sponsee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cohortplan.evaluate.structure import form_match
from cohortplan.model import GuestTable, Match, Plan, Scenario, guest_tables
from cohortplan.model.turns import Place


@dataclass(frozen=True)
class GuestFigures:
    """How guests are spread over the tables.

    Attributes
    ----------
    guests_seated, guests_unseated : int
        Places taken at all meetings, and those lacking, as somebody sponsors one of each table.
    guest_spread : int
        Most less fewest guests of a table, at the meeting where that is worst.
    """

    guests_seated: int
    guests_unseated: int
    guest_spread: int


def guest_figures(scenario: Scenario, plan: Plan) -> GuestFigures:
    """Compute how guests are spread."""
    seated = unseated = spread = 0
    for tables in guest_tables(scenario, plan).values():
        numbers = [len(_seated(table)) for table in tables]
        here = {name for table in tables for name in _seated(table)}
        seated += len(here)
        unseated += len(tables[0].invited) - len(here)
        spread = max(spread, max(numbers) - min(numbers))
    return GuestFigures(seated, unseated, spread)


def guest_matches(scenario: Scenario, plan: Plan) -> Iterator[Match]:
    """Yield one match for everything about the guests of `plan` that is not as `scenario` asks.

    Examples
    --------
    Kept: a sponsor sits with a set none of whom they sponsor. Broken: with one of whom they do; nowhere, though there
    are others; at two tables.
    """
    meetings = guest_tables(scenario, plan)
    tables_at = {(table.set, table.activity): table for tables in meetings.values() for table in tables}
    yield from _strangers(scenario, plan, {place: _invited(table) for place, table in tables_at.items()})
    for (name, activity), tables in meetings.items():
        taken = [guest for table in tables for guest in table.guests]
        for guest in tables[0].invited:
            times, here = taken.count(guest.id), {"rounds": (name,)}
            if times > 1:
                yield form_match(f"{guest.id} sits {times} times at {activity} of round {name}.", **here)
            elif not times and any(table.may_have(guest) for table in tables):
                yield form_match(f"{guest.id} is invited to {activity} of round {name} but sits at no table.", **here)
            for table in tables:
                if guest.id in table.guests and not table.may_have(guest):
                    who = ", ".join(sorted(set(guest.of).intersection(table.there)))
                    sentence = f"Set {table.set}, {activity}: {guest.id} sits with {who}, whom {guest.id} sponsors."
                    yield form_match(sentence, sets=(table.set,), **here)


def _strangers(scenario: Scenario, plan: Plan, coming: Mapping[Place, set[str]]) -> Iterator[Match]:
    """Yield the guests who sit where none are to, and those who are not invited."""
    for planned in plan.by_round.values():
        for group in planned.sets if planned.id in scenario.round else ():
            for done in group.activities if group.id in scenario.set_spec else ():
                for name in done.guests:
                    if name not in coming.get((group.id, done.id), ()):
                        sentence = f"Set {group.id}, {done.id}: {name} is not a guest there."
                        yield form_match(sentence, rounds=(planned.id,), sets=(group.id,))


def _invited(table: GuestTable) -> set[str]:
    return {guest.id for guest in table.invited}


def _seated(table: GuestTable) -> set[str]:
    return _invited(table).intersection(table.guests)
