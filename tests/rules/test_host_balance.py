"""Host balance: what is a host's part, and what it is to be above it."""

from __future__ import annotations

import pytest

from cohortplan.model import Scenario
from cohortplan.rules import build_rule
from tests.support import make_scenario, visit_rounds
from tests.support.builders import hosts
from tests.support.plans import make_plan


def programme(*offers: int | None, reserve: bool = False) -> Scenario:
    """Return six visits and hosts that offer so many; the last is held in reserve if that is said."""
    there = [host.model_copy(update={"most_visits": n}) for host, n in zip(hosts(len(offers)), offers, strict=True)]
    if reserve:
        there[-1] = there[-1].model_copy(update={"reserve": True})
    return make_scenario(hosts=tuple(there))


def amount(scenario: Scenario, visited: str, power: int = 2) -> int:
    """Measure a plan whose six visits go to hosts by these numbers."""
    days = ("2026-10-08", "2026-10-22", "2026-11-05")
    places = [(f"D{r + 1}.{s}", "visit", days[r]) for r in range(3) for s in (1, 2)]
    visits = {
        (name, activity): (f"H{number}", f"{day}T10:00", 180)
        for (name, activity, day), number in zip(places, visited, strict=True)
    }
    seats = {each.id: "P01 P02 P03 P04 | P05 P06 P07 P08" for each in visit_rounds(3, [(3, 5), (3, 5)])}
    return build_rule("host_balance", power=power).measure(scenario, make_plan(scenario, seats, visits)).amount


def test_parts_follow_what_is_offered() -> None:
    """Of six visits hosts that offer 8, 2 and 2 have 4, 1 and 1; above that the excess counts squared, or as it is."""
    scenario = programme(8, 2, 2)
    assert amount(scenario, "111123") == 0
    assert amount(scenario, "111223") == 1
    assert amount(scenario, "111111") == 4
    assert amount(scenario, "111111", power=1) == 2


@pytest.mark.parametrize("offers", [(None, None, None), (3, None, 3)])
def test_a_host_that_names_no_number_offers_as_many_as_any(offers: tuple[int | None, ...]) -> None:
    """Three hosts alike have two visits each, whether all of them name a number or not."""
    assert amount(programme(*offers), "112233") == 0
    assert amount(programme(*offers), "111233") == 1


def test_hosts_in_reserve_are_left_out() -> None:
    """A reserve has no part, and what it receives is not counted here; another rule has a price for that."""
    scenario = programme(3, 3, 3, reserve=True)
    assert amount(scenario, "111222") == 0
    assert amount(scenario, "112233") == 0
    assert amount(scenario, "111123") == 1
