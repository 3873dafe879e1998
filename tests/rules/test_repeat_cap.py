from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
PLAN = make_plan(SCENARIO, dict.fromkeys(("D1", "D2"), "P01 P02 P03 | P04") | {"M1": "P01 P02 | P03 | P04"})


def test_kept_when_nobody_meets_more_often() -> None:
    """Two days together are allowed by most = 2, and the home set counts for nothing."""
    assert build_rule("repeat_cap", most=2).measure(SCENARIO, PLAN).amount == 0


def test_broken_by_the_meetings_above_the_most() -> None:
    """With most = 1 each of the three pairs meets once too often, and says on which days."""
    measure = build_rule("repeat_cap", most=1).measure(SCENARIO, PLAN)
    assert measure.amount == 3
    assert measure.matches[0].rounds == ("D1", "D2")
    assert measure.matches[0].sentence == "P01 and P02 meet 2 times, 1 time more than wanted."


def test_knowing_each_other_counts_as_a_meeting() -> None:
    """P01 and P02 knew each other: two days together make three meetings."""
    measure = build_rule("repeat_cap", most=2, known=("knows",)).measure(SCENARIO, PLAN)
    assert [match.people for match in measure.matches] == [("P01", "P02")]
    assert measure.matches[0].sentence == (
        "P01 and P02, who knew each other before, meet 2 times, 1 time more than wanted."
    )


def test_an_unknown_kind_is_refused() -> None:
    """A kind of tie that nobody has is likely mistyped."""
    assert [d.value for d in refusals(build_rule("repeat_cap", most=2, known=("colleague",)))] == ["colleague"]
