"""What the figures of a programme say about settings for the next: each lesson with the figure it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.words import count, duration, listed
from cohortplan.evaluate import Metrics, owed
from cohortplan.evaluate.travelling import minutes_on_the_way

#: From this share of empty seats on a set is planned larger than it needs to be.
_EMPTY = 0.05
#: So many hosts are named, of more it is said how many.
_NAMED = 3
#: A ride of so many minutes there and back in all, per visit, is long.
_LONG = 150


class Lesson(NamedTuple):
    """What is to be learned, and the setting that would have helped, "" if none does."""

    sentence: str
    setting: str


def lessons(desk: Desk, figures: Metrics) -> list[Lesson]:
    """Return the lessons of a programme, the most telling first."""
    found = (_attendance(desk), _debt(desk), _repeats(desk, figures), _floor(figures), _hosts(desk), _ways(desk))
    return [lesson for each in found for lesson in each]


def _attendance(desk: Desk) -> Iterator[Lesson]:
    records = desk.scenario.register.records
    away = sum(not record.present for record in records)
    if not records or away / len(records) < _EMPTY:
        return
    share = away / len(records)
    sizes = [len(group.members) for group in desk.groups.values()]
    size = round(sum(sizes) / len(sizes))
    more = ceil(size / (1 - share)) - size
    yield Lesson(
        f"{share:.0%} of the seats stayed empty: sets of {size} were sets of {size * (1 - share):.1f}.",
        f"rounds.csv: size {size + more} instead of {size}; `simulate --no-show {share:.0%}` tells what then is left.",
    )


def _debt(desk: Desk) -> Iterator[Lesson]:
    missed = [debt for debt in owed(desk.scenario, desk.plan) if not debt.later]
    if missed:
        rules = {rule.kind for rule in desk.scenario.rules}
        setting = "" if "catch_up" in rules else '[[rules]] rule = "catch_up": who missed each other meets first.'
        yield Lesson(f"{count(len(missed), 'pair')} who were to meet never did, as one of the two was away.", setting)


def _repeats(desk: Desk, figures: Metrics) -> Iterator[Lesson]:
    if figures.most_meetings > 2 and figures.distinct_pairs < figures.possible_pairs:
        capped = any(rule.kind == "repeat_cap" for rule in desk.scenario.rules)
        setting = "" if capped else f'[[rules]] rule = "repeat_cap", most = {figures.most_meetings - 1}'
        left = figures.possible_pairs - figures.distinct_pairs
        met = f"Somebody met the same person {figures.most_meetings} times"
        yield Lesson(f"{met}, while {count(left, 'pair')} never met.", setting)


def _floor(figures: Metrics) -> Iterator[Lesson]:
    if figures.min_contacts < figures.min_contacts_bound - 1:
        yield Lesson(
            f"Somebody met {figures.min_contacts} others only; {figures.min_contacts_bound} may be possible.",
            f'[[rules]] rule = "fair_floor", at_least = {figures.min_contacts + 1}',
        )


def _hosts(desk: Desk) -> Iterator[Lesson]:
    number = Counter(item.host for item in desk.visits())
    idle = [host.name for host in desk.scenario.hosts if not host.reserve and not number[host.id]]
    if idle and number:
        yield Lesson(f"{listed(idle)} offered visits and had none.", "Ask them first, or hold them in reserve.")
    full = [host.name for host in desk.scenario.hosts if host.most_visits and number[host.id] >= host.most_visits]
    if full:
        which = listed(full) if len(full) <= _NAMED else f"{len(full)} of {count(len(number), 'host')}"
        yield Lesson(
            f"{which} received as many visits as they offer.",
            "hosts.csv: ask whether max_visits can rise, or find others of their kind.",
        )


def _ways(desk: Desk) -> Iterator[Lesson]:
    visits = max((sum(item.host is not None for item in items) for items in desk.years.values()), default=0)
    most = max(minutes_on_the_way(desk.scenario, desk.plan), default=None)
    if most is not None and visits and most > _LONG * visits:
        yield Lesson(
            f"Whoever has farthest was {duration(most)} on the way, in at most {count(visits, 'visit')}.",
            f'[[rules]] rule = "journeys", most = {_LONG // 2}: no way from home takes longer.',
        )
