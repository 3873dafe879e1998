"""E-I and assortativity: by hand, at their ends, and as networkx has them."""

from __future__ import annotations

from math import isnan

import networkx as nx
import pytest
from hypothesis import given

from cohortplan.evaluate.network import Network, assortativity, e_i_index, full_mixing, mixing
from tests.evaluate.network.drawn import graph_of, networks

#: Two public and two private people, in a row.
ROW = Network(("P1", "P2", "P3", "P4"), {("P1", "P2"): 3, ("P2", "P3"): 1, ("P3", "P4"): 1})
VALUE = {"P1": "public", "P2": "public", "P3": "private", "P4": "private"}


def test_a_row_of_four_by_hand() -> None:
    """One pair of three is across: E-I is -1/3, e_xx is 1/3 each and half the ends are of each kind, so r is 1/3."""
    pairs = mixing(ROW, VALUE)
    assert pairs == {("public", "public"): 1, ("private", "public"): 1, ("private", "private"): 1}
    assert e_i_index(pairs) == pytest.approx(-1 / 3)
    assert assortativity(pairs) == pytest.approx((2 / 3 - 1 / 2) / (1 - 1 / 2))


def test_the_make_up_of_the_flagship_sets_the_limit() -> None:
    """Of 12, 10 and 8 people 139 pairs of 435 are of one kind: E-I of all pairs is 157/435, 0.361."""
    pairs = full_mixing(["a"] * 12 + ["b"] * 10 + ["c"] * 8 + ["", ""])
    assert sum(pairs.values()) == 435
    assert e_i_index(pairs) == pytest.approx(157 / 435)
    assert assortativity(pairs) == pytest.approx(-1 / 29, abs=5e-3)


def test_only_ones_own_kind_and_only_others() -> None:
    """Both indices are 1 and -1 at their ends, with the signs the other way round."""
    own, others = {("x", "x"): 2, ("y", "y"): 1}, {("x", "y"): 3}
    assert (e_i_index(own), assortativity(own)) == (-1, 1)
    assert (e_i_index(others), assortativity(others)) == (1, -1)


def test_where_nothing_can_be_said_nothing_is() -> None:
    """Nobody knows anybody, nobody has a value, or all are of one kind: no number, and never one that is none."""
    alone = mixing(Network(("P1",), {}), VALUE)
    assert (e_i_index(alone), assortativity(alone)) == (None, None)
    unknown = mixing(ROW, {})
    assert (e_i_index(unknown), assortativity(unknown)) == (None, None)
    same = mixing(ROW, dict.fromkeys(VALUE, "public"))
    assert (e_i_index(same), assortativity(same)) == (-1, None)


@given(networks(missing=True))
def test_both_are_what_networkx_finds(drawn: tuple[Network, dict[str, str]]) -> None:
    """Among those who have a value, E-I is counted edge by edge, and assortativity is that of networkx or undefined."""
    network, value = drawn
    pairs = mixing(network, value)
    graph = graph_of(network, value).subgraph(person for person in network.people if value[person])
    if not graph.edges:
        assert (e_i_index(pairs), assortativity(pairs)) == (None, None)
        return
    across = sum(value[a] != value[b] for a, b in graph.edges)
    assert e_i_index(pairs) == pytest.approx((2 * across - len(graph.edges)) / len(graph.edges))
    found, expected = assortativity(pairs), _networkx(graph)
    assert found == (None if expected is None else pytest.approx(expected))


def _networkx(graph: nx.Graph) -> float | None:
    if len({value for edge in graph.edges for value in map(graph.nodes(data="kind").__getitem__, edge)}) < 2:
        return None
    value = float(nx.attribute_assortativity_coefficient(graph, "kind"))
    assert not isnan(value)
    return value


@given(networks(missing=True))
def test_full_mixing_is_that_of_a_complete_network(drawn: tuple[Network, dict[str, str]]) -> None:
    """The numbers of all pairs need no network of all pairs."""
    network, value = drawn
    everyone = nx.complete_graph(network.people)
    times = {(min(pair), max(pair)): 1 for pair in everyone.edges}
    found = {key: count for key, count in full_mixing(value.values()).items() if count}
    assert found == mixing(Network(network.people, times), value)
