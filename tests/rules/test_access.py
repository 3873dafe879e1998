from __future__ import annotations

from datetime import date

import pytest

from cohortplan.model import Cannot, Measure
from cohortplan.rules import build_rule
from tests.support import cohort, hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("access")


def measure(code: Cannot, start: str = "2026-10-08T10:00", minutes: int = 180) -> Measure:
    """Measure where P01, to whom `code` applies, visits H1, a place with stairs, with three others."""
    people = cohort(8)
    people = (people[0].model_copy(update={"cannot": (code,)}), *people[1:])
    scenario = make_scenario([RULE], implied=False, participants=people, hosts=hosts(2, barriers=("stairs",)))
    visits = {("D1.1", "visit"): ("H1", start, minutes), ("D1.2", "visit"): ("H2", start, minutes)}
    return RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits))


@pytest.mark.parametrize(("code", "broken"), [("stairs", 1), ("H1", 1), ("magnets", 0), ("H2", 0)])
def test_a_code_names_a_barrier_or_a_host(code: str, broken: int) -> None:
    """H1 has stairs; codes for other barriers and other hosts do not matter there."""
    assert measure(Cannot(code=code)).amount == broken


@pytest.mark.parametrize(
    ("first", "last", "broken"),
    [
        (date(2026, 10, 8), date(2026, 10, 8), 1),
        (date(2026, 10, 9), None, 0),
        (None, date(2026, 10, 7), 0),
        (date(2026, 9, 1), None, 1),
    ],
)
def test_a_code_may_hold_for_some_days(first: date | None, last: date | None, broken: int) -> None:
    """The visit is on 8 October."""
    assert measure(Cannot(code="stairs", first=first, last=last)).amount == broken


def test_every_day_of_a_visit_counts() -> None:
    """A visit over midnight needs both days."""
    tomorrow = Cannot(code="stairs", first=date(2026, 10, 9))
    assert measure(tomorrow, "2026-10-08T22:00", 120).amount == 0
    assert measure(tomorrow, "2026-10-08T22:00", 121).amount == 1


def test_no_sentence_tells_why() -> None:
    """The match names person, host and set, and no code."""
    (match,) = measure(Cannot(code="stairs")).matches
    assert match.sentence == "P01 cannot go to H1."
    assert (match.people, match.hosts, match.sets, match.rounds) == (("P01",), ("H1",), ("D1.1",), ("D1",))
    assert "stairs" not in match.model_dump_json()
