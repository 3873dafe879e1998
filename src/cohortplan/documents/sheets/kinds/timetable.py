"""The personal timetable: one page on which somebody has their whole programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import day, hours, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model.privacy import Profile

#: More things than this are set smaller, so that they are on one page.
_FEW = 22


@kind("timetable", audience="self", each="participant")
def timetable(desk: Desk) -> Iterator[Sheet]:
    """Somebody's whole programme on a page: when, where, with whom, and when to leave home."""
    for one, items in desk.years.items():
        profile = desk.own(one)
        others = {each.id: each for each in desk.for_("fellow").seen(one).people}
        lead = f"{desk.programme}: your timetable"
        reader = f"For {profile.name}.{f' Questions: {desk.office}' if desk.office else ''}"
        large = desk.size == "large"
        blocks = list((_large if large else _page)(desk, profile, others, items))
        size = desk.size if large or len(items) <= _FEW else "small"
        yield Sheet(one, Document(profile.name, lead, reader, blocks, size=size), frozenset({one}))


def _page(desk: Desk, profile: Profile, others: dict[str, Profile], items: list[Item]) -> Iterator[Block]:
    if not items:
        yield Text("There is nothing in your timetable yet.")
        return
    columns = {
        "day": [f"{item.start:%a} {item.start.day} {item.start:%b}" for item in items],
        "time": [hours(item.start, item.end) for item in items],
        "what": [_what(desk, profile, item) for item in items],
        "where": [item.where for item in items],
        "leave home by": _leave(desk, profile, items),
        "set": [item.set for item in items],
    }
    yield Grid(Table.of("Your timetable", columns))
    sets = {item.set: _company(profile, others, item) for item in items if item.set}
    if sets:
        yield Heading("Who is with you")
        yield Grid(Table("Who is with you", ("set", "with"), list(sets.items())))
    yield from _spare(desk, profile, items)


def _large(desk: Desk, profile: Profile, others: dict[str, Profile], items: list[Item]) -> Iterator[Block]:
    for item, leave in zip(items, _leave(desk, profile, items), strict=True):
        yield Heading(day(item.start.date()))
        yield Facts(
            (
                ("Time", hours(item.start, item.end)),
                ("What", _what(desk, profile, item)),
                ("Set", item.set),
                ("Where", item.where),
                ("Leave home by", leave),
                ("With", _company(profile, others, item)),
            )
        )
    yield from _spare(desk, profile, items) if items else [Text("There is nothing in your timetable yet.")]


def _what(desk: Desk, profile: Profile, item: Item) -> str:
    part = desk.duties(item, profile.id)
    return f"{item.what}. Your part: {part}" if part else item.what


def _leave(desk: Desk, profile: Profile, items: list[Item]) -> list[str]:
    """Say when to leave home for each thing, once a day: whoever is there already does not leave home again."""
    home, left, told = profile.attributes.get(desk.scenario.travel.home, ""), set[date](), list[str]()
    for item in items:
        way = desk.leave_by(home, item) if item.start.date() not in left else None
        told.append(way[1] if way is not None else "")
        left |= {item.start.date()} if way is not None else set()
    return told


def _company(profile: Profile, others: dict[str, Profile], item: Item) -> str:
    if not item.set:
        return "everyone"
    return listed([others[one].name for one in item.members if one != profile.id and one in others]) or NOTHING


def _spare(desk: Desk, profile: Profile, items: list[Item]) -> Iterator[Block]:
    if any(_leave(desk, profile, items)):
        yield Text(f"The times to leave home have {desk.scenario.travel.buffer} minutes to spare.")
    home = profile.attributes.get(desk.scenario.travel.home, "")
    if any(desk.far_from([home], item) for item in items):
        yield Text(f"Where no time to leave stands, the way from {home} is not known here: look it up.")
    if any(item.host is not None for item in items):
        yield Text("What a host asks of you is on the day sheet of the visit.")
