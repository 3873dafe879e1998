from __future__ import annotations

from typing import Any

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.model import Absence, Host, Rule, Scenario
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}
SLOTS = {"D1.1": "2026-10-08", "D1.2": "2026-10-08", "D2.1": "2026-10-22", "D2.2": "2026-10-22"}


def amounts(rule: Rule, *visited: str, **parts: Any) -> dict[str, int]:
    """Amount of each person where D1.1, D1.2, D2.1, D2.2 visit the hosts named."""
    scenario = make_scenario([rule], implied=False, **parts)
    slots = zip(SLOTS.items(), visited, strict=True)
    visits = {(name, "visit"): (host, f"{day}T10:00", 180) for (name, day), host in slots}
    matches = rule.measure(scenario, make_plan(scenario, SEATS, visits)).matches
    return {person: sum(m.amount for m in matches if m.people == (person,)) for m in matches for person in m.people}


def refused(*rules: Rule, **parts: Any) -> str:
    """Tell why a scenario with these rules is refused."""
    with pytest.raises(ScenarioError) as caught:
        make_scenario(rules, implied=False, **parts)
    return str(caught.value)


def test_exactly_one_prison() -> None:
    """H1 is the prison: those who see it once are fine; never and twice each cost 1."""
    rule = build_rule("host_quota", kinds=("prison",), least=1, most=1)
    assert amounts(rule, "H1", "H2", "H1", "H3") == {"P01": 1, "P02": 1, "P07": 1, "P08": 1}


def test_the_sentence_says_who_what_and_how_often() -> None:
    """Organisers read the number made and the number wanted."""
    rule = build_rule("host_quota", kinds=("prison", "radio"), least=1, most=1)
    scenario = make_scenario([rule], implied=False)
    plan = make_plan(scenario, SEATS, {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180)})
    match = rule.measure(scenario, plan).matches[0]
    assert match.sentence == "P05 makes 0 visits to hosts of kind prison or radio (wanted: 1)."
    assert match.people == ("P05",)


def test_all_criteria_must_hold() -> None:
    """H1 is a public prison, H2 a private radio: no host is a private prison."""
    rule = build_rule("host_quota", kinds=("prison",), sectors=("private",), most=0)
    assert amounts(rule, "H1", "H2", "H1", "H2") == {}
    rule = build_rule("host_quota", kinds=("prison",), sectors=("public",), most=0)
    assert amounts(rule, "H1", "H2", "H2", "H2") == {"P01": 1, "P02": 1, "P03": 1, "P04": 1}


def test_each_sector_separately() -> None:
    """H1 and H4 are public, H2 private, H3 nonprofit: who sees two sectors lacks the third."""
    rule = build_rule("host_quota", each="sector", least=1)
    found = amounts(rule, "H1", "H2", "H4", "H3")
    assert found == {"P01": 2, "P02": 2, "P03": 1, "P04": 1, "P05": 1, "P06": 1, "P07": 1, "P08": 1}


def test_hosts_without_a_sector_are_no_sector_of_their_own() -> None:
    """With `each`, a host whose sector is not given neither counts nor is asked for."""
    places = (*hosts(2), Host(id="H3", name="Nameless"))
    rule = build_rule("host_quota", each="sector", least=1, hard=False)
    found = amounts(rule, "H3", "H3", "H1", "H2", hosts=places)
    assert found == {f"P0{k}": 1 for k in range(1, 9)}


def test_those_who_miss_every_round_owe_nothing() -> None:
    """P08 is away on both days the rule is for."""
    absences = (Absence(participant="P08", round="D1"), Absence(participant="P08", round="D2"))
    rule = build_rule("host_quota", kinds=("bakery",), least=1, rounds=("D1", "D2"))
    assert "P08" not in amounts(rule, "H1", "H2", "H1", "H3", absences=absences)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kinds": ("prisn",), "least": 1}, "there is no kind of host 'prisn'"),
        ({"sectors": ("pubic",), "most": 1}, "there is no sector of host 'pubic'"),
        ({"functions": ("justice",), "most": 1}, "there is no function of host 'justice'"),
        ({"hosts": ("H9",), "most": 1}, "there is no host 'H9'"),
        ({"kinds": ("prison",)}, "the rule has no limit"),
        ({"kinds": ("prison",), "least": 2, "most": 1}, "least is above most"),
        ({"kinds": ("prison",), "least": 4}, "everyone is to make 4 visits to hosts of kind prison, but can make 3"),
    ],
)
def test_fields_that_make_no_sense_are_refused(fields: dict[str, Any], reason: str) -> None:
    """Unknown names, missing or crossed limits, and more visits than there are days."""
    assert reason in refused(build_rule("host_quota", **fields))


def test_too_few_hosts_are_noticed_where_none_is_seen_twice() -> None:
    """There is one prison: nobody can see two if nobody sees a host twice, but a wish for it is allowed."""
    once = build_rule("no_host_twice")
    assert "can make 1 at most" in refused(build_rule("host_quota", kinds=("prison",), least=2), once)
    wish = build_rule("host_quota", kinds=("prison",), least=2, hard=False)
    assert isinstance(make_scenario([wish, once], implied=False), Scenario)


def test_whoever_has_no_visit_to_make_owes_none() -> None:
    """A person who attends only a round without visits owes no visit of any kind; the others do."""
    away = tuple(Absence(participant="P01", round=name) for name in ("D1", "D2", "D3"))
    rule = build_rule("host_quota", kinds=("prison",), least=1)
    scenario = example_scenario(rule, absences=away, seat_locks=())
    plan = make_plan(scenario, {"M1": "P01 P02 | P03 P04 P05 | P06 P07 P08"})
    owing = {person for match in rule.measure(scenario, plan).matches for person in match.people}
    assert owing == set(scenario.people) - {"P01"}
