"""The dynamic track: plans that live through a script of changes, day after day.

``days:SCENARIO`` asks for a plan after each day of ``disruptions.toml`` on which something becomes known. It begins
with the plan that people were told, ``plan.json`` in the scenario's folder, or ``planted.plan.json``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import combinations, groupby
from pathlib import Path
from typing import NamedTuple

from cohortplan.bench.source import Measured, Subject
from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.evaluate.facing import facing
from cohortplan.io import read_plan
from cohortplan.io.changes import read_changes
from cohortplan.io.plan import plan_text
from cohortplan.living.asked import asked_of
from cohortplan.living.frozen import Frozen
from cohortplan.living.softening import taken_in
from cohortplan.model import Match, Plan, Scenario
from cohortplan.model.changes import Change
from cohortplan.rules import build_rule

SCRIPT = "disruptions.toml"
#: The plans that a scenario may begin with, the first that is there.
FIRST = ("plan.json", "planted.plan.json")
#: What a changed visit or meeting of one person costs, as a part of all of them, beside a part of the value.
CHANGE = 1.0
#: Decimals of what is a part of something.
DIGITS = 6


class Day(NamedTuple):
    """A day of a script, and what becomes known on it."""

    day: date
    changes: tuple[Change, ...]


class Lived(NamedTuple):
    """What a day came to: the scenario and the plan that people live with, its value, and what it changed."""

    day: date
    scenario: Scenario
    plan: Plan
    value: int
    changes: int
    broken: int

    def share(self, value: int) -> float:
        """Return which part of a value is kept."""
        return self.value / value


@dataclass(frozen=True)
class Days(Subject):
    """A scenario with a script and the plan that people were told.

    On each day the scenario takes in what has become known, and the contestant says how the plan goes on. What has
    begun by then stays as people were told it, whatever the new plan says. The *value* of a plan is the number of
    different pairs of people who share a set, in the rounds that count contacts, in seats that hold: a seat does not
    hold if the person takes no part in the round, or a broken hard rule names it (that is, its set and its person; all
    members if it names no person, and all sets of the person in the rounds it names if it names no set). *Changes* are
    visits and meetings of single people that are not as the plan of the day before told them, as the rule
    ``least_change`` counts them; *events* are all visits and meetings of single people in the first plan. Then::

        score of a day  = value of the day / value of the first plan - CHANGE x changes of the day / events
        score           = mean of value / value of the first plan - CHANGE x changes of all days / events

    Doing nothing loses value to what breaks, planning anew pays for what it changes; a warm start is allowed.

    Attributes
    ----------
    first : Plan
        The plan that people were told before the script begins.
    script : tuple of Day
        What becomes known, day by day.
    """

    first: Plan | None = None
    script: tuple[Day, ...] = ()

    @property
    def sha256(self) -> str:
        """A hash of scenario, first plan and script."""
        script = [[str(each.day), *(change.model_dump_json() for change in each.changes)] for each in self.script]
        return sha256(json.dumps([self.scenario.sha256, plan_text(self.told), script]).encode()).hexdigest()

    @property
    def told(self) -> Plan:
        """The plan that people were told."""
        if self.first is None:
            raise ValueError("there is no first plan")
        return self.first

    @cached_property
    def value(self) -> int:
        """The value of the first plan."""
        return value_of(self.scenario, self.told, evaluate(self.scenario, self.told).violations())

    @cached_property
    def events(self) -> int:
        """Visits and meetings of single people in the first plan; a set that does nothing meets once."""
        sets = (group for each in self.told.rounds for group in each.sets)
        return sum(len(group.members) * max(1, len(group.activities)) for group in sets)

    def measure(self, plans: Sequence[Plan]) -> Measured:
        """Measure a plan for each day.

        Hard is what is broken on all days, soft the cost of the last plan. The figures are ``score``, ``value_kept``,
        ``changes`` and ``broken``, and each of them for each day, as in ``score 2027-01-04``.
        """
        if len(plans) != len(self.script):
            message = f"there are {len(plans)} plans for {len(self.script)} days"
            raise InputError([Defect(message, "Hand in one for each day of the script", self.source)])
        lived = list(self.lived(plans))
        parts = {f"{name} {each.day}": value for each in lived for name, value in self._figures([each]).items()}
        last = evaluate(lived[-1].scenario, lived[-1].plan)
        return Measured(sum(each.broken for each in lived), last.soft, {**self._figures(lived), **parts})

    def lived(self, plans: Sequence[Plan]) -> Iterator[Lived]:
        """Live through the script with a plan for each day."""
        scenario, told = self.scenario, self.told
        for (day, changes), plan in zip(self.script, plans, strict=True):
            scenario = after(scenario, changes, day)
            begun = Frozen(day, day)
            now = begun.splice(scenario, told, plan)
            asked = asked_of(facing(scenario, told, day).scenario, told, begun)
            broken = evaluate(asked, now).violations()
            changed = build_rule("least_change").measure(asked, now).amount
            owed = sum(match.amount for match in broken)
            yield Lived(day, scenario, now, value_of(asked, now, broken), changed, owed)
            told = now

    def _figures(self, lived: Collection[Lived]) -> Mapping[str, float]:
        kept = sum(each.value / self.value for each in lived) / len(lived)
        changes = sum(each.changes for each in lived)
        return {
            "score": round(kept - CHANGE * changes / self.events, DIGITS),
            "value_kept": round(kept, DIGITS),
            "changes": changes,
            "broken": sum(each.broken for each in lived),
        }


def track(subject: Subject) -> Days:
    """Return the days of a scenario's folder.

    Raises
    ------
    InputError
        If it has no script or no plan to begin with.
    """
    folder = Path(subject.source)
    folder = folder.parent if folder.name == "scenario.toml" else folder
    script, plan = folder / SCRIPT, next((folder / name for name in FIRST if (folder / name).exists()), None)
    wrong = []
    if not script.exists():
        remedy = f"Name a folder with {SCRIPT}, or draw one with `cohortplan bench generate`"
        wrong.append(Defect("there is no script of changes", remedy, subject.source))
    if plan is None:
        remedy = f"Make one: cohortplan solve {folder} -o {folder / FIRST[0]}"
        wrong.append(Defect("there is no plan to begin with", remedy, subject.source))
    if plan is None or wrong:
        raise InputError(wrong)
    changes = groupby(read_changes(script).changes, key=lambda change: change.known)
    days = tuple(Day(day, tuple(together)) for day, together in changes)
    found = Days(subject.source, subject.scenario, None, read_plan(plan), days)
    if not days or not found.value:
        remedy = "Name a scenario with changes, and a plan in which people meet"
        raise InputError([Defect("nothing happens, or there is nothing to lose", remedy, subject.source)])
    return found


def after(scenario: Scenario, changes: Sequence[Change], day: date) -> Scenario:
    """Return a scenario after the changes of a day; as it was if it would not hold together."""
    try:
        return taken_in(scenario, changes, day)[0]
    except ScenarioError:
        return scenario


def value_of(scenario: Scenario, plan: Plan, broken: Sequence[Match]) -> int:
    """Return how many different pairs share a set in seats that hold."""
    lost = set(_lost(scenario, plan, broken))
    pairs: set[tuple[str, str]] = set()
    for group in scenario.groups(plan, scenario.contact_rounds):
        there = set(scenario.attending(group.round))
        held = sorted({name for name in group.members if name in there and (group.id, name) not in lost})
        pairs.update(combinations(held, 2))
    return len(pairs)


def _lost(scenario: Scenario, plan: Plan, broken: Sequence[Match]) -> Iterator[tuple[str, str]]:
    """Yield set and person of the seats that broken rules name."""
    groups = list(scenario.groups(plan, scenario.round))
    for match in broken:
        for group in groups:
            of_people = match.people and group.round in (match.rounds or (group.round,))
            if group.id in match.sets if match.sets else of_people:
                yield from ((group.id, name) for name in group.members if not match.people or name in match.people)
