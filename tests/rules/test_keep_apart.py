from cohortplan.model import Tie
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
RULE = build_rule("keep_apart")


def test_kept_when_the_two_sit_in_different_sets() -> None:
    """P02 and P07 are in two sets; people with ties of other kinds may share one."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P02 P01 | P07 P03 P04"})).amount == 0


def test_broken_once_for_each_round() -> None:
    """The pair in one set in two rounds counts twice, in rounds without contacts too."""
    plan = make_plan(SCENARIO, {"D1": "P02 P07 | P01", "D2": "P02 | P07", "M1": "P02 P07 | P01 | P03"})
    measure = RULE.measure(SCENARIO, plan)
    assert measure.amount == 2
    assert measure.matches[0].people == ("P02", "P07")
    assert measure.matches[0].sentence == "A rule you set keeps P02 and P07 apart; both are in set D1.1."


def test_the_same_value_keeps_apart_too_and_the_reason_is_never_told() -> None:
    """Rivals and colleagues count alike, and no sentence tells which they are."""
    rule = build_rule("keep_apart", kinds=("rival",), same=("organisation",))
    measure = rule.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P03 P04 | P06 P07"}))
    assert [match.people for match in measure.matches] == [("P03", "P04"), ("P06", "P07")]
    assert not any(word in match.sentence for match in measure.matches for word in ("rival", "organisation", "Org"))


def test_people_without_a_value_are_not_alike() -> None:
    """Two people who have no organisation are not colleagues."""
    people = tuple(person.model_copy(update={"attributes": {}}) for person in SCENARIO.participants)
    optional = tuple(attribute.model_copy(update={"optional": True}) for attribute in SCENARIO.attributes)
    scenario = example_scenario(participants=people, attributes=optional)
    rule = build_rule("keep_apart", same=("organisation",))
    assert rule.measure(scenario, make_plan(scenario, {"D1": "P03 P04 | P06 P07"})).amount == 0


def test_unknown_names_are_refused() -> None:
    """A kind no tie has and an attribute nobody declared are likely mistyped; the usual kinds are always known."""
    defects = refusals(build_rule("keep_apart", kinds=("aprat",), same=("organization",)))
    assert [(defect.value, defect.remedy) for defect in defects] == [
        ("aprat", "Did you mean 'apart'?"),
        ("organization", "Did you mean 'organisation'?"),
    ]
    assert example_scenario(RULE, ties=()).rules == (RULE,)


def test_a_pair_both_apart_and_together_is_refused() -> None:
    """Together passes along chains: P02 with P05, P05 with P07, so P02 and P07 cannot be kept apart."""
    ties = [("P02", "P07", "apart"), ("P02", "P05", "together"), ("P05", "P07", "together")]
    rules = (RULE, build_rule("keep_together"))
    defects = refusals(*rules, ties=tuple(Tie(a=a, b=b, kind=kind) for a, b, kind in ties))
    assert [defect.message for defect in defects] == ["P02 and P07 are to be kept both apart and together"]


def test_apart_and_together_in_different_rounds_is_allowed() -> None:
    """Rules for different rounds do not contradict each other, nor do wishes."""
    ties = (Tie(a="P02", b="P07", kind="apart"), Tie(a="P02", b="P07", kind="together"))
    both = (build_rule("keep_apart", rounds=("D1",)), build_rule("keep_together", rounds=("D2",)))
    assert example_scenario(*both, ties=ties).rules == both
    soft = (build_rule("keep_apart", hard=False), build_rule("keep_together"))
    assert example_scenario(*soft, ties=ties).rules == soft


def test_more_people_of_a_value_than_sets_is_refused() -> None:
    """Four people from Leeds cannot be kept apart in two sets."""
    defects = refusals(build_rule("keep_apart", same=("town",)))
    assert defects[0].message == "round D1 has 4 participants of Leeds, so 2 sets cannot hold 0 to 1 each"


def test_a_sponsor_is_never_in_a_safe_set_with_their_sponsee() -> None:
    """A tie of kind sponsor keeps the two apart in the rounds named, such as the home sets, and in no others."""
    ties = (Tie(a="P01", b="P05", kind="sponsor"),)
    rule = build_rule("keep_apart", kinds=("sponsor",), rounds=("M1",))
    scenario = example_scenario(rule, ties=ties)
    apart, together = (
        make_plan(scenario, {"D1": "P01 P05 | P02", "M1": seats})
        for seats in ("P01 | P05 | P02", "P01 P05 | P02 | P03")
    )
    assert rule.measure(scenario, apart).amount == 0
    (match,) = rule.measure(scenario, together).matches
    assert (match.people, match.rounds) == (("P01", "P05"), ("M1",))
    assert "sponsor" not in match.sentence
