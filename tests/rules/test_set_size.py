from cohortplan.rules import build_rule
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

SCENARIO = example_scenario()
RULE = build_rule("set_size")


def test_kept_between_least_and_most() -> None:
    """Sets of 3 and 5 are as wanted."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04 P05 P06 P07 P08"})).amount == 0


def test_broken_by_people_too_many_and_too_few() -> None:
    """Six are one too many, and two are one too few."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 | P03 P04 P05 P06 P07 P08"}))
    assert [match.amount for match in measure.matches] == [1, 1]
    assert measure.matches[0].sentence == "Set D1.1 has 2 members; 3 to 5 are wanted."
