"""What comes of the duties of a plan: who has how many, which cases are presented, and whether consultants fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cohortplan.evaluate.evenness import gini
from cohortplan.model import Duty, Scenario, Turn
from cohortplan.model.duties import Consultants, consultants


@dataclass(frozen=True)
class Share:
    """What one participant does for the others.

    Attributes
    ----------
    turns : mapping of str to int
        How often the person has each duty.
    minutes : int
        How long all of it takes.
    """

    turns: Mapping[str, int]
    minutes: int

    @property
    def duties(self) -> int:
        """How many duties there are in all."""
        return sum(self.turns.values())


@dataclass(frozen=True)
class Hearing:
    """What comes of one case under one duty.

    Attributes
    ----------
    set, activity : str
        Where it is presented; "" if it is not.
    consultants : Consultants or None
        Who consults on it, counted; None if it is not presented.
    reason : str
        Why it is not presented, or what the consultants lack; "" if all is well.
    """

    duty: str
    participant: str
    set: str
    activity: str
    consultants: Consultants | None
    reason: str

    @property
    def sentence(self) -> str:
        """What a person is told."""
        where = f"presents a case in set {self.set}, {self.activity}" if self.set else "presents no case"
        return f"{self.participant} {where}{': ' if self.reason else ''}{self.reason}."

    def as_json(self) -> dict[str, Any]:
        """All of it by name."""
        return {**asdict(self), "consultants": self.consultants and self.consultants._asdict()}


@dataclass(frozen=True)
class DutyFigures:
    """How duties are spread, over the people who could have one.

    Attributes
    ----------
    duty_gini : float
        Gini coefficient of the number of duties (Gini 1912): 0 = all have as many.
    duty_spread, turn_spread : int
        Most less fewest duties of a person; the same for the turns of one duty, of the duty that is spread worst.
    least_minutes, most_minutes : int
        How long a person's duties take.
    presenters, presenters_served : int
        Cases to be presented, and those that are.
    fitting_cases : int
        Those presented to consultants that fit.
    unrepresented : int
        Values that are to be represented among those who have a duty at one activity, and are not, in all.
    """

    duty_gini: float
    duty_spread: int
    turn_spread: int
    least_minutes: int
    most_minutes: int
    presenters: int
    presenters_served: int
    fitting_cases: int
    unrepresented: int


def shares(scenario: Scenario, turns: Sequence[Turn]) -> dict[str, Share]:
    """Return what everyone does who could have one of `turns`, in the scenario's order."""
    had: dict[str, Counter[str]] = {}
    minutes = Counter[str]()
    for turn in turns:
        for person in _able(scenario, turn):
            had.setdefault(person, Counter()).setdefault(turn.duty.id, 0)
        for person in turn.holders:
            had.setdefault(person, Counter())[turn.duty.id] += 1
            case = scenario.case.get(person) if turn.duty.cases else None
            minutes[person] += (case and case.minutes) or turn.duty.minutes
    return {person: Share(had[person], minutes[person]) for person in scenario.people if person in had}


def hearings(scenario: Scenario, turns: Sequence[Turn]) -> tuple[Hearing, ...]:
    """Return what comes of every case under every duty with cases."""
    found: list[Hearing] = []
    for duty in scenario.duties:
        chances: dict[str, list[Turn]] = {person: [] for person in scenario.case if duty.cases}
        for turn in turns:
            for person in turn.there if turn.duty is duty else ():
                chances.get(person, []).append(turn)
        found.extend(_hearing(scenario, duty, person, its) for person, its in chances.items())
    return tuple(found)


def duty_figures(scenario: Scenario, turns: Sequence[Turn]) -> DutyFigures:
    """Compute how the duties are spread."""
    found = shares(scenario, turns)
    numbers = [share.duties for share in found.values()]
    minutes = [share.minutes for share in found.values()]
    heard = hearings(scenario, turns)
    of_duty = ([share.turns[duty.id] for share in found.values() if duty.id in share.turns] for duty in scenario.duties)
    return DutyFigures(
        duty_gini=round(gini(sorted(numbers)), 6),
        duty_spread=_spread(numbers),
        turn_spread=max((_spread(each) for each in of_duty), default=0),
        least_minutes=min(minutes, default=0),
        most_minutes=max(minutes, default=0),
        presenters=len(heard),
        presenters_served=sum(bool(each.set) for each in heard),
        fitting_cases=sum(bool(each.set) and not each.reason for each in heard),
        unrepresented=sum(map(len, unrepresented(scenario, turns).values())),
    )


def unrepresented(scenario: Scenario, turns: Sequence[Turn]) -> dict[tuple[str, str, str], list[str]]:
    """Return the values that nobody represents among those who have a duty at an activity, by duty, round, activity."""
    there: dict[tuple[str, str, str], set[str]] = {}
    held: dict[tuple[str, str, str], set[str]] = {}
    for turn in turns:
        if turn.duty.represents:
            key = (turn.duty.id, turn.round, turn.activity)
            for people, found in ((turn.there, there), (turn.holders, held)):
                values = {scenario.people[person].get(turn.duty.represents) for person in people}
                found.setdefault(key, set()).update(values - {""})
    return {key: sorted(missing) for key in there if (missing := there[key] - held[key])}


def _spread(numbers: Sequence[int]) -> int:
    return max(numbers, default=0) - min(numbers, default=0)


def _able(scenario: Scenario, turn: Turn) -> Iterator[str]:
    """Yield those who could have a turn: who are there, and have a case if that is what it is for."""
    for person in turn.there:
        if not turn.duty.cases or (person in scenario.case and turn.others(person)):
            yield person


def _hearing(scenario: Scenario, duty: Duty, person: str, chances: Sequence[Turn]) -> Hearing:
    """Return what comes of a case; `chances` are the turns at which the person is there."""
    for turn in chances:
        if person in turn.holders:
            found = consultants(scenario, duty, person, turn.others(person))
            reason = " and ".join(found.lacks(duty))
            return Hearing(duty.id, person, turn.set, turn.activity, found, f"consulted by {reason}" if reason else "")
    heeded = [turn for turn in chances if turn.others(person)]
    full = all(len(turn.holders) >= duty.count for turn in heeded)
    reason = "others take all places where the person's sets meet" if full else "the plan gives no place"
    return Hearing(duty.id, person, "", "", None, reason if heeded else "no set of the person's has a meeting for it")
