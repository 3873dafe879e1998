"""The sign-in sheet: who was there, in their own hand."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk, when
from cohortplan.documents.sheets.document import Block, Document, Grid, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import Table
from cohortplan.evaluate.timetable import Item

#: Rows for people whom nobody expected.
_SPARE = 2


@kind("sign-in", audience="organiser", each="visit, meeting or event")
def sign_in(desk: Desk) -> Iterator[Sheet]:
    """A list to sign at the door; typed into a sheet, `cohortplan attend` takes it in."""
    known = {profile.id: profile for profile in desk.seen().people}
    sets = [(desk.activity(item), item) for item in desk.set_items]
    for to, item in [*sets, *((f"event:{name}", item) for name, item in desk.events)]:
        organisation = {one: profile.attributes.get("organisation", "") for one, profile in known.items()}
        rows = [(one, known[one].name, organisation[one], "", "") for one in item.members if one in known]
        rows += [("", name, "", "", "") for name in _others(desk, item)] + [("", "", "", "", "")] * _SPARE
        columns = ("id", "name", "organisation", "time", "signature")
        blocks: list[Block] = [
            Grid(Table("Who was there", columns, rows), (2, 6, 6, 3, 6), tall=True),
            Text("Whoever is not expected, please write your name in one of the empty rows."),
        ]
        set_name = f"Set {item.set}, " if item.set else ""
        lead = f"{set_name}{when(item)}"
        title = f"Sign-in: {item.what if item.host is None else item.where}"
        concerns = frozenset({item.set, item.round, item.host or "", *(item.members if item.set else ())}) - {""}
        yield Sheet(to, Document(title, lead, f"{desk.programme}: back to the office.", blocks), concerns)


def _others(desk: Desk, item: Item) -> list[str]:
    """Return those who are there without being members: facilitators and guests."""
    guests = {guest.id: guest.name for guest in desk.scenario.guests}
    return [*desk.carers(item), *(guests[name] for name in item.guests if name in guests)]
