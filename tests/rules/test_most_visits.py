from __future__ import annotations

from datetime import datetime

import pytest

from cohortplan.model import Booking
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("most_visits")
SEATS = dict.fromkeys(("D1", "D2"), "P01 P02 P03 P04 | P05 P06 P07 P08")
VISITS = {
    ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
    ("D1.2", "visit"): ("H1", "2026-10-08T10:00", 180),
    ("D2.1", "visit"): ("H1", "2026-10-22T10:00", 180),
    ("D2.2", "visit"): ("H2", "2026-10-22T10:00", 180),
}


@pytest.mark.parametrize(("offered", "broken"), [(None, 0), (3, 0), (2, 1), (0, 4)])
def test_visits_above_what_is_offered_count(offered: int | None, broken: int) -> None:
    """H1 has three visits and H2 one, whatever the hour."""
    scenario = make_scenario([RULE], implied=False, hosts=hosts(2, most_visits=offered))
    assert RULE.measure(scenario, make_plan(scenario, SEATS, VISITS)).amount == broken


def test_the_match_names_all_visits_of_the_host() -> None:
    """Any of the three could be the one to move."""
    scenario = make_scenario([RULE], implied=False, hosts=hosts(2, most_visits=1))
    (match,) = RULE.measure(scenario, make_plan(scenario, SEATS, VISITS)).matches
    assert match.sentence == "H1 offers 1 visit; the plan has 3."
    assert (match.amount, match.hosts, match.sets) == (2, ("H1",), ("D1.1", "D1.2", "D2.1"))


@pytest.mark.parametrize(("day", "broken"), [("2026-10-08", 2), ("2026-08-31", 1), ("2027-08-01", 1)])
def test_only_what_others_book_while_the_programme_lasts_counts(day: str, broken: int) -> None:
    """Of two visits on offer one is booked: last year's visits, which hosts remember, are no visits of this year."""
    start = datetime.fromisoformat(f"{day}T14:00")
    booking = Booking(start=start, end=start.replace(hour=15), people=5)
    scenario = make_scenario([RULE], implied=False, hosts=hosts(2, most_visits=2, bookings=(booking,)))
    assert RULE.measure(scenario, make_plan(scenario, SEATS, VISITS)).amount == broken
