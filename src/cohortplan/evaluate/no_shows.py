"""What is left of a plan when people stay away, visits fall through, and some are turned away at the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, combinations
from math import sqrt
from random import Random
from typing import Any, NamedTuple

from cohortplan.evaluate.evenness import percentile
from cohortplan.model.attendance import happened
from cohortplan.model.plan import Plan, PlannedActivity, PlannedRound, PlannedSet
from cohortplan.model.rule import Measure, Rule
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.pairs import Pair, tied

#: Half the width of the interval that holds a mean with 95% certainty, in standard errors.
_SURE = 1.959964

#: Figures that come before those of rules.
_FIGURES = 3


@dataclass(frozen=True)
class Chances:
    """How likely it is that things go wrong, each by itself, from 0 to 1.

    Attributes
    ----------
    no_show : float
        Somebody stays away from all there is on a day.
    cancel : float
        A host calls off all visits that begin at one time.
    refuse : float
        Somebody is turned away at the gate of a host that asks for a clearance.
    """

    no_show: float = 0.03
    cancel: float = 0.0
    refuse: float = 0.0


@dataclass(frozen=True)
class Spread:
    """What a figure came to in many runs.

    Attributes
    ----------
    planned : int
        What it is if nothing goes wrong.
    mean, least, most : float
        The mean of the runs, and the bounds between which the expected value lies with 95% certainty.
    p10, p90 : int
        One run in ten came to this or less; nine in ten did.
    """

    planned: int
    mean: float
    least: float
    most: float
    p10: int
    p90: int

    @classmethod
    def of(cls, planned: int, numbers: Sequence[int]) -> Spread:
        """Summarise the runs."""
        count, ascending = len(numbers), sorted(numbers)
        mean = sum(numbers) / count
        variance = sum((number - mean) ** 2 for number in numbers) / max(1, count - 1)
        half = _SURE * sqrt(variance / count)
        return cls(
            planned,
            round(mean, 3),
            round(mean - half, 3),
            round(mean + half, 3),
            percentile(ascending, 0.1),
            percentile(ascending, 0.9),
        )


@dataclass(frozen=True)
class NoShows:
    """What many runs came to.

    Attributes
    ----------
    pairs, new_contacts : Spread
        Different pairs who meet, and those of them who did not know each other before.
    fewest : Spread
        New people met by whoever meets fewest.
    rules : mapping of str to Spread
        For rules about what each person gets to see: the amount broken, by id.
    people : mapping of str to Spread
        For the same rules: how many people miss something.
    """

    chances: Chances
    runs: int
    seed: int
    pairs: Spread
    new_contacts: Spread
    fewest: Spread
    rules: Mapping[str, Spread]
    people: Mapping[str, Spread]

    def as_json(self) -> dict[str, Any]:
        """The content of ``simulate --json``."""
        return asdict(self)


def no_shows(scenario: Scenario, plan: Plan, chances: Chances, runs: int = 1000, seed: int = 0) -> NoShows:
    """Let a plan happen many times over; the same seed gives the same figures.

    Two people meet in a round if both are at something that their set does in it, or in a round without activities if
    neither stays away. Whoever stays away does so for a whole day. Rounds of which attendance is recorded stay as they
    were. Rules are measured with the visits that people make.
    """
    programme = _Programme(scenario, plan)
    rules = [rule for rule in scenario.rules if rule.owes_visits]
    random = Random(seed)  # noqa: S311 - nothing secret
    planned = programme.figures(rules, Chances(0, 0, 0), random)
    found = [programme.figures(rules, chances, random) for _ in range(runs)]
    spreads = [Spread.of(first, column) for first, *column in zip(planned, *found, strict=True)]
    names = [rule.id for rule in rules]
    amounts = dict(zip(names, spreads[_FIGURES::2], strict=True))
    people = dict(zip(names, spreads[_FIGURES + 1 :: 2], strict=True))
    return NoShows(chances, runs, seed, spreads[0], spreads[1], spreads[2], amounts, people)


class _Doing(NamedTuple):
    """Something that a set does; where it does nothing, sitting in it."""

    day: object
    members: tuple[str, ...]
    visit: tuple[str, datetime] | None = None
    guarded: bool = False
    planned: PlannedSet | None = None


@dataclass(frozen=True)
class _Sitting:
    """A set of a round, and what it does."""

    round: str
    counts: bool
    settled: bool
    doings: tuple[_Doing, ...]
    pairs: frozenset[Pair]


class _Programme:
    """A plan, prepared for happening."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self._scenario, self._plan = scenario, happened(scenario, plan)
        self._knew = tied(scenario, ("knows",))
        self._sittings = tuple(self._prepared())
        doings = [doing for sitting in self._sittings if not sitting.settled for doing in sitting.doings]
        self._due = tuple(dict.fromkeys((doing.day, person) for doing in doings for person in doing.members))
        self._visits = tuple(dict.fromkeys(doing.visit for doing in doings if doing.visit is not None))

    def figures(self, rules: Sequence[Rule], chances: Chances, random: Random) -> list[int]:
        """Let the plan happen once: pairs that meet, new ones, fewest new ones, and for each rule amount and people."""
        away = {due for due in self._due if random.random() < chances.no_show}
        off = {visit for visit in self._visits if random.random() < chances.cancel}
        met, made = set[Pair](), dict[str, list[PlannedSet]]()
        for sitting in self._sittings:
            sides = []
            for doing in sitting.doings:
                there = doing.members if sitting.settled else self._there(doing, away, off, chances.refuse, random)
                sides.append(there)
                if doing.planned is not None and there:
                    same = there is doing.members
                    group = doing.planned if same else doing.planned.model_copy(update={"members": there})
                    made.setdefault(sitting.round, []).append(group)
            if sitting.counts:
                met |= sitting.pairs if sides[0] is sitting.doings[0].members else _pairs(sides)
        new = met - self._knew
        degree = Counter(chain.from_iterable(new))
        happening = self._visited(made) if rules else self._plan
        owed = [number for rule in rules for number in _owed(rule.measure(self._scenario, happening))]
        return [len(met), len(new), min(degree[person] for person in self._scenario.people), *owed]

    @staticmethod
    def _there(
        doing: _Doing, away: Collection[object], off: Collection[object], refuse: float, random: Random
    ) -> tuple[str, ...]:
        """Return who is at something: all its members, as the same object, if nothing goes wrong."""
        if doing.visit in off:
            return ()
        there = [person for person in doing.members if (doing.day, person) not in away]
        if doing.guarded:
            there = [person for person in there if random.random() >= refuse]
        return doing.members if len(there) == len(doing.members) else tuple(there)

    def _visited(self, made: Mapping[str, Sequence[PlannedSet]]) -> Plan:
        """Return a plan with a set for each visit that takes place, and those in it who are there."""
        rounds = (PlannedRound.model_construct(id=name, sets=tuple(sets)) for name, sets in made.items())
        return Plan.model_construct(scenario=self._plan.scenario, rounds=tuple(rounds))

    def _prepared(self) -> Iterator[_Sitting]:
        scenario = self._scenario
        groups = {(planned.id, group.id): group for planned in self._plan.rounds for group in planned.sets}
        counts = set(scenario.contact_rounds)
        for group in scenario.groups(self._plan, scenario.round):
            away = scenario.absentees[group.round]
            members = tuple(person for person in group.members if person not in away)
            planned = groups[group.round, group.id].model_copy(update={"members": members})
            doings = tuple(self._doing(planned, each) for each in planned.activities)
            yield _Sitting(
                group.round,
                group.round in counts,
                group.round in scenario.register.rounds,
                doings or (_Doing(group.round, members),),
                frozenset(combinations(members, 2)),
            )

    def _doing(self, group: PlannedSet, activity: PlannedActivity) -> _Doing:
        start, host = self._scenario.local(activity.start), self._scenario.host.get(activity.host or "")
        if activity.kind != "visit" or host is None:
            return _Doing(start.date(), group.members)
        alone = group.model_copy(update={"activities": (activity,)})
        return _Doing(start.date(), group.members, (host.id, start), host.clearance is not None, alone)


def _pairs(sides: Sequence[Sequence[str]]) -> set[Pair]:
    return {pair for side in dict.fromkeys(map(tuple, sides)) for pair in combinations(side, 2)}


def _owed(measure: Measure) -> tuple[int, int]:
    """Return an amount and how many people it concerns."""
    return measure.amount, len({person for match in measure.matches for person in match.people})
