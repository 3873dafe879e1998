from cohortplan.rules import build_rule
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

RULE = build_rule("absences")
SCENARIO = example_scenario(RULE)


def test_kept_when_absent_people_sit_nowhere() -> None:
    """P08 misses D2 and P04 misses M1; both may sit elsewhere."""
    plan = make_plan(SCENARIO, {"D1": "P04 P08 | P01", "D2": "P04 P01 | P02", "M1": "P08 | P01 | P02"})
    assert RULE.measure(SCENARIO, plan).amount == 0


def test_broken_by_each_seat_of_somebody_who_is_away() -> None:
    """Each seat of an absent person counts once, without the reason."""
    plan = make_plan(SCENARIO, {"D2": "P01 | P08 P02", "M1": "P04 | P01 | P02"})
    measure = RULE.measure(SCENARIO, plan)
    assert measure.amount == 2
    assert measure.matches[0].people == ("P08",)
    assert measure.matches[0].sentence == "P08 is away in round D2 but sits in set D2.2."
