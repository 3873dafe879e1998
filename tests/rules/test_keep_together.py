from cohortplan.model import Tie
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan

SCENARIO = example_scenario()
RULE = build_rule("keep_together")


def test_kept_when_both_share_a_set_or_one_is_away() -> None:
    """P05 and P06 share a set on D1, and P06 sits nowhere on D2."""
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P05 P06 | P01", "D2": "P05 | P01"})).amount == 0


def test_broken_once_for_each_round_in_which_they_are_parted() -> None:
    """Parted on D1 and in M1, the pair counts twice."""
    plan = make_plan(SCENARIO, {"D1": "P05 | P06", "M1": "P01 | P06 | P05"})
    measure = RULE.measure(SCENARIO, plan)
    assert measure.amount == 2
    assert measure.matches[0].sets == ("D1.1", "D1.2")
    assert measure.matches[0].sentence == (
        "A rule you set keeps P05 and P06 together; P05 is in set D1.1, P06 in D1.2."
    )


def test_a_chain_too_long_for_any_set_is_refused() -> None:
    """Six people tied in a chain do not fit into sets of 5."""
    ties = tuple(Tie(a=f"P0{k}", b=f"P0{k + 1}", kind="together") for k in range(1, 6))
    defects = refusals(RULE, ties=ties)
    assert defects[0].message == "6 people are to stay together but no set of round D1 holds so many"


def test_an_unknown_kind_is_refused() -> None:
    """A kind of tie that nobody has is likely mistyped."""
    assert [d.value for d in refusals(build_rule("keep_together", kinds=("supports",)))] == ["supports"]
