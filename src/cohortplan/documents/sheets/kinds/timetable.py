"""The personal timetable: one page on which somebody has their whole programme."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Facts, Grid, Heading, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import day, hours, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model.privacy import Profile


@kind("timetable", audience="self", each="participant")
def timetable(desk: Desk) -> Iterator[Sheet]:
    """Somebody's whole programme on a page: when, where, with whom, and when to leave home."""
    for one, items in desk.years.items():
        (profile,) = desk.seen(one).people
        others = {each.id: each for each in desk.for_("fellow").seen(one).people}
        lead = f"{desk.programme}: your timetable"
        reader = f"For {profile.name}.{f' Questions: {desk.office}' if desk.office else ''}"
        blocks = list(_large(desk, profile, others, items) if desk.size == "large" else _page(desk, profile, others, items))
        yield Sheet(one, Document(profile.name, lead, reader, blocks, size=desk.size), frozenset({one}))


def _page(desk: Desk, profile: Profile, others: dict[str, Profile], items: list[Item]) -> Iterator[Block]:
    if not items:
        yield Text("There is nothing in your timetable yet.")
        return
    rows = [
        (
            day(item.start.date()),
            hours(item.start, item.end),
            _what(desk, profile, item),
            item.where or NOTHING,
            _leave(desk, profile, item) or NOTHING,
            _company(profile, others, item),
        )
        for item in items
    ]
    columns = ("day", "time", "what", "where", "leave home by", "with")
    yield Grid(Table("Your timetable", columns, rows), (5, 4, 5, 6, 4, 9))
    yield from _spare(desk, items)


def _large(desk: Desk, profile: Profile, others: dict[str, Profile], items: list[Item]) -> Iterator[Block]:
    for item in items:
        yield Heading(day(item.start.date()))
        yield Facts(
            (
                ("Time", hours(item.start, item.end)),
                ("What", _what(desk, profile, item)),
                ("Where", item.where),
                ("Leave home by", _leave(desk, profile, item)),
                ("With", _company(profile, others, item)),
            )
        )
    yield from _spare(desk, items) if items else [Text("There is nothing in your timetable yet.")]


def _what(desk: Desk, profile: Profile, item: Item) -> str:
    part = desk.duties(item, profile.id)
    return f"{item.what}{f', set {item.set}' if item.set else ''}{f'. Your part: {part}' if part else ''}"


def _leave(desk: Desk, profile: Profile, item: Item) -> str:
    way = desk.leave_by(profile.attributes.get(desk.scenario.travel.home, ""), item)
    return way[1] if way is not None else ""


def _company(profile: Profile, others: dict[str, Profile], item: Item) -> str:
    if not item.set:
        return "everyone"
    return listed([others[one].name for one in item.members if one != profile.id and one in others]) or NOTHING


def _spare(desk: Desk, items: list[Item]) -> Iterator[Block]:
    ways = [item for item in items if item.host is not None]
    if ways:
        spare = desk.scenario.travel.buffer
        yield Text(
            f"The times to leave home have {spare} minutes to spare. What each host asks of you is on the day sheet of the visit."
        )


