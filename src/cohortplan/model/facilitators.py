"""Facilitators: who looks after learning sets without being a member, and what keeps one of them from a set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line, last_day
from cohortplan.model.names import Path, plain, unknown

if TYPE_CHECKING:
    from cohortplan.model.plan import Plan, PlannedRound, PlannedSet
    from cohortplan.model.rounds import Round
    from cohortplan.model.scenario import Scenario

#: The attribute of participants that is compared with what facilitators belong to.
ORGANISATION = "organisation"


class Away(Frozen):
    """Days from `first` to `last` on which a facilitator is not there."""

    first: date
    last: date


class Facilitator(Frozen):
    """Somebody who looks after learning sets.

    Attributes
    ----------
    organisation : str
        Whose people the facilitator does not look after, being one of them.
    sponsor : tuple of str
        Further organisations whose people the facilitator does not look after, as they pay for the facilitator.
    skills : tuple of str
        What the facilitator can do, in words that rounds ask for.
    most_sets : int
        Most sets of one round, whatever their times: who has two sits with each in turn. Rounds some of whose
        activities may overlap count as one.
    most_in_all : int or None
        Most sets of all rounds together; None = any number.
    away : tuple of Away
        Days on which the facilitator cannot come.
    """

    id: Id
    name: Line
    email: Line = ""
    organisation: Line = ""
    sponsor: tuple[Line, ...] = ()
    skills: tuple[Line, ...] = ()
    most_sets: Annotated[int, Field(ge=1, le=1000)] = 1
    most_in_all: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    away: tuple[Away, ...] = ()

    def away_on(self, day: date) -> bool:
        """Whether the facilitator cannot come on `day`."""
        return any(each.first <= day <= each.last for each in self.away)


@dataclass(frozen=True)
class Charge:
    """A set of a plan that facilitators are to look after, or do.

    Attributes
    ----------
    session : int
        Number of the rounds that may be at one time, in the scenario's order.
    wanted : int
        How many facilitators it is to have; 0 for a set that runs itself.
    skills : frozenset of str
        What each must be able to do, as names are compared.
    days : frozenset of date
        The days on which the set does something.
    members : tuple of str
        The set's known members, sorted.
    employers : frozenset of str
        Their organisations, as names are compared.
    held : tuple of str
        Who looks after it by the plan, whoever that is.
    """

    round: str
    set: str
    session: int
    wanted: int
    skills: frozenset[str]
    days: frozenset[date]
    members: tuple[str, ...]
    employers: frozenset[str]
    held: tuple[str, ...]

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """Those of `held`, each once."""
        return tuple(dict.fromkeys(self.held))

    @cached_property
    def _bars(self) -> dict[str, str]:
        return {}

    def bar(self, facilitator: Facilitator) -> str:
        """Return in words what keeps a facilitator from the set, "" if nothing does."""
        if facilitator.id not in self._bars:
            self._bars[facilitator.id] = self._found(facilitator)
        return self._bars[facilitator.id]

    def _found(self, facilitator: Facilitator) -> str:
        if facilitator.away and any(facilitator.away_on(day) for day in self.days):
            return "away"
        if not self.skills <= _compared(facilitator.skills):
            return "without the skills asked for"
        ties = _compared((facilitator.organisation, *facilitator.sponsor))
        return "" if self.employers.isdisjoint(ties) else "tied to a member's organisation"


@lru_cache(maxsize=4096)  # asked again for each set
def _compared(names: tuple[str, ...]) -> frozenset[str]:
    """Return names as they are compared, empty ones left out."""
    return frozenset(filter(None, map(plain, names)))


def charges(scenario: Scenario, plan: Plan) -> list[Charge]:
    """Return the charges of `plan`, as far as `scenario` knows its sets, in the order of its rounds and the plan's."""
    if not any(each.facilitators for each in scenario.rounds) and not any(
        group.facilitators for planned in plan.rounds for group in planned.sets
    ):
        return []
    planned = (plan.by_round[each.id] for each in scenario.rounds if each.id in plan.by_round)
    return [charge for each in planned for charge in scenario.seen.of(each, _charges)]


def _charges(scenario: Scenario, planned: PlannedRound) -> Iterator[Charge]:
    each, session = scenario.round[planned.id], scenario.session[planned.id]
    known = {spec.id for spec in each.sets}
    look, name = partial(_charge, each, session), f"charge in {each.id}"
    for group in planned.sets:
        if group.id in known and (each.facilitators or group.facilitators):
            yield from scenario.seen.of(group, look, name)


def _charge(each: Round, session: int, scenario: Scenario, group: PlannedSet) -> Iterator[Charge]:
    members = tuple(sorted({name for name in group.members if name in scenario.people}))
    days = set[date]()
    for done in group.activities:
        start, end = scenario.local(done.start), scenario.local(done.end)
        first, last = start.date(), last_day(start, end)
        # A damaged plan may have an activity that takes years.
        days.update(first + timedelta(days=k) for k in range(min((last - first).days, 366) + 1))
    employers = {plain(scenario.people[name].get(ORGANISATION)) for name in members} - {""}
    wanted = each.facilitators if members else 0
    skills = frozenset(map(plain, each.facilitator_skills))
    held = group.facilitators
    yield Charge(each.id, group.id, session, wanted, skills, frozenset(days), members, frozenset(employers), held)


def sessions(scenario: Scenario) -> dict[str, int]:
    """Number the rounds in their order; those some of whose activities may overlap in time have one number."""
    leader = {each.id: each.id for each in scenario.rounds}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    windows = sorted(
        (window.start, window.end, each.id)
        for each in scenario.rounds
        for activity in each.activities
        for window in activity.windows
    )
    running: list[tuple[object, str]] = []
    for start, end, name in windows:
        running = [row for row in running if row[0] > start]  # type: ignore[operator]
        for _, other in running:
            leader[find(name)] = find(other)
        running.append((end, name))
    number: dict[str, int] = {}
    for each in scenario.rounds:
        number.setdefault(find(each.id), len(number))
    return {each.id: number[find(each.id)] for each in scenario.rounds}


def facilitator_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with how many facilitators rounds ask for, and what these must be able to do."""
    known = dict.fromkeys(skill for each in scenario.facilitators for skill in each.skills)
    spelt = {plain(skill) for skill in known}
    for index, each in enumerate(scenario.rounds):
        path: Path = ("rounds", index)
        asked = str(each.facilitators)
        if each.facilitator_skills and not each.facilitators:
            message = f"round {each.id} asks what facilitators can do, but for none"
            yield Defect(
                message, "Fill in how many each set has, or leave out the skills", path=(*path, "facilitators")
            )
        elif each.facilitators and not scenario.facilitators:
            message = f"the sets of round {each.id} are to be facilitated, but there are no facilitators"
            yield Defect(message, "Add facilitators.csv, or empty this cell", asked, path=(*path, "facilitators"))
        elif each.facilitators > len(scenario.facilitators):
            message = f"a set of round {each.id} is to have {asked} facilitators of {len(scenario.facilitators)}"
            yield Defect(message, "Lower the number", asked, path=(*path, "facilitators"))
        for skill in each.facilitator_skills if scenario.facilitators else ():
            if plain(skill) not in spelt:
                yield unknown("skill", skill, known, (*path, "facilitator_skills"))
