"""Ready for loss: what cannot be replaced is told, what can be is; and why a host is visited, or not."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from cohortplan.errors import InputError
from cohortplan.evaluate import evaluate
from cohortplan.living.opposite import answer, not_apart, not_in_set, not_visited
from cohortplan.living.replan import Policy
from cohortplan.living.resilience import Recovery, losses, recoveries
from cohortplan.model import Plan, Scenario
from cohortplan.rules import build_rule, with_implied
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.support.builders import hosts, make_scenario, visit_rounds
from tests.support.plans import make_plan

pytestmark = pytest.mark.slow

TODAY = date(2026, 9, 10)
BRIEF = Stop(None, 40_000)
EXACT = Stop(60.0)


@cache
def scenario() -> Scenario:
    """Make eight people who are all to see the one prison there is, on one of two days; the other hosts are alike."""
    given = hosts(5, organisation="", kind="bakery")
    prison = given[0].model_copy(update={"kind": "prison"})
    rule = build_rule("host_quota", id="prison", kinds=("prison",), least=1, most=1)
    rounds = visit_rounds(2, [(3, 5), (3, 5)])
    return make_scenario(with_implied((rule,)), implied=False, hosts=(prison, *given[1:]), rounds=rounds)


@cache
def plan() -> Plan:
    """Return a plan in which four people see the prison on each day; one host receives nobody."""
    half, other = "P01 P02 P03 P04", "P05 P06 P07 P08"
    visits = {
        ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
        ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180),
        ("D2.1", "visit"): ("H3", "2026-10-22T10:00", 180),
        ("D2.2", "visit"): ("H1", "2026-10-22T10:00", 180),
    }
    made = make_plan(scenario(), {"D1": f"{half} | {other}", "D2": f"{half} | {other}"}, visits)
    assert evaluate(scenario(), made).valid
    return made


@cache
def found(today: date = TODAY) -> dict[str, Recovery]:
    """Lose everybody in turn."""
    return {each.name: each for each in recoveries(scenario(), plan(), Policy(today), stop=BRIEF)}


def test_everybody_who_is_still_to_come_is_lost_in_turn() -> None:
    """Each host that is visited from today on, and each participant, once; in the order of the scenario."""
    everyone = [person.id for person in scenario().participants]
    assert list(found()) == ["H1", "H2", "H3", *everyone]
    late = list(losses(scenario(), plan(), date(2026, 10, 9)))
    assert [each.name for each in late if each.kind == "host"] == ["H1", "H3"]
    left = tuple(
        person.model_copy(update={"leaves": date(2026, 9, 9)}) if person.id == "P08" else person
        for person in scenario().participants
    )
    rest = [each.name for each in losses(scenario().but(participants=left), plan(), TODAY)]
    assert rest == ["H1", "H2", "H3", *everyone[:-1]]


def test_the_host_that_cannot_be_replaced_is_told() -> None:
    """Without the one prison eight people see none, whatever is done; everybody who was to go there goes elsewhere."""
    lost = found()["H1"]
    assert (lost.kind, lost.verdict, lost.broken) == ("host", "broken", {"prison": 8})
    assert (lost.changes, lost.people) == (8, 8)
    assert "prison" in lost.reason
    assert lost.plan is not None
    assert not any(visit.host == "H1" for visit in scenario().visits(lost.plan))
    assert lost.as_json()["broken"] == {"prison": 8}


@pytest.mark.parametrize("name", ["H2", "H3"])
def test_a_host_that_can_be_replaced_is_kept(name: str) -> None:
    """The four who were to go there go to another; every rule is kept and nobody else hears of it."""
    lost = found()[name]
    assert (lost.verdict, lost.changes, lost.people, lost.reason) == ("kept", 4, 4, "")
    assert lost.plan is not None
    assert evaluate(scenario(), lost.plan).valid
    assert not any(visit.host == name for visit in scenario().visits(lost.plan))


@pytest.mark.parametrize("name", ["P01", "P05", "P08"])
def test_one_person_less_changes_nothing_for_the_others(name: str) -> None:
    """Sets of three are large enough; nobody else hears of it."""
    lost = found()[name]
    assert (lost.kind, lost.verdict, lost.changes, lost.people) == ("participant", "kept", 0, 0)


def test_where_there_is_no_other_host_a_visit_falls_away() -> None:
    """Two sets and two hosts: whichever is lost, one set can go nowhere, and its four members hear of it."""
    few = make_scenario(hosts=hosts(2, organisation=""), rounds=visit_rounds(1, [(3, 5), (3, 5)]))
    visits = {
        ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
        ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180),
    }
    told = make_plan(few, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits)
    lost = {each.name: each for each in recoveries(few, told, Policy(TODAY), stop=BRIEF)}
    for name in ("H1", "H2"):
        assert (lost[name].verdict, lost[name].changes, lost[name].people) == ("fallen", 4, 4)
        assert lost[name].reason == f"No host is left for the visit of D1.{name[-1]}."
    assert {each.verdict for name, each in lost.items() if name.startswith("P")} == {"kept"}


def test_each_loss_is_told_as_it_is_known() -> None:
    """The listener hears of all of them, in the order in which they are returned."""
    heard: list[Recovery] = []
    late = Policy(date(2026, 10, 9))
    assert recoveries(scenario(), plan(), late, stop=Stop(None, 20_000), heard=heard.append) == heard


def test_why_a_host_is_visited() -> None:
    """A day without the bakery costs nothing; all days without the prison, and there is no plan."""
    bakery = not_visited(scenario(), plan(), "H2", None)
    assert (bakery.choice, bakery.contrary) == ("H2 is visited by D1.2.", "H2 were not visited")
    told = answer(scenario(), plan(), bakery, stop=EXACT, solver="cpsat")
    assert told.result is not None
    assert told.result.plan is not None
    assert not any(visit.host == "H2" for visit in scenario().visits(told.result.plan))
    assert (told.status, told.difference) == (Status.OPTIMAL, 0)
    prison = answer(scenario(), plan(), not_visited(scenario(), plan(), "H1", None), stop=EXACT, solver="cpsat")
    assert (prison.status, prison.difference, prison.after) == (Status.INFEASIBLE, None, None)
    assert prison.reasons


@pytest.mark.parametrize("day", [None, date(2026, 10, 22)])
def test_why_a_host_is_not_visited(day: date | None) -> None:
    """On the day asked for, or on any, a set goes there; what it costs is what the best such plan costs."""
    opposite = not_visited(scenario(), plan(), "H5", day)
    assert opposite.scenario is not None
    told = answer(scenario(), plan(), opposite, stop=EXACT, solver="cpsat")
    anew = solve(opposite.scenario, stop=EXACT, solver="cpsat")
    assert told.result is not None
    assert told.result.plan is not None
    assert told.after is not None
    assert anew.plan is not None
    days = [visit.start.date() for visit in scenario().visits(told.result.plan) if visit.host == "H5"]
    assert days
    assert day is None or day in days
    assert told.after.soft == evaluate(scenario(), anew.plan).soft
    assert told.after.valid


def test_on_a_day_on_which_a_host_cannot_be_visited_nothing_is_possible() -> None:
    """No round is on the day asked for."""
    opposite = not_visited(scenario(), plan(), "H5", date(2026, 10, 9))
    assert answer(scenario(), plan(), opposite, stop=EXACT, solver="cpsat").status is Status.INFEASIBLE


def test_what_is_asked_about_must_be_there() -> None:
    """Unknown people, sets and hosts are told, both of two at once for a person and a set."""
    for ask, number in (
        (lambda: not_in_set(scenario(), plan(), "P99", "D9.1"), 2),
        (lambda: not_apart(scenario(), plan(), "P01", "P99"), 1),
        (lambda: not_visited(scenario(), plan(), "H9", None), 1),
    ):
        with pytest.raises(InputError) as refused:
            ask()
        assert len(refused.value.defects) == number
