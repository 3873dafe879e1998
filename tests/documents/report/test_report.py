"""The report says what a plan is like to everyone who may know, and to nobody else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from cohortplan.documents.report import AUDIENCES, Audience, report
from cohortplan.documents.report.subject import Bound
from cohortplan.evaluate import evaluate, planned_contacts
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Absence, Cannot, Charter, Plan, Round, Scenario, ScenarioRef, SetSpec, Tie
from cohortplan.primitives import build_axes, random_decision
from cohortplan.problem import decode
from cohortplan.rules import build_rule
from tests.documents.sheets.office import office
from tests.documents.sheets.reading import words_of_page
from tests.support import cohort, hosts, make_scenario
from tests.support.pages import Page, policy_faults, structure_faults

SCENARIOS = Path(__file__).parents[3] / "scenarios"
#: Every plan that is shipped; that of the largest takes its time.
SHIPPED = [
    pytest.param(path.parent.name, marks=[pytest.mark.slow] if path.parent.name == "city-240" else [])
    for path in sorted(SCENARIOS.glob("*/plan.json"))
]
_WORST = "</p><script>alert(1)</script>&amp;\"'"


def planned(scenario: Scenario, seed: int = 2) -> Plan:
    """Return a random plan, which breaks about every rule there is."""
    axes = build_axes(scenario)
    return decode(random_decision(axes, np.random.default_rng(seed)), axes)


@cache
def shipped(name: str) -> tuple[Scenario, Plan]:
    """Return a scenario that is shipped, and its plan."""
    return read_scenario(SCENARIOS / name), read_plan(SCENARIOS / name / "plan.json")


@cache
def of_shipped(name: str, audience: Audience = "organiser") -> str:
    """Return the report of a shipped plan."""
    return report(*shipped(name), audience=audience)


def worst() -> Scenario:
    """Return a scenario in which every text that may hold anything holds markup."""
    people = tuple(
        person.model_copy(
            update={
                "name": f"{person.id} {_WORST}",
                "attributes": {name: f"{value}{_WORST}" for name, value in person.attributes.items()},
            }
        )
        for person in cohort(8)
    )
    there = dict.fromkeys(("name", "organisation", "sector", "kind", "function", "town", "joining"), _WORST)
    base = make_scenario(participants=people, attributes=(), hosts=hosts(4, **there))
    rounds = tuple(
        each.model_copy(
            update={
                "title": _WORST,
                "activities": tuple(a.model_copy(update={"title": _WORST, "place": _WORST}) for a in each.activities),
            }
        )
        for each in base.rounds
    )
    charter = Charter(purpose=_WORST, vision=_WORST, engagement=(_WORST,), measures=(_WORST,))
    return base.but(rounds=rounds, charter=charter, programme=base.programme.model_copy(update={"title": _WORST}))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_shipped_scenario_has_a_sound_page(name: str, audience: Audience) -> None:
    """The page of each shipped plan is well formed, labelled, keeps its own policy, and has less than 3 MB."""
    written = of_shipped(name, audience)
    page = Page(written)
    assert structure_faults(page) == []
    assert policy_faults(page) == []
    assert len(written.encode()) < 3_000_000
    assert "This plan is all right." in page.one("main").text


def test_the_same_plan_has_the_same_page() -> None:
    """Nothing in a page depends on when, where or how often it is written."""
    assert report(*shipped("connect-11")) == of_shipped("connect-11")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_markup_stays_text(audience: Audience) -> None:
    """Markup in any text makes no element, and is read as it was typed."""
    scenario = worst()
    written = report(scenario, planned(scenario), audience=audience)
    page = Page(written)
    scripts = [element for element in page.all("script") if element.attributes.get("type") != "application/json"]
    assert not [element for element in scripts if "alert" in "".join(element.texts)]
    assert policy_faults(page) == []
    assert _WORST in page.one("h1").text
    assert page.one("section", id="charter").text.count(_WORST) == 4
    if audience == "organiser":
        assert "P01 </p><script>" in page.one("ul", id="everyone").text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_report_opens_with_the_charter(audience: Audience) -> None:
    """The first part of the page says what the programme is for; without a charter it is the verdict."""
    scenario, plan = shipped("connect-11")
    charter, verdict, *_ = Page(of_shipped("connect-11", audience)).all("section")
    assert (charter.attributes["id"], verdict.attributes["id"]) == ("charter", "verdict")
    for said in (scenario.charter.purpose, *scenario.charter.measures, "Rules of engagement"):
        assert said in charter.text
    bare = Page(report(scenario.but(charter=Charter()), plan, audience=audience))
    assert bare.all("section")[0].attributes["id"] == "verdict"
    assert "harter" not in bare.one("body").text


def test_every_violation_has_its_sentence() -> None:
    """A plan that breaks rules is not all right, and each place that must be mended is told."""
    scenario = make_scenario(rules=(build_rule("repeat_cap", most=1), build_rule("new_contacts")))
    plan = planned(scenario)
    page, found = Page(report(scenario, plan)), evaluate(scenario, plan)
    assert found.violations()
    told = page.one("section", id="violations").text
    lists = [part for part in page.one("section", id="violations").children if part.tag == "ul"]
    assert sum(len(part.children) for part in lists) == len(found.violations())
    for match in found.measures["repeat_cap"].matches:
        a, b = (f"{scenario.people[one].name} ({one})" for one in match.people)
        assert f"{a} and {b} meet" in told
    assert "This plan is not all right yet." in page.one("section", id="verdict").text


def test_what_is_got_stands_beside_what_is_proved() -> None:
    """With bounds, the score card and the first screen say how many pairs no plan exceeds."""
    scenario, plan = shipped("threesector-30x10")
    bounds = {"new_contacts": Bound(5, "counted")}
    page = Page(report(scenario, plan, bounds=bounds))
    assert "no plan brings more than 430 together" in page.one("section", id="verdict").text
    assert "414 of 435" in page.one("section", id="card").text
    assert "at most 430" in page.one("section", id="card").text
    without = Page(of_shipped("threesector-30x10")).one("main").text
    assert "430" not in without


def test_what_the_reader_is_told_reads_well() -> None:
    """Which of two meanings a mix has is always said; numbers are grouped, and words have blanks between them."""
    text = " ".join(words_of_page(of_shipped("threesector-30x10")))
    assert "(attribute: sector; mode: representative; quota: public 2 to 3" in text
    assert "(solver portfolio, seed 0)" in text
    rounds = (Round(id="D1", sets=(SetSpec(id="D1.1", least=50, most=60),)),)
    alone = make_scenario(participants=cohort(60), rounds=rounds, hosts=())
    assert "many more after than before 0 1,770 1,770" in " ".join(words_of_page(report(alone, planned(alone))))


def test_everyone_finds_themselves() -> None:
    """Each participant has a part of the page with everything they do, the people they meet and those they do not."""
    scenario, plan = shipped("threesector-30x10")
    page = Page(of_shipped("threesector-30x10"))
    parts = [part for part in page.all("details") if part.attributes.get("name") == "person"]
    assert len(parts) == len(scenario.people)
    (mine,) = [part.text for part in parts if part.text.startswith("Conrad Firth")]
    person = next(person for person in scenario.participants if person.name == "Conrad Firth")
    met = {one for pair in planned_contacts(scenario, plan) if person.id in pair for one in pair} - {person.id}
    _, strangers = mine.split("Shares no set that counts as meeting with:")
    named = {name.strip() for name in strangers.rstrip(".").split(",")}
    assert named == {p.name for p in scenario.participants if p.id not in met | {person.id}}
    visits = [visit for visit in scenario.visits(plan) if person.id in visit.members]
    assert all(scenario.host[visit.host].name in mine for visit in visits)


def test_thousands_are_told_honestly() -> None:
    """With too many people for one page no single year is told, and the page says so and where to look."""
    sets = tuple(SetSpec(id=f"D1.{k}", least=150, most=250) for k in (1, 2))
    scenario = make_scenario(participants=cohort(401), rounds=(Round(id="D1", sets=sets),), hosts=())
    plan = Plan(scenario=ScenarioRef(id="test"), rounds=())
    text = Page(report(scenario, plan)).one("section", id="people").text
    assert "401 people this page would be too large" in text
    assert "show SCENARIO PLAN person ID" in text


def sealed() -> Scenario:
    """Return a scenario with something to keep to oneself in every field that is not open."""
    people = [
        person.model_copy(
            update={
                "email": "hidden-mail@programme.example",
                "flags": ("hidden-flag",),
                "cannot": (Cannot(code="hidden-stairs"),),
                "cleared": ("hidden-clearance",),
                "refused": ("hidden-refusal",),
                "extra": {"diet": "hidden-diet", "needs": "hidden-needs"},
                "asks": ("hidden-ask",),
                "offers": ("hidden-offer",),
                "delegate": "hidden-delegate",
            }
        )
        for person in cohort(8)
    ]
    return make_scenario(
        participants=tuple(people),
        hosts=hosts(4, email="hidden-host@programme.example", barriers=("hidden-stairs",)),
        ties=(Tie(a="P01", b="P02", kind="hidden-kind", source="hidden-source"),),
        absences=(Absence(participant="P03", round="D1", reason="hidden-reason"),),
        rules=(
            build_rule("never_alone", flag="hidden-flag"),
            build_rule("keep_apart", kinds=["hidden-kind"]),
            build_rule("access"),
            build_rule("new_contacts"),
        ),
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_sealed_is_in_no_report(audience: Audience, seed: int) -> None:
    """No flag, need, code, kind of tie, reason or address is told, whatever a plan breaks."""
    scenario = sealed()
    written = report(scenario, planned(scenario, seed), audience=audience)
    assert re.findall(r"hidden-\w+", written) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_sponsors_are_told_of_nobody(name: str) -> None:
    """The page for a sponsor has no name, no id and no set of any participant."""
    scenario, written = shipped(name)[0], of_shipped(name, "sponsor")
    assert [person.name for person in scenario.participants if person.name in written] == []
    words = set(re.findall(r"[\w.-]+", Page(written).one("body").text))
    assert words.isdisjoint(scenario.people)


def test_a_scenario_that_has_changed_is_told() -> None:
    """A plan of another scenario, or of this one before it changed, is measured all the same, and that is said."""
    scenario, plan = shipped("connect-11")
    other = plan.model_copy(update={"scenario": plan.scenario.model_copy(update={"sha256": "0" * 64})})
    assert "has changed since the plan was made" in report(scenario, other)
    assert "has changed since the plan was made" not in of_shipped("connect-11")
    foreign = plan.model_copy(update={"scenario": plan.scenario.model_copy(update={"id": "elsewhere"})})
    assert "made for elsewhere" in report(scenario, foreign)


def test_what_has_taken_place_is_told_apart_from_what_is_planned() -> None:
    """Of two sets of three one was away: of six pairs four met; the two are named to the organiser alone."""
    scenario, plan = office()
    text = " ".join(words_of_page(report(scenario, plan)))
    assert "People came 5 of the 6 times they were due: 83%. Of 6 pairs who were to meet so far, 4 did." in text
    assert "First day 6 5 6 4" in text
    assert "2 pairs missed each other, of whom 1 will meet later by the plan." in text
    assert "Orla Benning and Ngozi Farrow First day not by this plan" in text
    assert "Tomas Quayle and Ngozi Farrow First day Second day" in text
    sponsor = " ".join(words_of_page(report(scenario, plan, audience="sponsor")))
    assert "4 did" in sponsor
    assert "Ngozi" not in sponsor
    assert "What has taken place" not in report(scenario.but(attendance=()), plan)
