"""All that is told of a network, and how evenly the load is shared."""

from __future__ import annotations

import json

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.evaluate.evenness import Evenness
from cohortplan.evaluate.network import Bridge, Roles, loads, network_report
from cohortplan.model import Attribute, Link, Participant, Reach, Scenario, Tie
from tests.support import cohort, hosts, make_scenario, visit_rounds
from tests.support.plans import make_plan

#: P01 public, P02 private, P03 nonprofit, P04 public; P01 and P02 know each other.
SCENARIO = make_scenario(
    participants=cohort(4), rounds=visit_rounds(2, [(2, 2), (2, 2)]), ties=(Tie(a="P02", b="P01"),)
)
SEATS = {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04"}
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 60), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 60)}
PLAN = make_plan(SCENARIO, SEATS, VISITS)
MET = planned_contacts(SCENARIO, PLAN)


def test_a_ring_of_four_by_hand() -> None:
    """One tie becomes four of six pairs; everybody links two others, P01 those of two sectors not their own."""
    report = network_report(SCENARIO, PLAN, MET, by="sector")
    assert (report.before.pairs, report.before.alone, report.before.e_i) == (1, 2, 1)
    assert (report.after.pairs, report.after.density, report.after.e_i) == (4, 0.666667, 1)
    assert (report.all_met.pairs, report.all_met.e_i) == (6, 0.666667)
    assert list(report.steps) == ["", "D1", "D2"]
    assert report.met == {("private", "public"): 2, ("nonprofit", "public"): 2}
    assert report.possible[("public", "public")] == 1
    assert report.bridges["P01"].roles == Roles(liaison=1)
    assert report.bridges["P02"].roles == Roles(consultant=1)
    assert (report.bridges["P01"].knows, report.bridges["P01"].betweenness) == (2, 0.166667)


def test_loads_by_hand() -> None:
    """All four meet two people; new to P01 and P02 is one; of four hosts two have a visit each; no way is known."""
    assert loads(SCENARIO, PLAN, MET) == {
        "contacts": Evenness(2, 2, 2, 0, 1),
        "new_contacts": Evenness(1, 1, 2, 0.167, 0.9),
        "visits": Evenness(0, 0, 1, 0.5, 0.5),
    }


def test_hosts_in_reserve_bear_no_load() -> None:
    """That nobody visits a reserve is no unevenness; where all are reserves nothing is said of visits."""
    standby = hosts(2) + tuple(host.model_copy(update={"id": f"R{host.id}", "reserve": True}) for host in hosts(2))
    assert loads(SCENARIO.but(hosts=standby), PLAN, MET)["visits"] == Evenness(1, 1, 1, 0, 1)
    assert "visits" not in loads(SCENARIO.but(hosts=standby[2:]), PLAN, MET)


def test_organisations_take_the_place_of_people() -> None:
    """Each organisation has one person, and that one's sector; the figures are those of people."""
    people = network_report(SCENARIO, PLAN, MET, by="sector")
    report = network_report(SCENARIO, PLAN, MET, by="sector", of="organisation")
    assert report.after == people.after
    assert report.bridges["Org 0"].roles == Roles(liaison=1)


def test_an_organisation_of_two_sectors_has_none() -> None:
    """It is in no role and in no pair of sectors, but in all other figures."""
    values = (("A", "public"), ("A", "private"), ("B", "public"), ("C", "public"))
    people = tuple(
        Participant(id=f"P{k}", name=f"Person {k}", attributes={"organisation": organisation, "sector": sector})
        for k, (organisation, sector) in enumerate(values, start=1)
    )
    attributes = (Attribute(name="organisation"), Attribute(name="sector"))
    scenario = make_scenario(participants=people, attributes=attributes, rounds=SCENARIO.rounds)
    contacts = {("P1", "P3"): ("D1",), ("P2", "P4"): ("D1",)}
    report = network_report(scenario, PLAN, contacts, by="sector", of="organisation")
    assert (report.after.pairs, report.after.e_i) == (2, None)
    assert report.bridges["A"] == Bridge(2, 1, 0.5, None)


def test_without_an_attribute_nothing_is_told_of_kinds() -> None:
    """Density, reach and links are there all the same."""
    report = network_report(SCENARIO, PLAN, MET)
    assert (report.after.density, report.after.e_i, report.after.assortativity) == (0.666667, None, None)
    assert (report.met, report.possible) == ({}, {})
    assert report.bridges["P01"].roles is None


def test_other_contacts_change_the_report() -> None:
    """Where P03 was away on the second day, that pair is missing from the network and from the load."""
    attended = {pair: rounds for pair, rounds in MET.items() if pair != ("P01", "P03")}
    report = network_report(SCENARIO, PLAN, attended, by="sector")
    assert report.after.pairs == 3
    assert report.loads["contacts"] == Evenness(1, 1, 2, 0.167, 0.9)


def test_the_report_as_json_has_all_of_it_and_no_number_that_is_none() -> None:
    """A document that any reader takes: null where nothing can be said, and the hub's reach if there are links."""
    attributes = (*SCENARIO.attributes, Attribute(name="hub", optional=True))
    people = tuple(
        person.model_copy(update={"attributes": {**person.attributes, "hub": "yes" if person.id == "P01" else ""}})
        for person in SCENARIO.participants
    )
    links = (Link(organisation="Org 2", body="Chamber"),)
    scenario = SCENARIO.but(attributes=attributes, participants=people, links=links, reach=Reach(known=()))
    content = told(scenario)
    assert [row["round"] for row in content["rounds"]] == ["", "D1", "D2"]
    assert [(row["reach1"], row["reach2"]) for row in content["rounds"]] == [(0, 0), (1, 0), (2, 1)]
    assert content["after"]["pairs"] == content["rounds"][-1]["pairs"] == 4
    assert content["mixing"] == [
        {"values": ["private", "public"], "met": 2, "possible": 2},
        {"values": ["nonprofit", "public"], "met": 2, "possible": 2},
    ]
    assert content["linking"]["P01"]["roles"]["liaison"] == 1
    assert content["loads"]["contacts"]["jain"] == 1
    assert "reach1" not in told(SCENARIO)["rounds"][0]


def told(scenario: Scenario) -> dict:
    """Return the report as strict JSON, read again."""
    return json.loads(json.dumps(network_report(scenario, PLAN, MET, by="sector").as_json(), allow_nan=False))
