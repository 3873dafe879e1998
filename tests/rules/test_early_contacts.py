from typing import Any

from cohortplan.model import Scenario, Tie
from cohortplan.rules import build_rule
from tests.support.builders import cohort, visit_rounds
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan


def four(**parts: Any) -> Scenario:
    """Make a scenario of four people in three rounds of twos."""
    given = {"participants": cohort(4), "rounds": visit_rounds(3, [(2, 2), (2, 2)]), "ties": ()}
    return example_scenario(**{**given, "absences": (), "seat_locks": (), "visit_locks": (), **parts})


FOUR = four()
RULE = build_rule("early_contacts")
ALL_MEET = {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04", "D3": "P01 P04 | P02 P03"}


def test_kept_when_all_pairs_meet_in_the_first_round() -> None:
    """Of all four in one set nobody waits."""
    scenario = four(rounds=visit_rounds(3, [(0, 4), (0, 4)]))
    assert RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 P03 P04 | "})).amount == 0


def test_each_pair_owes_the_rounds_it_waits() -> None:
    """Two pairs meet at once, two after one round and two after two: 0 + 2 + 4."""
    measure = RULE.measure(FOUR, make_plan(FOUR, ALL_MEET))
    assert measure.amount == 6
    assert {match.people: match.amount for match in measure.matches} == {
        ("P01", "P03"): 1,
        ("P02", "P04"): 1,
        ("P01", "P04"): 2,
        ("P02", "P03"): 2,
    }
    assert measure.matches[0].sentence == "P01 and P03 meet after 1 round without."


def test_a_pair_that_never_meets_owes_all_rounds() -> None:
    """Two pairs meet in every round, so four owe three rounds each; to meet again makes up for nothing."""
    measure = RULE.measure(FOUR, make_plan(FOUR, dict.fromkeys(("D1", "D2", "D3"), "P01 P02 | P03 P04")))
    assert measure.amount == 12
    assert measure.matches[0].sentence == "P01 and P03 never meet."


def test_the_same_meetings_earlier_cost_less() -> None:
    """New contacts are as many in whatever order; this rule prefers them first."""
    early = {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04", "D3": "P01 P02 | P03 P04"}
    late = {"D1": early["D1"], "D2": early["D3"], "D3": early["D2"]}
    plans = [make_plan(FOUR, seats) for seats in (early, late)]
    assert [build_rule("new_contacts").measure(FOUR, plan).amount for plan in plans] == [2, 2]
    assert [RULE.measure(FOUR, plan).amount for plan in plans] == [8, 10]


def test_rounds_follow_one_another_in_time_not_in_the_order_of_their_rows() -> None:
    """Typed in any order, the round of the earliest day is the first."""
    scenario = four(rounds=tuple(reversed(FOUR.rounds)))
    assert RULE.measure(scenario, make_plan(scenario, ALL_MEET)) == RULE.measure(FOUR, make_plan(FOUR, ALL_MEET))


def test_pairs_may_be_chosen_by_ties_and_by_what_they_differ_in() -> None:
    """Those who know each other are left out; with kinds only tied pairs count; across, only pairs that differ."""
    scenario = four(
        ties=(Tie(a="P04", b="P01"), Tie(a="P03", b="P02", kind="joint"), Tie(a="P01", b="P03", kind="joint"))
    )
    plan = make_plan(scenario, ALL_MEET)
    cases: list[tuple[dict[str, Any], int]] = [
        ({}, 4),
        ({"known": ()}, 6),
        ({"kinds": ("joint",)}, 3),
        ({"kinds": ("joint",), "across": ("town",)}, 2),
        ({"known": (), "across": ("sector",)}, 4),
        ({"across": ("sector", "town")}, 4),
    ]
    assert [build_rule("early_contacts", **fields).measure(scenario, plan).amount for fields, _ in cases] == [
        amount for _, amount in cases
    ]


def test_who_has_no_value_differs_from_nobody() -> None:
    """Without a sector P01 is not across sectors from anybody; the three pairs of the others are."""
    blank = FOUR.participants[0].model_copy(update={"attributes": {"town": "Leeds"}})
    optional = tuple(attribute.model_copy(update={"optional": True}) for attribute in FOUR.attributes)
    others = tuple(
        person.model_copy(update={"attributes": {**person.attributes, "town": "Leeds"}}) for person in cohort(4)[1:]
    )
    scenario = four(participants=(blank, *others), attributes=optional)
    nobody_meets = make_plan(scenario, {})
    for across, pairs in ((("sector",), 3), (("sector", "town"), 3), (("town",), 0), ((), 6)):
        measure = build_rule("early_contacts", across=across).measure(scenario, nobody_meets)
        assert measure.amount == 3 * pairs == sum(match.amount for match in measure.matches)


def test_unknown_names_are_refused() -> None:
    """Kinds of tie and attributes that do not exist are reported."""
    defects = refusals(build_rule("early_contacts", kinds=("rivl",), known=("know",), across=("sectors",)))
    assert [defect.value for defect in defects] == ["rivl", "know", "sectors"]
