"""Pairs of people, as the rules about who meets whom look at them. A pair is in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from cohortplan.errors import Defect
from cohortplan.model.consistency import unknown
from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario

Pair = tuple[str, str]

#: Tie kinds that rules may name although no tie is of that kind.
USUAL_KINDS = ("knows", "apart", "together")


def tied(scenario: Scenario, kinds: Iterable[str]) -> frozenset[Pair]:
    """Pairs with a tie of one of `kinds`."""
    wanted = set(kinds)
    return frozenset(tie.pair for tie in scenario.ties if tie.kind in wanted)


def meetings(scenario: Scenario, plan: Plan, rounds: Iterable[str]) -> dict[Pair, tuple[str, ...]]:
    """For each pair that shares a set in some of `rounds`, the rounds in which it does."""
    met: dict[Pair, dict[str, None]] = {}
    for group in scenario.groups(plan, rounds):
        for pair in combinations(group.members, 2):
            met.setdefault(pair, {})[group.round] = None
    return {pair: tuple(where) for pair, where in met.items()}


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
