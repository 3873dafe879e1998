"""Large programmes hub by hub: what is planned apart, and how it is put together.

A hard rule `hubs` keeps the sets of some rounds to one hub each. Such rounds part into as many scenarios as there are
hubs, with sets, hosts and people of their own. Rounds across the hubs are planned before them, all people together:
hosts they visit are booked for the hubs, and people of one hub who meet there know each other then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cohortplan.errors import Defect, InputError
from cohortplan.model import (
    Booking,
    Plan,
    PlannedRound,
    Scenario,
    ScenarioRef,
    SetSpec,
    Tie,
)
from cohortplan.model.cut import cut
from cohortplan.rules.hubs import Hubs


@dataclass(frozen=True)
class Hub:
    """One hub: the value of the attribute, its people, its sets and its hosts, by id."""

    name: str
    people: frozenset[str]
    sets: frozenset[str]
    hosts: frozenset[str]


@dataclass(frozen=True)
class Division:
    """A scenario and the hubs it falls into.

    Attributes
    ----------
    rounds : frozenset of str
        The rounds that the hubs have by themselves.
    """

    scenario: Scenario
    rule: Hubs
    rounds: frozenset[str]
    hubs: tuple[Hub, ...]

    @property
    def _without_duties(self) -> Scenario:
        """The scenario, less what is shared out once the plan is whole."""
        return self.scenario.but(duties=(), cases=())

    def across(self) -> Scenario | None:
        """Return the scenario of the rounds across the hubs, None if there are none."""
        others = [each.id for each in self.scenario.rounds if each.id not in self.rounds]
        if not others:
            return None
        sets = {spec.id for name in others for spec in self.scenario.round[name].sets}
        return cut(self._without_duties, self.scenario.people, sets, self.scenario.host)

    def part(self, hub: Hub, across: Plan | None = None) -> Scenario:
        """Return the scenario of one hub, after the rounds across the hubs have been planned."""
        part = cut(self._without_duties, hub.people, hub.sets, hub.hosts)
        if across is None:
            return part
        names = [each.id for each in across.rounds]
        met = {
            pair
            for group in self.scenario.groups(across, [name for name in names if self.scenario.round[name].contacts])
            for pair in combinations((name for name in group.members if name in hub.people), 2)
        }
        known = {tie.pair for tie in part.ties if tie.kind == "knows"}
        ties = (Tie(a=a, b=b, source="rounds across the hubs") for a, b in sorted(met - known))
        booked = _booked(self.scenario, across)
        hosts = tuple(
            host.model_copy(update={"bookings": (*host.bookings, *booked.get(host.id, ()))}) for host in part.hosts
        )
        return part.but(ties=(*part.ties, *ties), hosts=hosts)

    def whole(self, plans: Iterable[Plan]) -> Plan:
        """Put the plans of the hubs, and of the rounds across them, together."""
        planned = [each for plan in plans for each in plan.rounds]
        sets = {group.id: group for each in planned for group in each.sets}
        rounds = tuple(
            PlannedRound(id=each.id, sets=tuple(sets[spec.id] for spec in each.sets if spec.id in sets))
            for each in self.scenario.rounds
        )
        ref = ScenarioRef(id=self.scenario.programme.id, sha256=self.scenario.sha256)
        return Plan(scenario=ref, rounds=rounds)


def divide(scenario: Scenario) -> Division | None:
    """Divide a scenario by its first hard rule `hubs`; None if there is none, or only one hub.

    Raises
    ------
    InputError
        If somebody has no hub, or the sets of a round cannot be shared out among the hubs.
    """
    rule = next((rule for rule in scenario.rules if isinstance(rule, Hubs) and rule.hard), None)
    names = () if rule is None else tuple(dict.fromkeys(each.get(rule.attribute) for each in scenario.participants))
    if rule is None or len(names) < 2:
        return None
    if "" in names:
        person = next(each.id for each in scenario.participants if not each.get(rule.attribute))
        raise InputError([Defect(f"{person} has no {rule.attribute}", "Fill it in, or plan the hubs together")])
    rounds = scenario.selected_rounds(rule)
    people = {name: frozenset(p.id for p in scenario.participants if p.get(rule.attribute) == name) for name in names}
    sets: dict[str, set[str]] = {name: set() for name in names}
    for each in rounds:
        present = {name: len(people[name] - scenario.absentees[each]) for name in names}
        for name, shared in share_sets(scenario.round[each].sets, present).items():
            sets[name].update(spec.id for spec in shared)
    hosts = _hosts_of(scenario, names)
    hubs = (Hub(name, people[name], frozenset(sets[name]), frozenset(hosts[name])) for name in names)
    return Division(scenario, rule, frozenset(rounds), tuple(hubs))


def share_sets(specs: Sequence[SetSpec], people: Mapping[str, int]) -> dict[str, tuple[SetSpec, ...]]:
    """Share a round's sets out among hubs, in order, so that each has seats for its people and can fill them.

    Every hub takes sets until they hold its people; sets that are left over go, one by one, to the hub whose sets are
    fullest and can spare people.

    Raises
    ------
    InputError
        If that cannot be done.
    """
    left = list(specs)
    shared: dict[str, list[SetSpec]] = {name: [] for name in people}
    for name, count in people.items():
        while left and sum(spec.most for spec in shared[name]) < count:
            shared[name].append(left.pop(0))
    while left:
        spec = left.pop(0)
        spare = {name: people[name] - sum(each.least for each in mine) for name, mine in shared.items()}
        name = max(spare, key=lambda each: spare[each])
        shared[name].append(spec)
    for name, count in people.items():
        low, high = sum(spec.least for spec in shared[name]), sum(spec.most for spec in shared[name])
        if not low <= count <= high:
            message = (
                f"the sets cannot be shared out among the hubs: {count} people of {name} meet {low} to {high} seats"
            )
            raise InputError([Defect(message, "Change the number of sets or their sizes, or plan the hubs together")])
    return {name: tuple(mine) for name, mine in shared.items()}


def _hosts_of(scenario: Scenario, names: Sequence[str]) -> dict[str, set[str]]:
    """Give each host to the hub of its town, else to the nearest, else to the one that has fewest so far."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for host in scenario.hosts:
        ways = {name: way for name in names if (way := scenario.atlas.minutes(name, host.id)) is not None}
        if host.town in found:
            found[host.town].add(host.id)
        else:
            least = min(ways, key=lambda name: ways[name]) if ways else min(found, key=lambda name: len(found[name]))
            found[least].add(host.id)
    return found


def _booked(scenario: Scenario, plan: Plan) -> dict[str, list[Booking]]:
    found: dict[str, list[Booking]] = {}
    for visit in scenario.visits(plan):
        booking = Booking(start=visit.start, end=visit.end, people=len(visit.members), by=scenario.programme.id)
        found.setdefault(visit.host, []).append(booking)
    return found
