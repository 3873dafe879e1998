"""The day sheet: what a set carries on the day of a visit or a meeting, as telephones may be locked away."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import Table
from cohortplan.documents.words import duration, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model import Host
from cohortplan.model.privacy import Profile


@kind("day-sheet", audience="fellow", each="visit or meeting of a set")
def day_sheet(desk: Desk) -> Iterator[Sheet]:
    """Where to be and when, who comes, what the host asks, and what to do if something goes wrong."""
    for item in desk.set_items:
        host = desk.host(item)
        there = desk.fellows(desk.members(item))
        title = host.name if host is not None else item.what
        blocks = [*_meeting_point(desk, item, host), *_who(desk, item, there), *_asked(host)]
        blocks += [*_ways(desk, item, there), *_fallback(desk, item)]
        lead, reader = f"Set {item.set}, {when(item)}", f"{desk.programme}: for the members of set {item.set}."
        document = Document(title, lead, reader, blocks, size=desk.size)
        concerns = {item.set, item.round, *item.members, *([host.id] if host is not None else [])}
        yield Sheet(desk.activity(item), document, frozenset(concerns))


def _meeting_point(desk: Desk, item: Item, host: Host | None) -> Iterator[Block]:
    yield Facts(
        (
            ("Where", item.where),
            ("What", item.what if host is not None else ""),
            ("Be there by", desk.be_there(item) if host is not None else f"{item.start:%H:%M}"),
            ("It ends at", f"{item.end:%H:%M}"),
            ("With you", listed(desk.carers(item))),
            ("If you are late or lost", desk.office),
        )
    )


def _who(desk: Desk, item: Item, there: dict[str, Profile]) -> Iterator[Block]:
    columns = {
        "name": [profile.name for profile in there.values()],
        "organisation": [profile.attributes.get("organisation", "") for profile in there.values()],
        "telephone": [profile.phone for profile in there.values()],
        "part": [desk.duties(item, one) for one in there],
    }
    yield Heading("Who comes")
    yield Grid(Table.of("Who comes", columns))


def _asked(host: Host | None) -> Iterator[Block]:
    if host is None:
        return
    yield Heading("What to wear, bring and leave behind")
    yield Text(host.joining or "The host has told us of nothing special. If you are not sure, ask.")
    brought = f"Bring the document you were announced with. {host.id_rule}" if host.gate_fields else host.id_rule
    if brought:
        yield Text(brought)


def _ways(desk: Desk, item: Item, there: dict[str, Profile]) -> Iterator[Block]:
    homes = sorted({profile.attributes.get(desk.scenario.travel.home, "") for profile in there.values()})
    rows = [(home, duration(way[0]), way[1]) for home in homes if (way := desk.leave_by(home, item)) is not None]
    unknown = desk.far_from(homes, item)
    if rows or unknown:
        yield Heading("The way there")
    if rows:
        yield Grid(Table("The way there", ("from", "takes about", "leave by"), rows))
    if unknown:
        yield Text(f"How long it takes from {listed(unknown)} is not known here: look it up.")


def _fallback(desk: Desk, item: Item) -> Iterator[Block]:
    if item.host is None:
        return
    ring = f" by {desk.office}" if desk.office else ""
    yield Heading("If the visit falls through")
    yield Text(f"Stay together, and keep the time free: you are told{ring} what happens instead.")
