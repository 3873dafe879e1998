"""The gate clock: which names are due where, and whose are not ready."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Grid, Heading, Listing, Text
from cohortplan.documents.sheets.kinds.gate_pack import TITLES
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import day, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model import Host


@kind("gate-clock", audience="organiser", each="programme")
def gate_clock(desk: Desk) -> Iterator[Sheet]:
    """By when each gate must have its names, who is not cleared, whose facts are missing, and what to delete when."""
    secure = [
        (host, item)
        for item in desk.visits()
        if (host := desk.host(item)) is not None and (host.gate_fields or host.clearance or host.clearance_days)
    ]
    if secure:
        secure.sort(key=lambda each: (_due(*each), each[1].start, each[1].set))
        lead = "What gates must know, by when"
        document = Document(
            f"{desk.programme}: gate clock", lead, "For the programme office.", list(_blocks(desk, secure)), wide=True
        )
        yield Sheet("", document, frozenset(host.id for host, _ in secure))


def _blocks(desk: Desk, secure: list[tuple[Host, Item]]) -> Iterator[Block]:
    rows = []
    for host, item in secure:
        there = desk.seen(people=item.members).people
        wanting = _not_cleared(desk, host, item)
        rows.append(
            (
                day(_due(host, item)),
                host.name,
                day(item.start.date()),
                item.set,
                len(there),
                ", ".join(wanting) or ("all are cleared" if host.clearance else NOTHING),
                "; ".join(_missing(desk, host, item)) or ("nothing" if host.gate_fields else NOTHING),
                day(desk.purge_on(host, item.end.date())) if host.gate_fields else NOTHING,
            )
        )
    columns = ("names due", "host", "visit", "set", "people", "not cleared yet", "missing", "delete by")
    yield Grid(Table("What gates must know, by when", columns, rows), (5, 6, 5, 3, 2, 7, 6, 5))
    yield Text("After the day in the first column only people who are cleared can be swapped in.")
    silent = sorted({host.name for host, _ in secure if not host.gate_fields})
    if silent:
        yield Heading("Gates that ask for names, but not for which facts")
        yield Text("The column gate_fields of hosts.csv says what is told to them; until it does they get no list.")
        yield Listing(silent)


def _due(host: Host, item: Item) -> date:
    return item.start.date() - timedelta(days=host.names_days)


def _not_cleared(desk: Desk, host: Host, item: Item) -> list[str]:
    names = {profile.id: profile.name for profile in desk.seen(people=item.members).people}
    return [names.get(one, one) for one in desk.not_cleared(host, desk.members(item))]


def _missing(desk: Desk, host: Host, item: Item) -> Iterator[str]:
    """Yield which facts are missing of whom; those that are of the same people together."""
    there = desk.seen(people=item.members).people
    found: dict[tuple[str, ...], list[str]] = {}
    for name in host.gate_fields:
        wanting = tuple(profile.name for profile in there if not getattr(profile, name))
        if wanting:
            found.setdefault(wanting, []).append(TITLES[name])
    for people, facts in found.items():
        yield f"{listed(facts)} of {listed(people)}"
