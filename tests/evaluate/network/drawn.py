"""Networks drawn at random, and the same ones as networkx has them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from cohortplan.evaluate.network import Network


@st.composite
def networks(draw: st.DrawFn, *, missing: bool = False) -> tuple[Network, dict[str, str]]:
    """Draw up to nine people, who knows whom how well, and of which of three kinds each is, if any."""
    people = tuple(f"P{k}" for k in range(draw(st.integers(1, 9))))
    pairs = list(combinations(people, 2))
    known = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    times = {pair: draw(st.integers(1, 4)) for pair in known}
    kinds = ["x", "y", "z", *([""] if missing else [])]
    return Network(people, times), {person: draw(st.sampled_from(kinds)) for person in people}


def graph_of(network: Network, value_of: dict[str, str] | None = None) -> Any:
    """Return the graph of networkx, with the times as weights and the values as ``kind``."""
    graph = nx.Graph()
    graph.add_nodes_from(network.people)
    graph.add_weighted_edges_from((a, b, times) for (a, b), times in network.times.items())
    nx.set_node_attributes(graph, value_of or {}, "kind")
    return graph
