import pytest

from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
FLAG = build_rule("never_alone", flag="first")
VALUE = build_rule("never_alone", attribute="sector", value="private", least=3)


def test_kept_when_a_set_holds_none_or_enough() -> None:
    """Both flagged people in one set, none in the other."""
    assert FLAG.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P06 P02 | P03 P04 P05"})).amount == 0


def test_broken_by_the_companions_missing() -> None:
    """One private where three are to be together lacks two, two lack one; the sentence says who."""
    measure = VALUE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P02 P01 P03 | P05 P08 P04"}))
    assert [match.amount for match in measure.matches] == [2, 1]
    assert measure.matches[0].people == ("P02",)
    assert measure.matches[0].sentence == ("Set D1.1 has 1 member with sector private; none or at least 3 are wanted.")


def test_a_flag_and_its_bearers_stay_sealed() -> None:
    """For a flag the match names the whole set, and the sentence neither the flag nor the person."""
    measure = FLAG.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04 P05 P06"}))
    assert measure.amount == 2
    assert measure.matches[0].people == ("P01", "P02", "P03")
    assert measure.matches[0].sentence == "In set D1.1 somebody lacks the company that a rule you set asks for."


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "the rule does not say who"),
        ({"attribute": "sector"}, "the rule does not say who"),
        ({"flag": "first", "attribute": "sector", "value": "public"}, "the rule does not say who"),
        ({"flag": "frist"}, "nobody carries the flag"),
        ({"attribute": "sectr", "value": "private"}, "there is no attribute 'sectr'"),
        ({"attribute": "sector", "value": "secret"}, "there is no sector 'secret'"),
        ({"flag": "first", "least": 3}, "in round D1 no set can hold 3 of the 2 who take part"),
    ],
)
def test_a_group_that_is_unknown_or_too_small_is_refused(fields: dict[str, object], message: str) -> None:
    """A group nobody belongs to, or that is too few for company in a round, is named and not passed over."""
    assert message in [defect.message for defect in refusals(build_rule("never_alone", **fields))]


def test_as_a_wish_too_small_a_group_is_allowed() -> None:
    """Soft, the same rule is a price that cannot be avoided."""
    rule = build_rule("never_alone", flag="first", least=3, hard=False)
    assert rule.measure(example_scenario(rule), make_plan(SCENARIO, {"D1": "P01 P06 | P02"})).amount == 1
