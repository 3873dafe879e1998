"""The learning sets, round by round: who sits together, where they go, and what the sets are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from cohortplan.documents.charts import units
from cohortplan.documents.report.subject import Subject
from cohortplan.documents.words import count, day, days, hours, listed
from cohortplan.evaluate.timetable import Item
from cohortplan.model import PlannedRound, PlannedSet

#: Of so many dates of a set each is told.
_DATES = 4


@dataclass(frozen=True)
class Member:
    """Somebody in a set, with the sign of the sector."""

    name: str
    sign: Markup


class Doing(NamedTuple):
    """Where something is done, and when."""

    where: str
    when: str


@dataclass(frozen=True)
class SetRow:
    """A learning set: what it does, its members, and in words how many of each sector these are."""

    id: str
    does: tuple[Doing, ...]
    members: tuple[Member, ...]
    mix: str
    care: str


@dataclass(frozen=True)
class RoundPart:
    """A round: what all its sets do alike, the sets, and a drawing of what they are made of."""

    id: str
    title: str
    when: str
    shared: tuple[Doing, ...]
    sets: tuple[SetRow, ...]
    mix: Markup
    contacts: bool


def rounds(about: Subject) -> list[RoundPart]:
    """Return every round of the plan."""
    doing: dict[tuple[str, str], list[Item]] = {}
    for item in about.items:
        doing.setdefault((item.round, item.set), []).append(item)
    return [
        _round(about, planned, {group.id: doing.get((planned.id, group.id), []) for group in planned.sets})
        for planned in about.plan.rounds
    ]


def _round(about: Subject, planned: PlannedRound, doing: Mapping[str, Sequence[Item]]) -> RoundPart:
    dates = sorted({item.start.date() for items in doing.values() for item in items})
    shared = _shared(doing.values()) if len(doing) > 1 else []
    alone = len(dates) == 1
    rows = []
    for group in planned.sets:
        own = [item for item in doing[group.id] if _what(item) not in set(map(_what, shared))]
        rows.append(_row(about, group, _does(own, dated=not alone)))
    known = about.scenario.round.get(planned.id)
    return RoundPart(
        planned.id,
        about.round_name(planned.id),
        days(dates[0], dates[-1]) if dates else "",
        tuple(_does(shared, dated=not alone)),
        tuple(rows),
        _mix(about, planned.id, planned.sets),
        known is None or known.contacts,
    )


def _what(item: Item) -> tuple[str, str, datetime, datetime]:
    """Return what is done, where and when, whoever does it."""
    return item.what, item.where, item.start, item.end


def _shared(doing: Iterable[Sequence[Item]]) -> list[Item]:
    """Return what all sets of a round do alike, at the same place and time: not visits, which each makes alone."""
    first, *others = doing
    alike = set(map(_what, first)).intersection(*(map(_what, items) for items in others))
    return [item for item in first if item.host is None and _what(item) in alike]


def _row(about: Subject, group: PlannedSet, does: Sequence[Doing]) -> SetRow:
    order = sorted(group.members, key=lambda one: (about.marks.order(about.value(one)), about.name(one)))
    members = tuple(Member(about.name(one), _sign(about, one)) for one in order)
    counted = Counter(about.value(one) for one in group.members)
    mix = [f"{counted[value]} {value}" for value in about.marks.values if value and counted[value]]
    care = f"with {count(len(group.facilitators), 'facilitator')}" if group.facilitators else ""
    return SetRow(group.id, tuple(does), members, listed(mix), care)


def _sign(about: Subject, one: str) -> Markup:
    return about.marks.sign(about.value(one)) if about.by is not None and not about.large else Markup("")


def _does(items: Sequence[Item], *, dated: bool) -> list[Doing]:
    """Return where something is done and when: all that is at one place together, of many dates only their number."""
    alike: dict[str, list[Item]] = {}
    for item in items:
        alike.setdefault(item.where or item.what, []).append(item)
    return [Doing(where, _when(same, dated=dated)) for where, same in alike.items()]


def _when(items: Sequence[Item], *, dated: bool) -> str:
    if len(items) > _DATES:
        return f"{count(len(items), 'time')}, {days(items[0].start.date(), items[-1].start.date())}"
    said = (f"{day(i.start.date())}, {hours(i.start, i.end)}" if dated else hours(i.start, i.end) for i in items)
    return "; ".join(said)


def _mix(about: Subject, name: str, sets: Sequence[PlannedSet]) -> Markup:
    """Draw what the sets of a round are made of; nothing where people are not told apart, or too many."""
    if about.by is None or about.large:
        return Markup("")
    values = [[about.value(one) for one in group.members] for group in sets]
    number = list(about.plan.by_round).index(name)
    title = f"{about.round_name(name)}: the {about.by} of the members of each set"
    sizes = sorted(set(map(len, values)))
    size = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    summary = f"{count(len(sets), 'column')}, one for each set, of {size} marks; the table of sets has the numbers."
    return units(f"mix-{number}", title, summary, values, about.marks)
