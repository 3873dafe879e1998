from __future__ import annotations

import pytest

from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan

SEATS = dict.fromkeys(("D1", "D2"), "P01 P02 P03 P04 | P05 P06 P07 P08")


def visits(*names: str) -> dict[tuple[str, str], tuple[str, str, int]]:
    """Visits of D1.1, D1.2, D2.1 and D2.2 to the hosts named."""
    days = {"D1.1": "2026-10-08", "D1.2": "2026-10-08", "D2.1": "2026-10-22", "D2.2": "2026-10-22"}
    slots = zip(days.items(), names, strict=True)
    return {(name, "visit"): (host, f"{day}T10:00", 180) for (name, day), host in slots}


@pytest.mark.parametrize(
    ("least", "visited", "missing"),
    [
        (1, ("H1", "H2", "H3", "H4"), {}),
        (1, ("H1", "H1", "H2", "H4"), {"H3": 1}),
        (2, ("H1", "H1", "H2", "H4"), {"H2": 1, "H3": 2, "H4": 1}),
    ],
)
def test_every_organisation_that_sends_is_visited(
    least: int, visited: tuple[str, ...], missing: dict[str, int]
) -> None:
    """The four hosts are of organisations that participants come from; each is to be visited so often."""
    rule = build_rule("both_ways", least=least)
    scenario = make_scenario([rule], implied=False)
    matches = rule.measure(scenario, make_plan(scenario, SEATS, visits(*visited))).matches
    assert {match.hosts[0]: match.amount for match in matches} == missing


def test_hosts_of_one_organisation_count_together() -> None:
    """Either of two hosts will do; an organisation that sends nobody is owed nothing."""
    first, second, third, _ = hosts(4)
    places = (
        first,
        second.model_copy(update={"organisation": " org  0"}),
        third.model_copy(update={"organisation": "X"}),
    )
    rule = build_rule("both_ways")
    scenario = make_scenario([rule], implied=False, hosts=places)
    assert rule.measure(scenario, make_plan(scenario, SEATS, visits("H2", "H2", "H2", "H2"))).amount == 0
    (match,) = rule.measure(scenario, make_plan(scenario, SEATS, visits("H3", "H3", "H3", "H3"))).matches
    assert match.sentence == "Org 0 sends people and receives 0 visits (wanted: 1)."
    assert match.hosts == ("H1", "H2")


def test_what_cannot_be_is_refused() -> None:
    """No organisation does both, or one that does offers fewer visits than asked for; as a wish that is allowed."""
    strangers = hosts(2, organisation="Elsewhere")
    (defect,) = refusals(build_rule("both_ways"), hosts=strangers, visit_locks=())
    assert defect.message == "no organisation both sends participants and has a host"
    rule = build_rule("both_ways", least=3)
    found = refusals(rule, hosts=hosts(2, most_visits=2))
    assert [each.message for each in found] == [f"Org {k} is to receive 3 visits, but offers 2" for k in (0, 1)]
    wish = build_rule("both_ways", least=3, hard=False)
    assert make_scenario([wish], implied=False, hosts=hosts(2, most_visits=2)).rules == (wish,)
