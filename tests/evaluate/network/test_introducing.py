"""Whom to introduce to each other next."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortplan.evaluate.network import (
    MOST_INTRODUCED,
    Introduction,
    Network,
    introductions,
    kept_apart,
    next_together,
)
from cohortplan.model import Absence, Tie
from cohortplan.rules import build_rule
from tests.evaluate.network.drawn import graph_of, networks
from tests.support import make_scenario

#: Two groups of three that do not know each other; P1 and P4 know the others of theirs.
TWO = Network(
    ("P1", "P2", "P3", "P4", "P5", "P6"), {("P1", "P2"): 1, ("P1", "P3"): 1, ("P4", "P5"): 1, ("P4", "P6"): 1}
)


def test_the_middles_of_two_groups_come_first() -> None:
    """P1 and P4 know each other then, and each is within two steps of the other and the other's two."""
    assert introductions(TWO, 1, {}) == [Introduction("P1", "P4", 6)]


def test_of_equals_those_who_differ_and_know_few_come_first() -> None:
    """In a ring each further tie brings one pair nearer: P2 and P4 differ; where P5 knows all but P4, P4 knows few."""
    ring = Network(("P1", "P2", "P3", "P4"), {("P1", "P2"): 1, ("P2", "P3"): 1, ("P3", "P4"): 1, ("P1", "P4"): 1})
    value = {"P1": "x", "P2": "x", "P3": "x", "P4": "y"}
    assert introductions(ring, 9, value) == [Introduction("P2", "P4", 1), Introduction("P1", "P3", 1)]
    assert introductions(ring, 1, {}) == [Introduction("P1", "P3", 1)]
    wheel = Network((*ring.people, "P5"), {**ring.times, **{(name, "P5"): 1 for name in ("P1", "P2", "P3")}})
    assert introductions(wheel, 1, {}) == [Introduction("P2", "P4", 1)]


@given(networks(), st.integers(1, 4))
def test_each_is_the_best_there_is(drawn: tuple[Network, dict[str, str]], number: int) -> None:
    """Step by step no other pair gains more in the graph of networkx, and all gains add up to what is gained."""
    network, value = drawn
    graph = graph_of(network)
    start = worth(graph)
    found = introductions(network, number, value)
    assert found is not None
    assert len(found) == min(number, network.possible - len(network.ties))
    for step in found:
        before = worth(graph)
        others = [pair for pair in combinations(graph, 2) if not graph.has_edge(*pair)]
        gains = {pair: worth(nx.compose(graph, nx.Graph([pair]))) - before for pair in others}
        assert gains[step.a, step.b] == step.gain == max(gains.values())
        graph.add_edge(step.a, step.b)
    assert worth(graph) - start == sum(step.gain for step in found)


def worth(graph: nx.Graph) -> int:
    """Return how many pairs know each other, and how many do or know somebody who knows both."""
    near = sum(len(nx.single_source_shortest_path_length(graph, person, cutoff=2)) - 1 for person in graph)
    return graph.number_of_edges() + near // 2


def test_pairs_kept_apart_are_not_introduced() -> None:
    """Neither those that a tie keeps apart nor those of one value, whether the rule is hard or soft."""
    hard = build_rule("keep_apart", id="hard", kinds=("apart",))
    soft = build_rule("keep_apart", id="soft", kinds=(), same=("town",), hard=False)
    scenario = make_scenario([hard, soft], ties=(Tie(a="P02", b="P01", kind="apart"), Tie(a="P01", b="P04")))
    apart = kept_apart(scenario)
    assert ("P01", "P02") in apart
    assert ("P01", "P03") in apart
    assert ("P01", "P04") not in apart
    assert kept_apart(make_scenario()) == frozenset()
    found = introductions(TWO, 99, {}, {("P1", "P4")})
    assert found is not None
    assert ("P1", "P4") not in {(each.a, each.b) for each in found}
    assert len(found) == 10


def test_the_next_day_is_one_on_which_both_are_there() -> None:
    """P01 misses the first of three days; none of them is left at the end of the year."""
    scenario = make_scenario(absences=(Absence(participant="P01", round="D1"),))
    assert next_together(scenario, "P02", "P03", date(2026, 9, 1)) == (date(2026, 10, 8), "D1")
    assert next_together(scenario, "P01", "P02", date(2026, 9, 1)) == (date(2026, 10, 22), "D2")
    assert next_together(scenario, "P01", "P02", date(2026, 10, 23)) == (date(2026, 11, 5), "D3")
    assert next_together(scenario, "P01", "P02", date(2026, 11, 6)) is None


def test_there_is_nobody_to_introduce_among_one_or_too_many() -> None:
    """One person gives an empty list; one more than `MOST_INTRODUCED` give none."""
    assert introductions(Network(("P1",), {}), 3, {}) == []
    assert introductions(Network(tuple(map(str, range(MOST_INTRODUCED + 1))), {}), 3, {}) is None


@pytest.mark.parametrize("number", [1, 3])
def test_more_introductions_begin_with_the_same(number: int) -> None:
    """The list grows at its end."""
    whole = introductions(TWO, 5, {})
    assert whole is not None
    assert introductions(TWO, number, {}) == whole[:number]
