"""How the board speaks of seats and visits."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from cohortplan.model import Match, Scenario, SeatLock, VisitLock
from cohortplan.model.edits import Lock


def said_of(scenario: Scenario, lock: Lock) -> str:
    """Say what a lock is about: somebody in a set, or a set at a host."""
    if isinstance(lock, SeatLock):
        person = scenario.people.get(lock.participant)
        return f"{person.name if person else lock.participant} in {lock.set}"
    return f"Set {lock.set} at {stop(scenario, lock)}"


def stop(scenario: Scenario, lock: VisitLock) -> str:
    """Say where and when a visit is made."""
    host = scenario.host.get(lock.host)
    when = f", {moment(lock.start)}" if lock.start else ""
    return f"{host.name if host else lock.host}{when}"


def moment(time: datetime) -> str:
    """Say when something begins, as in "Thu 8 Oct, 10:00"."""
    return f"{time:%a} {time.day} {time:%b}, {time:%H:%M}"


def told(scenario: Scenario, match: Match) -> str:
    """Return the sentence of a match with the names of people and hosts for their ids."""
    named = {one: scenario.people[one].name for one in match.people if one in scenario.people}
    named |= {one: scenario.host[one].name for one in match.hosts if one in scenario.host}
    if not named:
        return match.sentence
    times = Counter(named.values())
    ids = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))

    def name(found: re.Match[str]) -> str:
        called = named[found[0]]
        return called if times[called] == 1 else f"{called} ({found[0]})"

    return re.sub(rf"(?<![\w.-])({ids})(?![\w-])", name, match.sentence)
