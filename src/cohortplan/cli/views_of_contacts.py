"""Contacts as they were planned, attended and confirmed, in tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import Table, count
from cohortplan.cli.views import titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.evaluate import Debt
    from cohortplan.model import Plan, Scenario
    from cohortplan.model.attendance import Pair

#: So many pairs who missed each other are named before the rest are counted.
NAMED = 12


def contacts_view(scenario: Scenario, plan: Plan) -> Table:
    """How many different people everyone was to meet, met, and is confirmed to have met: three counts, never added.

    `attended` knows the rounds of which attendance is recorded; `by both` and `by one` say who confirms a contact;
    `owed` are the people missed, as one of the two was away, and `made up` those of them whom the plan brings later.
    """
    from cohortplan.evaluate import attended_contacts, confirmed_contacts, owed, planned_contacts

    planned, attended = planned_contacts(scenario, plan), attended_contacts(scenario)
    said, debts = confirmed_contacts(scenario), owed(scenario, plan)
    over = scenario.register.rounds
    due = [pair for pair, rounds in planned.items() if over.intersection(rounds)]
    both = [pair for pair, number in said.items() if number == 2]
    one = [pair for pair, number in said.items() if number == 1]
    missed, later = [(debt.a, debt.b) for debt in debts], [(debt.a, debt.b) for debt in debts if debt.later]
    lists = (list(planned), due, list(attended), both, one, missed, later)
    rows: list[list[str | int]] = [
        [person.id, person.name, *(sum(person.id in pair for pair in pairs) for pairs in lists)]
        for person in scenario.participants
    ]
    columns = ("id", "name", "planned", "so far", "attended", "by both", "by one", "owed", "made up")
    return Table(titled(scenario, "contacts", "different people"), columns, rows)


def rounds_table(scenario: Scenario, plan: Plan) -> Table:
    """The same for each round that counts contacts: pairs who were to meet and who met, and how many were away."""
    from cohortplan.evaluate import attended_contacts, confirmed_contacts, planned_contacts

    planned, attended = planned_contacts(scenario, plan), attended_contacts(scenario)
    both = {pair for pair, number in confirmed_contacts(scenario).items() if number == 2}
    rows: list[list[str | int]] = []
    for name in scenario.contact_rounds:
        here = [pair for pair, rounds in attended.items() if name in rounds]
        recorded = name in scenario.register.rounds
        away = sum(not any(each.present for each in mine) for mine in scenario.register.of(name).values())
        row: list[str | int] = [name, _pairs_in(planned.items(), name)]
        known = (str(len(here)), str(len(both.intersection(here))), str(away)) if recorded else ("", "", "")
        rows.append([*row, *known])
    columns = ("round", "planned", "attended", "confirmed by both", "away")
    return Table(titled(scenario, "pairs", "planned, attended, confirmed"), columns, rows)


def _pairs_in(contacts: Iterable[tuple[Pair, Sequence[str]]], name: str) -> int:
    return sum(name in rounds for _, rounds in contacts)


def realised(scenario: Scenario, plan: Plan) -> tuple[int, int]:
    """Return how many meetings of pairs were attended in the rounds that are recorded, and how many were planned."""
    from cohortplan.evaluate import attended_contacts, planned_contacts

    planned, attended = planned_contacts(scenario, plan), attended_contacts(scenario)
    over = scenario.register.rounds.intersection(scenario.contact_rounds)
    met, due = (sum(_pairs_in(contacts.items(), name) for name in over) for contacts in (attended, planned))
    return met, due


def confirmed_counts(scenario: Scenario) -> tuple[int, int]:
    """Return how many pairs both say that they met, and of how many only one does."""
    from cohortplan.evaluate import confirmed_contacts

    said = confirmed_contacts(scenario).values()
    both = sum(number == 2 for number in said)
    return both, len(said) - both


def confirmed_line(scenario: Scenario) -> str:
    """Say how many pairs say that they met."""
    both, one = confirmed_counts(scenario)
    return f"{count(both + one, 'pair')} say that they met: {both} by both, {one} by one of the two."


def debt_lines(debts: Sequence[Debt]) -> Iterator[str]:
    """Say how many pairs missed each other, which of them the plan brings together later, and which it does not."""
    if not debts:
        return
    left = [debt for debt in debts if not debt.later]
    yield (
        f"{count(len(debts), 'pair')} missed each other and have not met since: the plan brings "
        f"{len(debts) - len(left)} of them together later, {len(left)} not."
    )
    if left:
        names = ", ".join(f"{debt.a} and {debt.b}" for debt in left[:NAMED])
        more = f" … and {count(len(left) - NAMED, 'more pair')}" if len(left) > NAMED else ""
        yield f"Not yet: {names}{more}. `solve --keep PLAN` plans what is to come again."
