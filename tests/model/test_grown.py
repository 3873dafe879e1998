"""Fields that came later do not change what is written of those who do without them."""

from __future__ import annotations

from cohortplan.model import Case, Hours
from tests.support import hosts, make_scenario
from tests.support.duties import PRESENTS, with_duties


def test_what_is_not_used_is_not_written() -> None:
    """Where defaults are left out, as for the hash, there are neither duties nor guests nor hours of leaders."""
    content = make_scenario().model_dump(mode="json", exclude_defaults=True)
    assert not {"duties", "cases", "guests", "links", "reach"} & content.keys()
    assert all("opt_in" not in each for each in content["rounds"])
    assert all("leader" not in host for host in content["hosts"])


def test_what_is_used_makes_another_scenario() -> None:
    """Duties, cases and leaders' hours are written and hashed."""
    case = (Case(participant="P1", topic="x"),)
    led = make_scenario(hosts=hosts(4, leader=(Hours(weekdays=(0,)),)))
    assert led.model_dump()["hosts"][0]["leader"] == ({"weekdays": (0,)} | Hours().model_dump(exclude={"weekdays"}),)
    assert with_duties(PRESENTS, cases=case).model_dump().keys() >= {"duties", "cases"}
    scenarios = (make_scenario(), led, with_duties(), with_duties(PRESENTS, cases=case))
    assert len({scenario.sha256 for scenario in scenarios}) == 4
