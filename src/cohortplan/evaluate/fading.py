"""What is left of contacts later: they fade, those of people who met often or say that they met more slowly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log2

from cohortplan.evaluate.contacts import attended_contacts, confirmed_contacts, planned_contacts
from cohortplan.model import Plan, Scenario
from cohortplan.model.attendance import Pair, answers

#: Days in which a contact fades to half its strength. A judgement, not a finding: after a year without meeting, one
#: meeting is just about remembered.
HALF_LIFE = 365

#: From this strength on two people still know each other: that of one meeting, a half-life ago.
ALIVE = 0.5

#: What a meeting is worth that both say they remember.
_CONFIRMED = 2


@dataclass(frozen=True)
class OldTie:
    """What is left of the contacts of a pair.

    Attributes
    ----------
    a, b : str
        The pair, in alphabetical order.
    days : tuple of date
        When they met, ascending.
    confirmed : bool
        Whether both say that they met.
    strength : float
        The sum over meetings of ``w · 2^(-age / half-life)``, with a weight w of 1, and 2 where both confirm it.
    until : date or None
        The last day on which the tie is alive if they do not meet again; None if it is not.
    """

    a: str
    b: str
    days: tuple[date, ...]
    confirmed: bool
    strength: float
    until: date | None


def old_ties(scenario: Scenario, plan: Plan, on: date, half_life: int = HALF_LIFE) -> tuple[OldTie, ...]:
    """Return what is left on a day of the contacts made before it.

    Contacts are those attended; of rounds of which nothing is recorded, those planned. People who both say that they
    met, though they were in no set together, met on the day of the later answer.

    Notes
    -----
    The sum of past events that decay by half in a given time is how relational event models weigh them: Lerner & Lomi
    (2020), as the R package ``dream`` gives their formula. The half-life and the worth of a confirmation are ours.
    """
    both = {pair for pair, number in confirmed_contacts(scenario).items() if number == 2}
    found = []
    for pair, days in _meetings(scenario, plan).items():
        before = tuple(sorted(day for day in days if day < on))
        weight = _CONFIRMED if pair in both else 1
        strength = sum(weight * 2.0 ** (-(on - day).days / half_life) for day in before)
        if before:
            left = floor(round(half_life * log2(strength / ALIVE), 6))  # rounded, as powers of two are not exact
            until = on + timedelta(days=left) if left >= 0 else None
            found.append(OldTie(*pair, before, pair in both, strength, until))
    return tuple(found)


def _meetings(scenario: Scenario, plan: Plan) -> dict[Pair, set[date]]:
    """Return the days on which each pair met."""
    found: dict[Pair, set[date]] = {}
    over = scenario.register.rounds
    days = _days(scenario, plan)
    for pair, rounds in attended_contacts(scenario).items():
        found.setdefault(pair, set()).update(day for name in rounds for day in _recorded(scenario, name, pair))
    for pair, rounds in planned_contacts(scenario, plan).items():
        ahead = [days[name] for name in rounds if name not in over]
        if ahead:
            found.setdefault(pair, set()).update(ahead)
    said = answers(scenario.confirmed)
    for pair, number in confirmed_contacts(scenario).items():
        if number == 2 and pair not in found:
            found[pair] = {max(said[pair].date, said[pair[::-1]].date)}
    return dict(sorted(found.items()))


def _recorded(scenario: Scenario, name: str, pair: Pair) -> Iterator[date]:
    """Yield the days of a round on which both of a pair were at the same."""
    mine, others = (scenario.register.of(name).get(person, ()) for person in pair)
    there = {(each.set, each.activity) for each in others if each.present}
    return (each.date for each in mine if each.present and (each.set, each.activity) in there)


def _days(scenario: Scenario, plan: Plan) -> dict[str, date]:
    """Return the day of each round, by the plan; of one without a time, the last day of the programme."""
    starts = {
        planned.id: [activity.start for group in planned.sets for activity in group.activities]
        for planned in plan.rounds
    }
    last = scenario.programme.ends
    return {
        each.id: scenario.local(min(starts[each.id])).date() if starts.get(each.id) else last
        for each in scenario.rounds
    }
