"""Pairs of people, as the rules about who meets whom look at them. A pair is in alphabetical order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

from cohortplan.errors import Defect
from cohortplan.model.names import unknown
from cohortplan.model.plan import Plan, PlannedRound
from cohortplan.model.rule import Match, Rule
from cohortplan.model.scenario import Scenario
from cohortplan.model.seen import groups_of

Pair = tuple[str, str]
Thing = TypeVar("Thing")

#: Tie kinds that rules may name although no tie is of that kind.
USUAL_KINDS = ("knows", "apart", "together")


def tied(scenario: Scenario, kinds: Iterable[str]) -> frozenset[Pair]:
    """Pairs with a tie of one of `kinds`."""
    wanted = set(kinds)
    return frozenset(tie.pair for tie in scenario.ties if tie.kind in wanted)


def set_mates(
    rule: Rule, scenario: Scenario, plan: Plan, pairs: Collection[Pair], sentence: Callable[[str, str, str], str]
) -> Iterator[Match]:
    """Yield a match of 1 for each set of the rule's rounds that both of a pair sit in.

    Parameters
    ----------
    sentence : callable
        ``sentence(a, b, set)``: what is told of it.
    """
    for group in scenario.groups(plan, scenario.selected_rounds(rule)):
        for a, b in combinations(group.members, 2):
            if (a, b) in pairs:
                told = sentence(a, b, group.id)
                yield Match(
                    rule=rule.id, amount=1, people=(a, b), sets=(group.id,), rounds=(group.round,), sentence=told
                )


def pairs_met(scenario: Scenario, plan: Plan, rounds: Iterable[str]) -> set[Pair]:
    """Pairs that share a set in some of `rounds`."""
    there = (plan.by_round[name] for name in rounds if name in plan.by_round)
    # The sets' own hashes are used again: many times quicker than to look at each pair.
    return set().union(*(pairs_met_in(scenario, planned) for planned in there))


def pairs_met_in(scenario: Scenario, planned: PlannedRound) -> frozenset[Pair]:
    """Pairs that share a set of a round."""
    return scenario.seen.of(planned, _pairs_of)[0]


def _pairs_of(scenario: Scenario, planned: PlannedRound) -> Iterator[frozenset[Pair]]:
    yield frozenset(pair for group in groups_of(scenario, planned) for pair in combinations(group.members, 2))


def meetings(scenario: Scenario, plan: Plan, rounds: Iterable[str]) -> dict[Pair, tuple[str, ...]]:
    """For each pair that shares a set in some of `rounds`, the rounds in which it does."""
    met: dict[Pair, tuple[str, ...]] = {}
    for name in rounds:
        once = (name,)
        for group in scenario.groups(plan, once):
            for pair in combinations(group.members, 2):
                before = met.setdefault(pair, once)
                if before[-1] != name:
                    met[pair] = (*before, name)
    return met


def pairs_by_round(met: Mapping[Pair, Iterable[str]]) -> dict[str, list[Pair]]:
    """For each round, the pairs that meet in it, given the rounds of each pair."""
    found: dict[str, list[Pair]] = {}
    for pair, rounds in met.items():
        for name in rounds:
            found.setdefault(name, []).append(pair)
    return found


def most_contacts(scenario: Scenario, rounds: Iterable[str], known: Iterable[Pair] = ()) -> dict[str, int]:
    """For each participant, a number of people that no plan lets them exceed meeting in `rounds`.

    Nobody meets more people than the largest sets of the rounds they attend have room for beside them, nor more than
    there are whom they do not know. Where no hard rule keeps sets to their sizes, a set may hold all who attend.
    """
    acquaintances = Counter(person for pair in known for person in pair)
    room = dict.fromkeys(scenario.people, 0)
    for name in rounds:
        attending = scenario.attending(name)
        beside = _largest(scenario, name, len(attending)) - 1
        for person in attending:
            room[person] += beside
    others = len(scenario.people) - 1
    return {person: max(0, min(places, others - acquaintances[person])) for person, places in room.items()}


def shortfall(floor: int, number: int) -> int:
    """How many people somebody is short of who is to meet `floor` and meets so many."""
    return max(0, floor - number)


def _largest(scenario: Scenario, name: str, attending: int) -> int:
    """Most members that a set of a round can have."""
    sized = any(
        rule.kind == "set_size" and rule.hard and (not rule.rounds or name in rule.rounds) for rule in scenario.rules
    )
    return min(attending, max(spec.most for spec in scenario.round[name].sets)) if sized else attending


def linked(pairs: Iterable[Pair]) -> list[frozenset[str]]:
    """Split the people of `pairs` into groups within which a chain of pairs leads from each to each."""
    group_of: dict[str, frozenset[str]] = {}
    for a, b in pairs:
        merged = group_of.get(a, frozenset((a,))) | group_of.get(b, frozenset((b,)))
        group_of.update(dict.fromkeys(merged, merged))
    return list(dict.fromkeys(group_of.values()))


def unknown_kinds(scenario: Scenario, kinds: Iterable[str], field: str) -> Iterator[Defect]:
    """Yield a defect for each tie kind in a rule's `field` that no tie has and that is not a usual one."""
    used = sorted({tie.kind for tie in scenario.ties}.union(USUAL_KINDS))
    for kind in kinds:
        if kind not in used:
            yield unknown("kind of tie", kind, used, (field,))


def alike(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> Iterator[tuple[Thing, Thing]]:
    """Yield each two of `things` that have the same key, in order."""
    groups: dict[Hashable, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    for group in groups.values():
        yield from combinations(group, 2)
