from __future__ import annotations

from typing import Any

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.model import Host, Match
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P03 P04 | P05 P06 P07 P08"}


def matches(first: str, second: str, *, places: tuple[Host, ...] = hosts(4), **fields: Any) -> tuple[Match, ...]:
    """Return matches where the first sets of both days visit `first`, then `second`, and the others H1 and H2."""
    rule = build_rule("host_variety", **fields)
    scenario = make_scenario([rule], implied=False, hosts=places)
    visits = {
        ("D1.1", "visit"): (first, "2026-10-08T10:00", 180),
        ("D2.1", "visit"): (second, "2026-10-22T10:00", 180),
        ("D1.2", "visit"): ("H1", "2026-10-08T10:00", 180),
        ("D2.2", "visit"): ("H2", "2026-10-22T10:00", 180),
    }
    return rule.measure(scenario, make_plan(scenario, SEATS, visits)).matches


def test_two_kinds_are_two() -> None:
    """A prison and a hospital satisfy a wish for two kinds."""
    assert matches("H1", "H3", least=2) == ()


def test_the_same_kind_again_adds_nothing() -> None:
    """The prison twice is one kind: each of the four people misses one."""
    found = matches("H1", "H1", least=2)
    assert [(match.people, match.amount) for match in found] == [((f"P0{k}",), 1) for k in range(1, 5)]
    assert found[0].sentence == "P01 sees 1 kind of host (prison); 2 are wanted."


def test_sectors_can_be_counted_instead() -> None:
    """H1 and H4 differ in kind but both are public."""
    assert len(matches("H1", "H4", of="sector", least=2)) == 4
    assert matches("H1", "H4", of="kind", least=2) == ()


def test_a_host_without_a_kind_adds_nothing() -> None:
    """H3 says nothing of its kind."""
    places = (*hosts(2), Host(id="H3", name="Nameless"))
    assert len(matches("H1", "H3", places=places, least=2)) == 4


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"least": 5}, "the hosts are of 4 kinds"),
        ({"least": 2, "of": "function"}, "the hosts are of 0 functions"),
        ({"least": 2, "rounds": ("D1",)}, "see 2 kinds of host, but can make 1 visit"),
    ],
)
def test_more_than_there_is_is_refused(fields: dict[str, Any], reason: str) -> None:
    """Nobody can see more kinds than there are, or than there are visits; as a wish it is allowed."""
    with pytest.raises(ScenarioError, match=reason):
        make_scenario([build_rule("host_variety", **fields)], implied=False)
    wish = build_rule("host_variety", hard=False, **fields)
    assert make_scenario([wish], implied=False).rules == (wish,)
