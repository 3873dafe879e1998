"""Who links others: roles by their definition, betweenness and constraint as networkx has them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given

from cohortplan.evaluate.network import MOST_PEOPLE, Network, Roles, betweenness, brokerage, constraint
from tests.evaluate.network.drawn import graph_of, networks

#: P1 in the middle of four who do not know each other, but for P2 and P3.
STAR = Network(
    ("P1", "P2", "P3", "P4", "P5"),
    {("P1", "P2"): 1, ("P1", "P3"): 1, ("P1", "P4"): 1, ("P1", "P5"): 1, ("P2", "P3"): 1},
)


def test_the_roles_of_the_middle_of_a_star_by_hand() -> None:
    """Of five pairs one is all public, three lead from the public sector to the private, one is all private."""
    value = {"P1": "public", "P2": "public", "P3": "private", "P4": "public", "P5": "private"}
    found = brokerage(STAR, value)
    assert found["P1"] == Roles(coordinator=1, gatekeeper=3, consultant=1, liaison=0)
    assert (found["P1"].total, found["P1"].across) == (5, 4)
    assert found["P2"] == Roles()
    value["P4"] = "nonprofit"
    assert brokerage(STAR, value)["P1"] == Roles(coordinator=0, gatekeeper=2, consultant=1, liaison=2)


def test_who_has_no_value_is_in_no_role() -> None:
    """Without P5's sector, neither P5 nor the pairs with P5 are counted."""
    value = {"P1": "public", "P2": "public", "P3": "private", "P4": "public", "P5": ""}
    found = brokerage(STAR, value)
    assert found["P1"] == Roles(coordinator=1, gatekeeper=1)
    assert "P5" not in found


@given(networks(missing=True))
def test_roles_follow_their_definition(drawn: tuple[Network, dict[str, str]]) -> None:
    """Each two neighbours of a person in the graph of networkx who are none of each other, one by one."""
    network, value = drawn
    graph = graph_of(network).subgraph(person for person in network.people if value[person])
    found = brokerage(network, value)
    assert found.keys() == set(graph.nodes)
    for person in graph:
        pairs = (pair for pair in combinations(graph[person], 2) if not graph.has_edge(*pair))
        counted = Counter(role(value[person], value[a], value[b]) for a, b in pairs)
        assert found[person] == Roles(**counted)


def role(own: str, one: str, other: str) -> str:
    """Return the role in which somebody links two others, given the three groups."""
    if own == one == other:
        return "coordinator"
    if own in (one, other):
        return "gatekeeper"
    return "consultant" if one == other else "liaison"


@given(networks())
def test_betweenness_is_that_of_networkx(drawn: tuple[Network, dict[str, str]]) -> None:
    """In networks of one part or several, of any number of people."""
    network, _ = drawn
    expected = nx.betweenness_centrality(graph_of(network))
    assert betweenness(network) == pytest.approx(expected)


@given(networks())
def test_constraint_is_that_of_networkx(drawn: tuple[Network, dict[str, str]]) -> None:
    """With times as weights; who knows nobody has none, where networkx has a number that is none."""
    network, _ = drawn
    expected = nx.constraint(graph_of(network), network.people, weight="weight")
    found = constraint(network)
    assert found is not None
    for person, near in zip(network.people, network.near, strict=True):
        assert found[person] == (pytest.approx(expected[person]) if near else None)


def ring_of(count: int) -> Network:
    """Make people who know the one before and the one after."""
    people = tuple(f"P{k:02}" for k in range(count))
    return Network(people, {(min(pair), max(pair)): 1 for pair in zip(people, (*people[1:], people[0]), strict=True)})


def test_people_are_counted_alike_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a ring of thirty, seven at a time, the numbers are those of networkx, though the shortest paths are long."""
    monkeypatch.setattr("cohortplan.evaluate.network.bridging._BATCH", 7)
    network = ring_of(30)
    assert betweenness(network) == pytest.approx(nx.betweenness_centrality(graph_of(network)))


def test_paths_that_are_too_long_for_so_many_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is the number of steps, of which a ring of ten has five, by the cube of the people."""
    monkeypatch.setattr("cohortplan.evaluate.network.bridging._MOST_WORK", 5 * 10**3)
    assert betweenness(ring_of(10)) is not None
    assert betweenness(ring_of(12)) is None


def test_of_very_many_people_what_takes_too_long_is_left_out() -> None:
    """One more than `MOST_PEOPLE` have roles, but neither betweenness nor constraint."""
    network = Network(tuple(map(str, range(MOST_PEOPLE + 1))), {("1", "2"): 1})
    assert (betweenness(network), constraint(network)) == (None, None)
    assert brokerage(network, {"1": "x", "2": "y"}) == {"1": Roles(), "2": Roles()}
