"""How long people travel: totals by hand, and the figures made of them."""

from __future__ import annotations

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.evenness import gini
from cohortplan.evaluate.travelling import minutes_on_the_way
from tests.rules.test_travel import HOSTS, PLACES, SEATS, VISITS, WAYS
from tests.support import make_scenario
from tests.support.plans import make_plan


def test_minutes_there_and_back_add_up() -> None:
    """From Leeds, Leeds and York take 40 and 90 minutes; the eight people's totals, by hand, and their figures."""
    scenario = make_scenario(implied=False, hosts=HOSTS, places=PLACES, ways=WAYS)
    plan = make_plan(scenario, SEATS, VISITS)
    expected = [20, 80, 100, 100, 130, 130, 180, 180]
    assert minutes_on_the_way(scenario, plan) == expected
    found = evaluate(scenario, plan).metrics
    assert (found.travel_mean, found.travel_p90, found.travel_most) == (115, 180, 180)
    assert found.travel_gini == pytest.approx(gini(expected), abs=1e-3)


def test_without_places_nothing_is_said() -> None:
    """A scenario that knows no ways has no figures of travel, not even zeros."""
    scenario = make_scenario(implied=False, hosts=HOSTS)
    assert not [
        name for name in evaluate(scenario, make_plan(scenario, SEATS, VISITS)).metrics.as_json() if "travel" in name
    ]
