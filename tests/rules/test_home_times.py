"""Home times: who would leave too early or be back too late, by hand."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from cohortplan.rules import build_rule
from tests.rules.test_travel import HOSTS, PLACES, SEATS, VISITS, WAYS
from tests.support import make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan

#: Visits last from 10:00 to 13:00; everyone with an odd number is from Leeds, 45 minutes from York, others from York.
TO_THE_OTHER_TOWN = {"P01": 1, "P02": 1, "P04": 2, "P05": 2, "P07": 1, "P08": 1}


def amounts(**fields: Any) -> dict[str, int]:
    """Amount of each person."""
    rule = build_rule("home_times", **fields)
    scenario = make_scenario([rule], implied=False, hosts=HOSTS, places=PLACES, ways=WAYS)
    found: dict[str, int] = {}
    for match in rule.measure(scenario, make_plan(scenario, SEATS, VISITS)).matches:
        found[match.people[0]] = found.get(match.people[0], 0) + match.amount
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {}),
        ({"leave": time(9, 0)}, {}),  # 10:00 less 45 minutes and 15 to spare
        ({"leave": time(9, 1)}, TO_THE_OTHER_TOWN),
        ({"back": time(13, 45)}, {}),
        ({"back": time(13, 44)}, TO_THE_OTHER_TOWN),
    ],
)
def test_only_those_from_afar_are_out_too_long(fields: dict[str, time], expected: dict[str, int]) -> None:
    """Each visit to the other town counts once for each person whose way there is too long for the day."""
    assert amounts(**fields) == expected


def test_times_the_wrong_way_round_are_refused() -> None:
    """Nobody can be back before leaving."""
    rule = build_rule("home_times", leave=time(20), back=time(8))
    defects = refusals(rule, places=PLACES, hosts=HOSTS, ways=WAYS, visit_locks=())
    assert [defect.message for defect in defects] == ["people would be back before they leave"]
