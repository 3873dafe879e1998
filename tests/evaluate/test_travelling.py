"""How long people travel: totals by hand, and the figures made of them."""

from __future__ import annotations

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.travelling import gini, minutes_on_the_way, percentile
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


def test_percentiles_and_gini() -> None:
    """Of ten numbers nine do not exceed the ninth; equal shares have a Gini of 0, one holder of all 1 - 1/n."""
    assert percentile(range(1, 11), 0.9) == 9
    assert percentile([7], 0.9) == 7
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([0, 0]) == 0
