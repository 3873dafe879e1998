"""The track of several wishes: coverage, travel and host load are held against each other.

``front:SCENARIO`` asks for plans none of which is better than another in all of these at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

from cohortplan.bench.registry.limits import limit
from cohortplan.bench.source import Measured, Subject
from cohortplan.errors import Defect, InputError
from cohortplan.evaluate.travelling import minutes_on_the_way
from cohortplan.living.front import dominated
from cohortplan.model import Plan, Scenario
from cohortplan.model.rule import Rule
from cohortplan.rules import build_rule

#: The wishes, by the kind of the soft rule that leads a search there.
COVERAGE, TRAVEL, LOAD = "new_contacts", "travel", "host_balance"
#: What is measured of each, and how.
NAMES = {COVERAGE: "distinct_pairs", TRAVEL: "travel_minutes", LOAD: "most_visits_of_a_host"}
#: Decimals of a volume.
DIGITS = 6

Point = tuple[int, ...]


@dataclass(frozen=True)
class Wishes(Subject):
    """A scenario of which several wishes are held against each other.

    The wishes are *coverage*, different pairs of people who share a set; *travel*, the minutes of all people on the way
    to their visits and back, if the scenario knows ways; and *host load*, the visits of the host that receives most. As
    points they all count such that less is better: of pairs, those that are missed of `ideal`.

    The **reference point** follows from the instance alone. Coverage: no pair meets. Travel: everybody goes to the host
    that is furthest from their home for every visit they may make. Host load: one host receives all visits. The *ideal*
    point: all pairs for which there is room, as counting has it; no way at all; all hosts receive equally many visits.
    The **hypervolume** is the part of the box between the two that some plan dominates, from 0 to 1, exactly.

    Attributes
    ----------
    kinds : tuple of str
        The wishes there are, in the order of the points.
    """

    kinds: tuple[str, ...] = ()

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Ids of the soft rules that lead to each wish."""
        return tuple(_rule(self.scenario, kind).id for kind in self.kinds)

    @cached_property
    def reference(self) -> Point:
        """What no plan is worse than."""
        worst = {COVERAGE: self._most_pairs, TRAVEL: furthest(self.scenario), LOAD: visits(self.scenario)}
        return tuple(worst[kind] for kind in self.kinds)

    @cached_property
    def ideal(self) -> Point:
        """What no plan is better than."""
        hosts = len(self.scenario.hosts)
        best = {COVERAGE: 0, TRAVEL: 0, LOAD: -(-visits(self.scenario) // hosts)}
        return tuple(best[kind] for kind in self.kinds)

    def measure(self, plans: Sequence[Plan]) -> Measured:
        """Measure plans together: hypervolume, number of points, and the best of each wish by itself.

        Plans that break a hard rule make no point; if all do, hard and soft are those of the one that breaks least.
        """
        evaluations = [self.evaluate(plan) for plan in plans]
        valid = [plan for plan, found in zip(plans, evaluations, strict=True) if found.valid]
        hard, soft = min((found.hard, found.soft) for found in evaluations)
        points = best_of(self.point(plan) for plan in valid)
        if not points:
            return Measured(hard, soft, {})
        alone = self.told(tuple(map(min, zip(*points, strict=True))))
        figures = dict(zip((NAMES[kind] for kind in self.kinds), alone, strict=True))
        return Measured(hard, soft, {"hypervolume": self.volume(points), "points": len(points), **figures})

    def told(self, point: Point) -> Point:
        """Return a point as people are told it: the pairs that meet, not those that are missed."""
        return (self._most_pairs - point[0], *point[1:])

    def point(self, plan: Plan) -> Point:
        """Return what a plan owes of each wish."""
        pairs = int(self.figures(plan)["distinct_pairs"])
        hosts = Counter(visit.host for visit in self.scenario.visits(plan))
        owed = {
            COVERAGE: self._most_pairs - pairs,
            TRAVEL: sum(minutes_on_the_way(self.scenario, plan)),
            LOAD: max(hosts.values(), default=0),
        }
        return tuple(owed[kind] for kind in self.kinds)

    def volume(self, points: Iterable[Point]) -> float:
        """Return the part of the box between ideal and reference that points dominate."""
        inside = [tuple(map(max, point, self.ideal)) for point in points]
        box = prod(worst - best for worst, best in zip(self.reference, self.ideal, strict=True))
        return round(dominated(inside, self.reference) / box, DIGITS)

    @cached_property
    def _most_pairs(self) -> int:
        most = limit(self, "distinct_pairs")
        return 0 if most is None else int(most.value)


def track(subject: Subject) -> Wishes:
    """Return the wishes of a scenario; soft rules that lead there are added where it has none.

    Raises
    ------
    InputError
        If there is nothing to hold against coverage.
    """
    scenario = subject.scenario
    kinds = (COVERAGE, *((TRAVEL,) if furthest(scenario) else ()), *((LOAD,) if len(scenario.hosts) > 1 else ()))
    if len(kinds) < 2 or not visits(scenario):
        remedy = "Name a scenario with hosts and visits"
        raise InputError([Defect("there is nothing to hold against coverage", remedy, subject.source)])
    rules = [_rule(scenario, kind) for kind in kinds]
    added = [rule for rule in rules if rule not in scenario.rules]
    return Wishes(subject.source, scenario.but(rules=(*scenario.rules, *added)), None, kinds)


def best_of(points: Iterable[Point]) -> list[Point]:
    """Return the points that no other beats, each once, in ascending order."""
    found: list[Point] = []
    for point in sorted(set(points)):  # whatever beats a point comes before it
        if not any(all(a <= b for a, b in zip(other, point, strict=True)) for other in found):
            found.append(point)
    return found


def visits(scenario: Scenario) -> int:
    """Return how many visits all sets make in all."""
    return sum(_visits(scenario, each.id, group.id) for each in scenario.rounds for group in each.sets)


def furthest(scenario: Scenario) -> int:
    """Return the minutes of all people on the way, if everybody goes as far as can be for as many visits as can be."""
    if not scenario.places and not scenario.ways:
        return 0
    ways = {
        person.id: max((scenario.atlas.from_home(person, host.id) or 0 for host in scenario.hosts), default=0)
        for person in scenario.participants
    }
    most = {each.id: max(_visits(scenario, each.id, group.id) for group in each.sets) for each in scenario.rounds}
    return sum(2 * ways[name] * number for each, number in most.items() for name in scenario.attending(each))


def _visits(scenario: Scenario, round_id: str, set_id: str) -> int:
    return sum(activity.kind == "visit" for activity in scenario.activities(scenario.round[round_id], set_id))


def _rule(scenario: Scenario, kind: str) -> Rule:
    """Return the soft rule of a kind that a scenario has, or one that can be added."""
    own = [rule for rule in scenario.rules if rule.kind == kind and not rule.hard]
    return own[0] if own else build_rule(kind, id=f"front_{kind}", hard=False)
