"""What has taken place: who came, and who met, as far as attendance is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from cohortplan.documents.report.subject import Subject
from cohortplan.documents.table import Cell, Table
from cohortplan.documents.words import count, listed
from cohortplan.evaluate.contacts import attended_contacts, confirmed_contacts, owed

#: So many pairs who missed each other are named.
_NAMED = 12


@dataclass(frozen=True)
class Attended:
    """Sentences and tables about the rounds of which attendance is recorded; `debts` is about single people."""

    said: list[str]
    rounds: Table
    debts: Table | None


def attended(about: Subject, *, names: bool) -> Attended | None:
    """Return what has taken place; None if nothing is recorded; without `names`, of nobody in particular."""
    register = about.scenario.register
    if not register.records:
        return None
    rows: list[tuple[Cell, ...]] = []
    met = attended_contacts(about.scenario)
    for name in about.scenario.round:
        records = [record for mine in register.of(name).values() for record in mine]
        if records:
            came = sum(record.present for record in records)
            due = sum(name in rounds for rounds in about.contacts.values())
            pairs = sum(name in rounds for rounds in met.values())
            rows.append((about.round_name(name), len(records), came, due, pairs))
    columns = ("round", "times somebody was due", "came", "pairs due to meet", "pairs who met")
    return Attended(_said(about, len(met)), Table("Who came, and who met", columns, rows), _debts(about, names=names))


def _said(about: Subject, met: int) -> list[str]:
    records, recorded = about.scenario.register.records, about.scenario.register.rounds
    came = sum(record.present for record in records)
    due = sum(1 for rounds in about.contacts.values() if recorded.intersection(rounds))
    said = [f"People came {came:,} of the {count(len(records), 'time')} they were due: {came / len(records):.0%}."]
    said.append(f"Of {count(due, 'pair')} who were to meet so far, {met:,} did.")
    missed = owed(about.scenario, about.plan)
    if missed:
        later = sum(bool(debt.later) for debt in missed)
        said.append(f"{count(len(missed), 'pair')} missed each other, of whom {later:,} will meet later by the plan.")
    confirmed = confirmed_contacts(about.scenario)
    if confirmed:
        both = sum(answers == 2 for answers in confirmed.values())
        said.append(f"{count(len(confirmed), 'pair')} say that they met, {both:,} of them both.")
    return said


def _debts(about: Subject, *, names: bool) -> Table | None:
    """Return whom to bring together, those who will not meet by the plan first."""
    missed = sorted(owed(about.scenario, about.plan), key=lambda debt: (bool(debt.later), debt.a, debt.b))
    if not names or not missed:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            f"{about.name(debt.a)} and {about.name(debt.b)}",
            listed([about.round_name(name) for name in debt.missed]),
            about.round_name(debt.later) if debt.later else "not by this plan",
        )
        for debt in missed[:_NAMED]
    ]
    more = f", and {count(len(missed) - _NAMED, 'more pair')}" if len(missed) > _NAMED else ""
    return Table(f"Who missed each other{more}", ("pair", "missed in", "meets in"), rows)
