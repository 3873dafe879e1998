"""Whom the hub reaches is what a breadth-first search finds."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import Any

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import evaluate, reach
from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.model import Attribute, Link, Participant, Plan, Reach, Scenario, Tie
from tests.support import make_scenario, visit_rounds
from tests.support.plans import make_plan

HUB = Reach(attribute="part", values=("hub",), known=("contract",))
ATTRIBUTES = tuple(Attribute(name=name, optional=True) for name in ("sector", "organisation", "part"))


def person(number: int, organisation: str, part: str = "node") -> Participant:
    """Somebody of an organisation."""
    attributes = {"organisation": organisation, "part": part}
    return Participant(id=f"P{number:02}", name=f"Person {number}", attributes=attributes)


def scenario_of(*people: Participant, links: str, **parts: Any) -> Scenario:
    """Make a scenario of three rounds of pairs with links given as ``A-x``."""
    pairs = (each.split("-") for each in links.split())
    given: dict[str, Any] = {
        "attributes": ATTRIBUTES,
        "participants": people,
        "rounds": visit_rounds(3, [(0, 9), (0, 9)]),
        "links": tuple(Link(organisation=a, body=b) for a, b in pairs),
        "reach": HUB,
    }
    return make_scenario(implied=False, **{**given, **parts})


SMALL = (person(1, "A", "hub"), person(2, "B", "hub"), person(3, "C"), person(4, "D"), person(5, "B"))
LINKS = "A-p C-q C-r D-r D-s B-t"


def test_organisations_met_come_first_and_their_links_second() -> None:
    """P01 knows P03 by contract, then meets P05, who is of the hub's own organisation B, and at last P04."""
    scenario = scenario_of(*SMALL, links=LINKS, ties=(Tie(a="P03", b="P01", kind="contract"), Tie(a="P02", b="P04")))
    plan = make_plan(scenario, {"D1": "P01 P05 | P03 P04", "D2": "P02 | P03", "D3": "P01 P04 | P02 P05"})
    steps = reach(scenario, planned_contacts(scenario, plan))
    assert [step.round for step in steps] == ["", "D1", "D2", "D3"]
    assert [sorted(step.first) for step in steps] == [["C"], ["C"], ["C"], ["C", "D"]]
    assert [sorted(step.second) for step in steps] == [["q", "r"], ["q", "r"], ["q", "r"], ["q", "r", "s"]]
    assert [step.first_each for step in steps] == [0.5, 1.0, 1.0, 1.5]
    figures = evaluate(scenario, plan).metrics.as_json()
    assert (figures["reach1"], figures["reach2"]) == (2, 3)


def test_without_links_there_are_no_figures() -> None:
    """The hub matters only to those who give links."""
    scenario = scenario_of(*SMALL, links="", reach=Reach())
    assert "reach1" not in evaluate(scenario, make_plan(scenario, {"D1": "P01 P03 | P02"})).metrics.as_json()


def test_reach_equals_a_breadth_first_search() -> None:
    """On random people, plans and links the first two levels are those of a search from the hub's organisations."""
    random = Random(45)  # noqa: S311 - nothing secret
    for _ in range(30):
        people = [person(k, random.choice("ABCDEF"), "hub" if k < 4 else "node") for k in range(1, 13)]
        links = " ".join(sorted({f"{random.choice('ABCDEF')}-{random.choice('uvwxyz')}" for _ in range(9)}))
        known = {person.get("organisation") for person in people}
        links = " ".join(each for each in links.split() if each[0] in known)
        scenario = scenario_of(*people, links=links)
        seats = {}
        for name in ("D1", "D2", "D3"):
            names = [each.id for each in random.sample(people, 8)]
            seats[name] = f"{' '.join(names[:4])} | {' '.join(names[4:])}"
        plan = make_plan(scenario, seats)
        for number, step in enumerate(reach(scenario, planned_contacts(scenario, plan))):
            levels = searched(scenario, make_plan(scenario, dict(list(seats.items())[:number])))
            assert (step.first, step.second) == levels


def searched(scenario: Scenario, plan: Plan) -> tuple[set[str], set[str]]:
    """Search a graph: the hub's organisations, those met by people of the hub, and what these are linked with."""
    edges: dict[str, set[str]] = {"": set()}
    hub = {each.id for each in scenario.participants if each.get("part") == "hub"}
    own = {scenario.people[name].get("organisation") for name in hub}
    for group in scenario.groups(plan, scenario.round):
        if hub.intersection(group.members):
            edges[""].update(scenario.people[name].get("organisation") for name in group.members)
    edges[""] -= own
    for link in scenario.links:
        if link.organisation not in own:
            edges.setdefault(link.organisation, set()).add(link.body)
    level, waiting = {"": 0}, deque([""])
    while waiting:
        node = waiting.popleft()
        for other in edges.get(node, ()):
            if other not in level:
                level[other] = level[node] + 1
                waiting.append(other)
    return {name for name, at in level.items() if at == 1}, {name for name, at in level.items() if at == 2}


@pytest.mark.parametrize(
    ("links", "hub", "told"),
    [
        ("A-p E-q", HUB, "there is no organisation 'E'"),
        ("A-p", Reach(), "there is no attribute 'hub'"),
        ("A-p", Reach(attribute="part"), "nobody of the hub takes part, as nobody has part yes"),
    ],
)
def test_links_and_hubs_that_cannot_be_meant_are_refused(links: str, hub: Reach, told: str) -> None:
    """An organisation nobody comes from, an attribute nobody declared, and a hub of nobody."""
    with pytest.raises(ScenarioError) as refusal:
        scenario_of(*SMALL, links=links, reach=hub)
    assert [defect.message for defect in refusal.value.defects] == [told]
