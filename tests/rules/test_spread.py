import pytest

from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
RULE = build_rule("spread", attribute="sector", at_least=3, at_most=2)


def test_kept_when_all_values_are_there_and_none_too_often() -> None:
    """Three sectors, at most two members of each."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"})).amount == 0


def test_broken_by_values_missing_and_members_too_many() -> None:
    """Three public and one private: a sector is missing and a member of another too many."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 P04 P07 P02 | P03 P05 P06 P08 "}))
    assert measure.amount == 3
    assert {match.sentence: match.people for match in measure.matches} == {
        "Set D1.1 has 2 values of sector; at least 3 are wanted.": ("P01", "P02", "P04", "P07"),
        "Set D1.1 has 3 members with sector public; at most 2 are wanted.": ("P01", "P04", "P07"),
        "Set D1.2 has 2 values of sector; at least 3 are wanted.": ("P03", "P05", "P06", "P08"),
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"attribute": "trade", "at_most": 1}, "there is no attribute 'trade'"),
        ({"attribute": "town"}, "the rule has no limit"),
        ({"attribute": "town", "at_least": 3}, "no set can hold 3 values of town"),
        (
            {"attribute": "town", "at_most": 1, "rounds": ("D1",)},
            "round D1 has 4 participants of Leeds, so 2 sets cannot hold 0 to 1 each",
        ),
    ],
)
def test_fields_that_do_not_fit_are_refused(fields: dict[str, object], message: str) -> None:
    """Unknown attributes, no limit at all and limits no plan can keep are reported."""
    assert message in [defect.message for defect in refusals(build_rule("spread", **fields))]
