"""The gate pack: what a host that checks its visitors asked to know of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cohortplan.documents.sheets.desk import Desk, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import day, people
from cohortplan.evaluate.timetable import Item
from cohortplan.model import Host
from cohortplan.model.privacy import Profile

#: What the columns of a gate's list are called.
TITLES: Mapping[str, str] = {
    "legal_name": "name as on the document",
    "born": "date of birth",
    "id_type": "document",
    "id_number": "number",
}


@kind("gate-pack", audience="secure_host", each="visit to a host that has a gate", private=True)
def gate_pack(desk: Desk) -> Iterator[Sheet]:
    """The visitors as the host's gate asked for them, and the day on which the list is to be destroyed."""
    for item in desk.visits():
        host = desk.host(item)
        if host is not None and host.gate_fields:
            due = desk.purge_on(host, item.end.date())
            document = Document(
                f"{host.name}: visitors",
                f"{desk.programme}, {when(item)}",
                f"For the gate of {host.name}, and nobody else.",
                list(_blocks(desk, host, item)),
                marking=f"Confidential. Delete by {day(due)}.",
            )
            concerns = {item.set, item.round, host.id}
            yield Sheet(desk.activity(item), document, frozenset(concerns))


def _blocks(desk: Desk, host: Host, item: Item) -> Iterator[Block]:
    view = desk.seen(host.id, item.members)
    rows = sorted(tuple(_cell(profile, name) for name in host.gate_fields) for profile in view.people)
    yield Facts(
        (
            ("Visit", when(item)),
            ("Set", item.set),
            ("How many come", desk.announced(item)),
            ("They bring", host.id_rule),
            ("Questions to", desk.office),
        )
    )
    yield Heading("Visitors")
    if item.facilitators:
        yield Text("Those who look after the others are announced by the office.")
    lacking = len(desk.members(item)) - len(rows)
    if lacking:
        yield Text(f"The office has yet to send you the facts of {people(lacking)}.")
    yield Grid(Table("Visitors", [TITLES[name] for name in host.gate_fields], rows))


def _cell(profile: Profile, name: str) -> str:
    value = getattr(profile, name)
    return f"{value}" if value else NOTHING
