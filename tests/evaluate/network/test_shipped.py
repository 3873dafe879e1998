"""The networks of shipped plans have the figures that networkx finds, after every round."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.evaluate.network import bridges, full_figures, growth, network_figures
from cohortplan.io import read_plan, read_scenario
from tests.evaluate.network.drawn import graph_of

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["connect-11", "threesector-30x10", "partner-hub-60"])
def test_the_figures_of_a_programme_are_those_of_networkx(name: str) -> None:
    """Density, reach and parts, assortativity, betweenness and constraint, from the first tie to the last contact."""
    scenario = read_scenario(SCENARIOS / name)
    plan = read_plan(SCENARIOS / name / "plan.json")
    sector = {person.id: person.get("sector") for person in scenario.participants}
    for _, network in growth(scenario, planned_contacts(scenario, plan)):
        graph, found = graph_of(network, sector), network_figures(network, sector)
        assert found.pairs == graph.number_of_edges()
        assert found.density == pytest.approx(nx.density(graph), abs=1e-6)
        assert found.parts == nx.number_connected_components(graph)
        assert network.within_two == [len(nx.ego_graph(graph, person, radius=2)) - 1 for person in graph]
        if found.pairs:
            like = nx.attribute_assortativity_coefficient(graph, "kind")
            assert found.assortativity == pytest.approx(like, abs=1e-6)
        linking = bridges(network, sector)
        assert {person: bridge.knows for person, bridge in linking.items()} == dict(graph.degree)
        between = {person: bridge.betweenness for person, bridge in linking.items()}
        assert between == pytest.approx(nx.betweenness_centrality(graph), abs=1e-6)
    first, last = network.people[0], network.people[-1]  # networkx takes long for all of them
    closed = nx.constraint(graph, [first, last], weight="weight")
    assert {name: linking[name].constraint for name in (first, last)} == pytest.approx(closed, abs=1e-6)


def test_e_i_falls_to_what_the_make_up_of_the_flagship_allows() -> None:
    """Mixed sets begin far above it; the more pairs meet, the nearer the index comes to 157/435, that of all pairs."""
    scenario = read_scenario(SCENARIOS / "threesector-30x10")
    plan = read_plan(SCENARIOS / "threesector-30x10" / "plan.json")
    sector = {person.id: person.get("sector") for person in scenario.participants}
    steps = [network_figures(network, sector).e_i for _, network in growth(scenario, planned_contacts(scenario, plan))]
    least = full_figures(scenario.people, sector).e_i
    assert least == pytest.approx(157 / 435, abs=1e-6)
    assert steps[0] is None
    told = [step for step in steps if step is not None]
    assert told == sorted(told, reverse=True)
    assert least < told[-1] < least + 0.05
