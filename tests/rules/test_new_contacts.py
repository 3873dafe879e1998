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
RULE = build_rule("new_contacts")
ALL_MEET = {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04", "D3": "P01 P04 | P02 P03"}


def test_kept_when_every_two_meet() -> None:
    """Three rounds of twos bring all six pairs of four together."""
    assert RULE.measure(FOUR, make_plan(FOUR, ALL_MEET)).amount == 0


def test_broken_by_each_pair_that_never_meets() -> None:
    """Without the third day two pairs never meet; meeting twice makes up for nothing."""
    measure = RULE.measure(FOUR, make_plan(FOUR, {**ALL_MEET, "D3": "P01 P02 | P03 P04"}))
    assert measure.amount == 2
    assert [match.people for match in measure.matches] == [("P01", "P04"), ("P02", "P03")]
    assert measure.matches[0].sentence == "P01 and P04 never meet."


def test_a_prior_tie_that_the_plan_covers_is_no_new_contact() -> None:
    """A tie lowers the number of pairs still to meet by exactly one; of a kind that is not named, by none."""
    plan = make_plan(FOUR, {"D1": "P01 P02 | P03 P04"})
    knows, rival = (four(ties=(Tie(a="P04", b="P01", kind=k),)) for k in ("knows", "rival"))
    assert [RULE.measure(scenario, plan).amount for scenario in (FOUR, knows, rival)] == [4, 3, 4]
    nobody = build_rule("new_contacts", known=())
    assert nobody.measure(knows, plan).amount == 4


def test_pairs_that_differ_are_worth_more() -> None:
    """P01 and P02 differ in sector and town, P01 and P04 in town alone."""
    rule = build_rule("new_contacts", across={"sector": 5, "town": 2})
    measure = rule.measure(FOUR, make_plan(FOUR, {}))
    amounts = {match.people: match.amount for match in measure.matches}
    assert amounts["P01", "P02"] == 8
    assert amounts["P01", "P04"] == 3
    assert amounts["P01", "P03"] == 6
    assert measure.matches[0].sentence == "P01 and P02, who differ in sector and town, never meet."


def test_who_has_no_value_does_not_differ() -> None:
    """An unknown sector is no reason to call a pair cross-sector."""
    blank = FOUR.participants[0].model_copy(update={"attributes": {}})
    optional = tuple(attribute.model_copy(update={"optional": True}) for attribute in FOUR.attributes)
    scenario = four(participants=(blank, *FOUR.participants[1:]), attributes=optional)
    rule = build_rule("new_contacts", across={"sector": 5})
    amounts = {match.people: match.amount for match in rule.measure(scenario, make_plan(scenario, {})).matches}
    assert [amounts["P01", other] for other in ("P02", "P03", "P04")] == [1, 1, 1]
    assert amounts["P02", "P03"] == 6


def test_rounds_that_count_no_contacts_are_left_out_unless_named() -> None:
    """A home set makes no contacts; a rule that names the round counts it all the same."""
    scenario = example_scenario()
    plan = make_plan(scenario, {"M1": "P01 P03 | P02 | P05"})
    named = build_rule("new_contacts", rounds=("M1",))
    assert RULE.measure(scenario, plan).amount - named.measure(scenario, plan).amount == 1


def test_unknown_names_are_refused() -> None:
    """Kinds of tie and attributes that do not exist are reported."""
    defects = refusals(build_rule("new_contacts", known=("know",), across={"sectors": 1}))
    assert [defect.value for defect in defects] == ["know", "sectors"]
