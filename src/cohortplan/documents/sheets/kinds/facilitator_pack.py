"""The facilitator's pack: all sets that somebody looks after, and whom to ring."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk, counted, when
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading
from cohortplan.documents.sheets.opening import charter
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import Table
from cohortplan.documents.words import count
from cohortplan.evaluate.timetable import Item


@kind("facilitator-pack", audience="facilitator", each="facilitator", private=True)
def facilitator_pack(desk: Desk) -> Iterator[Sheet]:
    """All that a facilitator's sets do, who is in them, whom to ring in need, what to provide and what they eat."""
    for one in desk.scenario.facilitators:
        mine = {
            key: [item for item in desk.set_items if (item.round, item.set) == key]
            for key, group in desk.groups.items()
            if one.id in group.facilitators
        }
        blocks = [block for items in mine.values() for item in items for block in _occasion(desk, one.id, item)]
        if blocks:
            blocks = [*charter(desk), *blocks]
            lead = f"{desk.programme}: the {count(len(mine), 'set')} you look after"
            reader = f"For {one.name}. It holds people's telephone numbers: destroy it afterwards."
            yield Sheet(one.id, Document(one.name, lead, reader, blocks), frozenset({one.id}))


def _occasion(desk: Desk, who: str, item: Item) -> Iterator[Block]:
    view, host = desk.seen(who, item.members), desk.host(item)
    yield Heading(f"Set {item.set}, {when(item)}")
    yield Facts(
        (
            ("What", item.what),
            ("Where", item.where),
            ("Be there by", desk.be_there(item)),
            ("What visitors are told", host.joining if host is not None else ""),
            ("To be provided", counted(view.needs)),
            ("Food", counted(view.diets)),
        )
    )
    columns = {
        "name": [profile.name for profile in view.people],
        "organisation": [profile.attributes.get("organisation", "") for profile in view.people],
        "telephone": [profile.phone for profile in view.people],
        "e-mail": [profile.email for profile in view.people],
        "in an emergency": [profile.emergency for profile in view.people],
        "part": [desk.duties(item, profile.id) for profile in view.people],
    }
    yield Grid(Table.of(f"The members of set {item.set}", columns))
