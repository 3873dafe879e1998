from typing import Any

from cohortplan.model import Rule
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan
from tests.support.rule_examples import YEARS

RULE = build_rule("balance", attribute="years")
SCENARIO = example_scenario(**YEARS)


def years(*numbers: object) -> dict[str, Any]:
    """Parts of a scenario in which the first people have so many years."""
    people = list(YEARS["participants"])
    for k, number in enumerate(numbers):
        people[k] = people[k].model_copy(update={"attributes": {**people[k].attributes, "years": str(number)}})
    return {**YEARS, "participants": tuple(people)}


def amount(rule: Rule, **sets: str) -> int:
    """Return what a plan of a cohort with 10, 20, 30 and 5 years owes."""
    scenario = example_scenario(**years(10, 20, 30, 5))
    return rule.measure(scenario, make_plan(scenario, sets)).amount


def test_sets_of_equal_worth_cost_nothing() -> None:
    """10 and 20 years together are as many as 30."""
    assert amount(RULE, D1="P01 P02 | P03") == 0


def test_the_difference_counts_in_every_round() -> None:
    """30 against 10 is 20 too many; of three sets the first and the last count: 30 against 5."""
    assert amount(RULE, D1="P01 | P03") == 20
    assert amount(RULE, D1="P01 | P03", M1="P03 | P01 | P04") == 45
    assert amount(build_rule("balance", attribute="years", most=15), D1="P01 | P03", M1="P03 | P01 | P04") == 15


def test_the_two_sets_are_named() -> None:
    """The sentence says what each has."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P02 | P05"}))
    assert measure.matches[0].sets == ("D1.1", "D1.2")
    assert measure.matches[0].sentence == "Set D1.1 has 1 of years, set D1.2 has 0."


def test_what_is_no_number_is_refused() -> None:
    """Each value that cannot be added up is named, with its place; so is an unknown attribute."""
    wrong = refusals(RULE, **years(-1, "2.5", 100_001, "²", 7))
    assert [(defect.value, defect.path[2:]) for defect in wrong] == [
        (value, ("participants", k, "years")) for k, value in enumerate(("-1", "2.5", "100001", "²"))
    ]
    assert refusals(build_rule("balance", attribute="yeers"))[0].value == "yeers"
