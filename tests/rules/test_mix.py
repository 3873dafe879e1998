from fractions import Fraction
from math import ceil, floor

import pytest

from cohortplan.rules import build_rule
from tests.support.builders import cohort, visit_rounds
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

RULE = build_rule("mix")
SCENARIO = example_scenario(RULE)


def test_kept_when_each_sector_has_its_share_rounded_down_or_up() -> None:
    """3, 3 and 2 of 8 make 1 or 2, 1 or 2, and exactly 1 of 4."""
    plan = make_plan(SCENARIO, {"D1": "P01 P04 P02 P03 | P07 P05 P08 P06"})
    assert RULE.measure(SCENARIO, plan).amount == 0


def test_broken_by_the_members_too_many_or_too_few() -> None:
    """A set of all three public and one without any are wrong by 1 in both of the sectors exchanged."""
    plan = make_plan(SCENARIO, {"D1": "P01 P04 P07 P03 | P02 P05 P08 P06"})
    measure = RULE.measure(SCENARIO, plan)
    assert measure.amount == 4
    sentences = {match.sentence: match.people for match in measure.matches}
    assert sentences["Set D1.1 has 3 members with sector public; 1 to 2 are wanted."] == ("P01", "P04", "P07")
    missing = "Set D1.1 has 0 members with sector private; 1 to 2 are wanted."
    assert sentences[missing] == ("P01", "P03", "P04", "P07")


def test_the_share_is_of_those_who_take_part() -> None:
    """With P08 away, 2 of 7 are private: a set of 3 without any is right, which it is not when P08 is there."""
    seats = "P01 P03 P07 | P02 P04 P05 P06"
    away = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D2": seats}))
    assert not [match for match in away.matches if "private" in match.sentence]
    there = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": seats}))
    assert [match.amount for match in there.matches if "private" in match.sentence] == [1]


@pytest.mark.parametrize("size", range(2, 10))
def test_limits_are_exact_whatever_the_size(size: int) -> None:
    """The limits are floor and ceiling of exact fractions: 3 of 9 make exactly 1 of 3, never 0 or 2."""
    rounds = visit_rounds(1, [(0, 9), (0, 9)])
    scenario = example_scenario(
        RULE, participants=cohort(9), rounds=rounds, absences=(), seat_locks=(), visit_locks=(), ties=()
    )
    people = [person.id for person in scenario.participants]
    plan = make_plan(scenario, {"D1": f"{' '.join(people[:size])} | {' '.join(people[size:])}"})
    expected = 0
    for members in (people[:size], people[size:]):
        quota = Fraction(3, 9) * len(members)
        for sector in ("public", "private", "nonprofit"):
            count = sum(scenario.people[person].get("sector") == sector for person in members)
            expected += max(0, floor(quota) - count, count - ceil(quota))
    assert RULE.measure(scenario, plan).amount == expected


def test_a_quota_overrides_the_share() -> None:
    """With 2 to 3 public wanted, a set of 1 is one short, and a set of 2 is right."""
    rule = build_rule("mix", quota={"public": (2, 3)}, rounds=("D1",), hard=False)
    plan = make_plan(SCENARIO, {"D1": "P01 P04 P02 P03 | P07 P05 P08 P06"})
    measure = rule.measure(SCENARIO, plan)
    assert [match.sentence for match in measure.matches] == [
        "Set D1.2 has 1 member with sector public; 2 to 3 are wanted."
    ]


def test_maximal_prices_pairs_of_like_value() -> None:
    """Three of one sector are three pairs, all different are none; the wish is soft unless told otherwise."""
    rule = build_rule("mix", mode="maximal")
    plan = make_plan(SCENARIO, {"D1": "P01 P04 P07 | P02 P03"})
    measure = rule.measure(SCENARIO, plan)
    assert not rule.hard
    assert measure.amount == 3
    assert measure.matches[0].sentence == "Set D1.1 has 3 members with sector public; fewer are wanted."


def test_the_two_meanings_differ() -> None:
    """A set that holds the cohort's shares is not as different as can be, and the other way round."""
    wish = build_rule("mix", mode="maximal")
    lopsided = make_plan(SCENARIO, {"D1": "P01 P02 | P03 P04 P05 P06 P07 P08"})
    fair = make_plan(SCENARIO, {"D1": "P01 P04 P02 P03 | P07 P05 P08 P06"})
    assert wish.measure(SCENARIO, fair).amount == 2
    assert RULE.measure(SCENARIO, fair).amount == 0
    assert wish.measure(SCENARIO, lopsided).amount == 3


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"attribute": "sectr"}, "there is no attribute 'sectr'"),
        ({"quota": {"publik": (1, 2)}}, "there is no sector 'publik'"),
        ({"quota": {"public": (3, 2)}}, "the least is above the most"),
        ({"quota": {"public": (2, 3)}}, "round D1 has 3 participants of public, so 2 sets cannot hold 2 to 3 each"),
        ({"mode": "maximal", "hard": True}, "a maximal mix is a wish, without quota"),
        ({"mode": "maximal", "quota": {"public": (0, 3)}}, "a maximal mix is a wish, without quota"),
    ],
)
def test_fields_that_do_not_fit_are_refused(fields: dict[str, object], message: str) -> None:
    """Unknown names, impossible quotas and a hard wish are reported with the way out."""
    defects = refusals(build_rule("mix", **fields))
    assert [defect.message for defect in defects] == [message]
    assert defects[0].remedy


def test_a_quota_that_asks_for_more_than_a_set_holds_is_refused() -> None:
    """One member of each of three sectors does not fit into a set of two."""
    rule = build_rule("mix", quota={"public": (1, 3), "private": (1, 3), "nonprofit": (1, 1)})
    parts = {"absences": (), "seat_locks": (), "visit_locks": ()}
    defects = refusals(rule, rounds=visit_rounds(2, [(2, 2), (6, 6)]), **parts)
    assert [defect.message for defect in defects] == [
        "the quota asks for 3 members at least, a set of round D1 has room for 2"
    ]
