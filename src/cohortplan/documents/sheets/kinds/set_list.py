"""The set list: who sits where, and where each set goes."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk, when
from cohortplan.documents.sheets.document import Block, Document, Grid, Heading, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import count, days, people
from cohortplan.model.privacy import Profile


@kind("set-list", audience="organiser", each="programme")
def set_list(desk: Desk) -> Iterator[Sheet]:
    """Everyone's set in every round, and where each set goes, for the office."""
    programme, known = desk.scenario.programme, {profile.id: profile for profile in desk.seen().people}
    blocks: list[Block] = []
    for planned in desk.plan.rounds:
        does = [_doing(desk, planned.id, group.id) for group in planned.sets]
        shared = [each for each in does[0] if all(each in others for others in does)] if len(does) > 1 else []
        rows = [
            (group.id, _names(known, group.members), desk.sectors(group.members), _told(mine, shared))
            for group, mine in zip(planned.sets, does, strict=True)
        ]
        told = 3 if all(row[3] == NOTHING for row in rows) else 4
        columns = ("set", "members", "sectors", "where and when")[:told]
        title = desk.round_name(planned.id)
        blocks += [Heading(title), *([Text(f"All sets: {'; '.join(shared)}.")] if shared else [])]
        blocks.append(Grid(Table(f"The sets of {title}", columns, [row[:told] for row in rows]), (2, 9, 4, 7)[:told]))
    lead = f"{people(len(known))}, {count(len(desk.plan.rounds), 'round')}, {days(programme.starts, programme.ends)}"
    yield Sheet("", Document(f"{desk.programme}: set list", lead, "For the programme office.", blocks, wide=True))


def _names(known: dict[str, Profile], members: tuple[str, ...]) -> str:
    return ", ".join(known[one].name if one in known else one for one in members)


def _doing(desk: Desk, round_id: str, set_id: str) -> list[str]:
    mine = [item for item in desk.set_items if (item.round, item.set) == (round_id, set_id)]
    return [f"{item.where or item.what}, {when(item)}" for item in mine]


def _told(does: list[str], shared: list[str]) -> str:
    return "; ".join(each for each in does if each not in shared) or NOTHING
