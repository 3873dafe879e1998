from cohortplan.model.triangle import Triangle
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
RULE = build_rule("distance", distances=Triangle(range(28)))


def test_those_who_share_a_set_cost_nothing() -> None:
    """All in one set; nobody sits apart from anyone."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 |"})).amount == 0


def test_the_distances_between_sets_add_up() -> None:
    """P01 and P02, and P01 and P03, sit apart at distances 0 and 1; the pair counts for the one listed later."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 | P02 P03"}))
    assert [match.amount for match in measure.matches] == [1]
    assert measure.matches[0].people == ("P02", "P03")
    assert measure.matches[0].sentence == "Set D1.2 parts its members from people at distances of 1 in all."


def test_every_round_counts() -> None:
    """P07 and P08, at distance 27, sit apart twice."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P07 | P08", "D2": "P08 | P07"})).amount == 54


def test_distances_of_another_cohort_are_refused() -> None:
    """Eight participants need distances between eight people."""
    defects = refusals(build_rule("distance", distances=Triangle(range(6))))
    assert [defect.message for defect in defects] == ["there are distances between 4 people, and 8 participants"]
