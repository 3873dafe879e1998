from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
PLAN = make_plan(SCENARIO, {"D1": "P01 P03 P04 P05 | P02 P06 P07 P08", "M1": "P01 P02 | P03 P05 | P06"})


def test_kept_when_everyone_meets_enough_new_people() -> None:
    """In sets of four everyone meets three."""
    assert build_rule("fair_floor", at_least=3).measure(SCENARIO, PLAN).amount == 0


def test_broken_by_what_each_is_short_of() -> None:
    """With 5 wanted all eight are short of two; squared that is 4 each."""
    measure = build_rule("fair_floor", at_least=5).measure(SCENARIO, PLAN)
    assert measure.amount == 16
    assert measure.matches[0].sentence == "P01 meets 3 new people; at least 5 are wanted."
    assert build_rule("fair_floor", at_least=5, power=2).measure(SCENARIO, PLAN).amount == 32


def test_old_acquaintances_and_second_meetings_are_no_new_contacts() -> None:
    """P01 and P02 knew each other and P01 sees P03 twice: neither counts."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04", "D2": "P01 P03 | P02"})
    measure = build_rule("fair_floor", at_least=2).measure(SCENARIO, plan)
    short = {match.people[0]: match.amount for match in measure.matches}
    assert short == {"P01": 1, "P02": 1, "P04": 2, "P05": 2, "P06": 2, "P07": 2, "P08": 2}


def test_a_floor_out_of_reach_is_refused() -> None:
    """Among eight people nobody can meet eight others."""
    defects = refusals(build_rule("fair_floor", at_least=8, known=("frends",)))
    assert [defect.message for defect in defects] == [
        "there is no kind of tie 'frends'",
        "nobody can meet 8 people, there are 7 others",
    ]


def test_without_a_number_each_is_to_meet_as_many_as_they_could() -> None:
    """In three rounds of sets up to five 12 places are beside P04: more than the people P04 does not know."""
    rule = build_rule("fair_floor")
    ties = {match.people[0]: match for match in rule.measure(SCENARIO, PLAN).matches}
    assert ties["P04"].amount == (7 - 3) ** 2
    assert ties["P01"].amount == (6 - 3) ** 2
    assert ties["P04"].sentence == "P04 meets 3 new people; 7 would be the most."


def test_the_rounds_attended_and_the_sizes_of_sets_limit_the_floor() -> None:
    """Four can be met in a set of five; P08 misses D2, and P04 the meeting M1, where two can be met."""
    scenario = example_scenario(implied=True)
    assert set(build_rule("fair_floor", rounds=("D1",), known=()).floors(scenario).values()) == {4}
    floors = build_rule("fair_floor", rounds=("D2", "M1"), known=()).floors(scenario)
    assert floors == {**dict.fromkeys(scenario.people, 6), "P04": 4, "P08": 2}
