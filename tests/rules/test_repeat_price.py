import pytest

from cohortplan.rules import build_rule
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

SCENARIO = example_scenario()


@pytest.mark.parametrize(("days", "power", "amount"), [(1, 2, 0), (2, 2, 1), (3, 2, 4), (3, 1, 2)])
def test_each_repeat_costs_more_than_the_last(days: int, power: int, amount: int) -> None:
    """Kept on one day, broken by 1 on two days and by the square of 2 on three; by 2 with power 1."""
    rule = build_rule("repeat_price", power=power)
    plan = make_plan(SCENARIO, {f"D{day + 1}": "P03 P05 | P01" for day in range(days)})
    measure = rule.measure(SCENARIO, plan)
    assert measure.amount == amount
    assert [match.people for match in measure.matches] == [("P03", "P05")] * (amount > 0)


def test_knowing_each_other_makes_the_first_meeting_a_repeat() -> None:
    """P01 and P02 knew each other, so meeting once is meeting again."""
    rule = build_rule("repeat_price", known=("knows",))
    measure = rule.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 | P03 P04"}))
    assert measure.amount == 1
    assert measure.matches[0].sentence == (
        "P01 and P02, who knew each other before, meet 1 time, 1 time more than wanted."
    )


def test_the_square_shares_repeats_out() -> None:
    """Two pairs that meet twice cost less than one pair that meets three times."""
    rule = build_rule("repeat_price")
    shared = make_plan(SCENARIO, {"D1": "P01 P02 | P03 P04", "D2": "P01 P02 | P03 P04", "D3": "P01 P03 | P02 P04"})
    unfair = make_plan(SCENARIO, {"D1": "P01 P02 | P03 P04", "D2": "P01 P02 | P03 P05", "D3": "P01 P02 | P03 P06"})
    assert rule.measure(SCENARIO, shared).amount == 2
    assert rule.measure(SCENARIO, unfair).amount == 4
