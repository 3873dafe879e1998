"""Who knows whom: reach, parts and growth, by hand and as networkx has them."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.evaluate.network import Network, acquainted, full_figures, growth, network_figures
from cohortplan.model import Tie
from cohortplan.rules.new_contacts import NewContacts
from tests.evaluate.network.drawn import graph_of, networks
from tests.support import cohort, make_scenario, visit_rounds
from tests.support.plans import make_plan

FOUR = {"participants": cohort(4), "rounds": visit_rounds(2, [(2, 2), (2, 2)])}


@given(networks())
def test_figures_are_what_networkx_finds(drawn: tuple[Network, dict[str, str]]) -> None:
    """Density, the people within one step and two, those who are alone and the parts of a network."""
    network, value = drawn
    graph, count = graph_of(network), len(network.people)
    found = network_figures(network, value)
    assert found.density == (pytest.approx(nx.density(graph), abs=1e-6) if count > 1 else None)
    assert found.known == pytest.approx(sum(dict(graph.degree).values()) / count, abs=1e-3)
    steps = [len(nx.single_source_shortest_path_length(graph, person, cutoff=2)) - 1 for person in graph]
    assert network.within_two == steps
    assert found.within_two == pytest.approx(sum(steps) / count, abs=1e-3)
    assert found.alone == nx.number_of_isolates(graph)
    assert found.parts == nx.number_connected_components(graph)


@given(networks(missing=True))
def test_figures_of_all_who_know_all_need_no_network(drawn: tuple[Network, dict[str, str]]) -> None:
    """What the make-up allows is what the figures of a complete network are."""
    network, value = drawn
    times = {(min(pair), max(pair)): 1 for pair in nx.complete_graph(network.people).edges}
    assert full_figures(network.people, value) == network_figures(Network(network.people, times), value)


def test_one_person_and_nobody_have_figures() -> None:
    """One person is a part of their own and alone; without people there is nothing, and nothing fails."""
    one = network_figures(Network(("P1",), {}), {"P1": "x"})
    assert (one.pairs, one.density, one.known, one.within_two, one.alone, one.parts) == (0, None, 0, 0, 1, 1)
    nobody = network_figures(Network((), {}), {})
    assert (nobody.density, nobody.alone, nobody.parts, nobody.e_i) == (None, 0, 0, None)


def test_a_network_grows_from_prior_ties_round_by_round() -> None:
    """Who know each other stay so; who meet are added after their round, and who meet again count twice."""
    scenario = make_scenario(**FOUR, ties=(Tie(a="P02", b="P01"), Tie(a="P03", b="P04", kind="apart")))
    plan = make_plan(scenario, {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04"})
    steps = dict(growth(scenario, planned_contacts(scenario, plan)))
    assert list(steps) == ["", "D1", "D2"]
    assert steps[""].times == {("P01", "P02"): 1}
    assert steps["D1"].times == {("P01", "P02"): 2, ("P03", "P04"): 1}
    assert steps["D2"].times == {("P01", "P02"): 2, ("P03", "P04"): 1, ("P01", "P03"): 1, ("P02", "P04"): 1}
    pairs = [len(step.ties) for step in steps.values()]
    assert all(before <= after for before, after in pairwise(pairs))


def test_who_is_new_to_each_other_is_what_the_rule_says() -> None:
    """A rule `new_contacts` may say that contracts make people known to each other, and not other ties."""
    ties = (Tie(a="P02", b="P01"), Tie(a="P03", b="P04", kind="contract"))
    assert acquainted(make_scenario(**FOUR, ties=ties)) == {("P01", "P02")}
    assert acquainted(make_scenario([NewContacts(id="new", known=("contract",))], **FOUR, ties=ties)) == {
        ("P03", "P04")
    }


def test_other_contacts_than_planned_may_be_given() -> None:
    """Where P03 and P04 did not meet in fact, only what happened counts."""
    scenario = make_scenario(**FOUR)
    steps = dict(growth(scenario, {("P01", "P02"): ("D1",), ("P01", "P03"): ("D2",)}))
    assert steps["D2"].times == {("P01", "P02"): 1, ("P01", "P03"): 1}


def test_organisations_are_tied_by_their_people() -> None:
    """Two pairs between A and B make one tie of both their times; a pair inside A and somebody of nowhere make none."""
    network = Network(
        ("P1", "P2", "P3", "P4"),
        {("P1", "P2"): 5, ("P1", "P3"): 1, ("P2", "P3"): 2, ("P1", "P4"): 1},
    )
    joined = network.joined({"P1": "A", "P2": "A", "P3": "B"})
    assert (joined.people, joined.times) == (("A", "B"), {("A", "B"): 3})


def test_some_of_the_people_keep_their_ties() -> None:
    """The others are left out of every figure."""
    network = Network(("P1", "P2", "P3"), {("P1", "P2"): 1, ("P2", "P3"): 1}).among({"P1", "P2"})
    assert (network.people, network.ties, network.parts) == (("P1", "P2"), [(0, 1, 1)], 1)
