from cohortplan.io.first_rounds import first_rounds
from cohortplan.rules import build_rule
from cohortplan.rules.head_count import HeadCount
from tests.support.examples import example_scenario, refusals
from tests.support.plans import make_plan
from tests.support.rule_examples import YEARS

SCENARIO = example_scenario(**YEARS)
RULE = build_rule("head_count", attribute="years", room={"D1.1": 5, "D1.2": 1})


def test_kept_while_there_is_room() -> None:
    """P02 has 1 and P03 has 4, as many as fit; P05, who has no number, counts 0; other sets have no limit."""
    plan = make_plan(SCENARIO, {"D1": "P02 P03 P05 | P07", "D2": "P02 P03 P04 P06 |"})
    assert RULE.measure(SCENARIO, plan).amount == 0


def test_what_is_too_many_counts() -> None:
    """4 and 4 in a set with room for 1 are 7 too many."""
    measure = RULE.measure(SCENARIO, make_plan(SCENARIO, {"D1": "P01 | P03 P06"}))
    assert [(match.amount, match.people) for match in measure.matches] == [(7, ("P03", "P06"))]
    assert measure.matches[0].sentence == "Set D1.2 has 8 of years; there is room for 1."


def test_unknown_sets_are_refused() -> None:
    """A set nobody forms is likely mistyped."""
    assert refusals(build_rule("head_count", attribute="years", room={"D1.9": 5}), **YEARS)[0].value == "D1.9"


def test_the_first_rounds_keep_only_their_rooms() -> None:
    """Where a round is left out, so is the room of its sets, and what is left holds together."""
    rule = build_rule("head_count", attribute="years", room={"D1.1": 5, "D2.2": 3})
    kept = first_rounds(example_scenario(rule, **YEARS), 1)
    assert [each.room for each in kept.rules if isinstance(each, HeadCount)] == [{"D1.1": 5}]
