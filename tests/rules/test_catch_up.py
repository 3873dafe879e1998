from __future__ import annotations

from cohortplan.model import Attendance
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario
from tests.support.plans import make_plan
from tests.support.rule_examples import MISSED

RULE = build_rule("catch_up")
SCENARIO = example_scenario(**MISSED)
FIRST = "P01 P02 P03 P04 | P05 P06 P07 P08"


def test_kept_when_those_who_missed_each_other_meet_later() -> None:
    """P01 missed three people, P05 three others: on the second day each sits with all of them."""
    plan = make_plan(SCENARIO, {"D1": FIRST, "D2": FIRST})
    assert RULE.measure(SCENARIO, plan).amount == 0


def test_broken_when_they_do_not() -> None:
    """On the second day P01 sits with two of three; the seats that the plan had on the first make up for nothing."""
    plan = make_plan(SCENARIO, {"D1": FIRST, "D2": "P01 P02 P03 | P04 P05 P06 P07 P08"})
    (match,) = RULE.measure(SCENARIO, plan).matches
    assert match.people == ("P01", "P04")
    assert match.sentence == "P01 and P04 missed each other in D1 and do not meet later."


def test_a_round_that_is_recorded_makes_up_for_it() -> None:
    """P01 and P02 were there together on the second day, by the record: they owe each other nothing."""
    second = tuple(
        Attendance.model_validate({**record.model_dump(), "round": "D2", "set": "D2.1", "present": True})
        for record in MISSED["attendance"][:2]
    )
    scenario = example_scenario(attendance=(*MISSED["attendance"], *second))
    pairs = {match.people for match in RULE.measure(scenario, make_plan(scenario, {"D1": FIRST})).matches}
    assert ("P01", "P02") not in pairs
    assert ("P01", "P03") in pairs


def test_without_attendance_nothing_is_owed() -> None:
    """The rule may stand in a scenario from the start."""
    assert RULE.measure(example_scenario(), make_plan(example_scenario(), {})).amount == 0
