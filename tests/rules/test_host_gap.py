from __future__ import annotations

from typing import Any

import pytest

from cohortplan.model import Measure
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

SEATS = dict.fromkeys(("D1", "D2", "D3"), "P01 P02 P03 P04 | P05 P06 P07 P08")
DAYS = {"D1": "2026-10-08", "D2": "2026-10-22", "D3": "2026-11-05"}


def measure(*sets: str, gap: int = 0, **fields: Any) -> Measure:
    """Measure where the sets named visit H1, whose gap is `gap` days; the visit days are a fortnight apart."""
    rule = build_rule("host_gap", **fields)
    scenario = make_scenario([rule], implied=False, hosts=hosts(1, gap_days=gap))
    visits = {(name, "visit"): ("H1", f"{DAYS[name[:2]]}T10:00", 180) for name in sets}
    return rule.measure(scenario, make_plan(scenario, SEATS, visits))


@pytest.mark.parametrize(("gap", "broken"), [(0, 0), (14, 0), (15, 1), (28, 1)])
def test_the_gap_is_from_day_to_day(gap: int, broken: int) -> None:
    """Two visit days a fortnight apart satisfy a gap of 14 days, not of 15."""
    assert measure("D1.1", "D2.2", gap=gap).amount == broken


def test_two_visits_on_one_day_are_one_visit_day() -> None:
    """Several sets on the same day need no gap."""
    assert measure("D1.1", "D1.2", gap=28, visit_days=2).amount == 0


def test_pairs_of_days_count() -> None:
    """Three days, each two of which are too close, are three pairs."""
    found = measure("D1.1", "D1.2", "D2.1", "D3.1", gap=29)
    assert found.amount == 3
    assert found.matches[0].sentence == "H1 is visited on 2026-10-08 and again on 2026-10-22, which is too soon."
    assert (found.matches[0].sets, found.matches[0].rounds) == (("D1.1", "D1.2", "D2.1"), ("D1", "D2"))


@pytest.mark.parametrize(("sets", "broken"), [(("D1.1", "D2.1"), 1), (("D1.1", "D3.1"), 0)])
def test_visit_days_between(sets: tuple[str, ...], broken: int) -> None:
    """With one visit day between, a host is never visited on two running."""
    assert measure(*sets, visit_days=1).amount == broken
