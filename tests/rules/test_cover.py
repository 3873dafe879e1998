import pytest

from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
#: P01 and P06 carry it.
FLAG = build_rule("cover", flag="first")
#: P01, P04 and P07 are public, P02, P05 and P08 private.
VALUES = build_rule("cover", attribute="sector", values=("public", "private"), least=2)


def test_kept_when_each_set_holds_enough() -> None:
    """A flagged person in each set; two people of either value in each set."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 P03 | P06 P04 P05"})
    assert FLAG.measure(SCENARIO, plan).amount == 0
    assert VALUES.measure(SCENARIO, plan).amount == 0


def test_broken_by_the_holders_missing() -> None:
    """A set with one holder of two lacks one, one with none lacks two; the sentence says what is found and wanted."""
    measure = VALUES.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P03 | P06"}))
    assert [match.amount for match in measure.matches] == [1, 2]
    found = "Set D1.1 has 1 member with sector public or private; at least 2 are wanted."
    assert measure.matches[0].sentence == found


def test_a_flag_and_its_bearers_stay_sealed() -> None:
    """For a flag the match names the whole set, and the sentence neither the flag nor a person."""
    measure = FLAG.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P06 P02 | P03 P04 P05"}))
    assert measure.amount == 1
    assert measure.matches[0].people == ("P03", "P04", "P05")
    assert measure.matches[0].sentence == "Set D1.2 lacks somebody that a rule you set asks for."


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "the rule does not say who"),
        ({"attribute": "sector"}, "the rule does not say who"),
        ({"values": ("public",)}, "the rule does not say who"),
        ({"flag": "first", "attribute": "sector", "values": ("public",)}, "the rule does not say who"),
        ({"flag": "frist"}, "nobody carries the flag"),
        ({"attribute": "sectr", "values": ("public",)}, "there is no attribute 'sectr'"),
        ({"attribute": "sector", "values": ("public", "secret")}, "there is no sector 'secret'"),
        ({"flag": "first", "least": 2}, "round D1 has 2 of the 4 people needed for 2 in each set"),
        (
            {"attribute": "sector", "values": ("public", "private"), "least": 4, "rounds": ("M1",)},
            "round M1 has 5 of the 12 people needed for 4 in each set",
        ),
    ],
)
def test_holders_that_are_unknown_or_too_few_are_refused(fields: dict[str, object], message: str) -> None:
    """Holders that do not exist, or are too few for every set of a round, are named and not passed over."""
    assert message in [defect.message for defect in refusals(build_rule("cover", **fields))]


def test_as_a_wish_too_few_holders_are_allowed() -> None:
    """Soft, the same rule is a price that cannot be avoided."""
    rule = build_rule("cover", flag="first", least=2, hard=False)
    assert rule.measure(example_scenario(rule), make_plan(SCENARIO, {"D1": "P01 P06 | P02"})).amount == 2
