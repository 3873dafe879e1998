from datetime import date
from typing import Any

from cohortplan.model import Absence, Round, Scenario, Tie
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, home_round, refusals
from tests.support.plans import make_plan

RULE = build_rule("need_by")
HARD = build_rule("need_by", hard=True)


def needing(*days: str, **parts: Any) -> Scenario:
    """Make a scenario whose rounds are on 8 October, 22 October and 5 November, and P02 and P01 are tied by `days`."""
    ties = tuple(Tie(a="P02", b="P01", kind="project", need_by=date.fromisoformat(day)) for day in days)
    return example_scenario(**{"ties": ties, **parts})


def test_kept_when_the_two_meet_by_the_day() -> None:
    """A meeting on the very day is in time."""
    scenario = needing("2026-10-22")
    assert RULE.measure(scenario, make_plan(scenario, {"D2": "P01 P02 | P03"})).amount == 0


def test_broken_when_they_meet_the_day_after_or_never() -> None:
    """A meeting on 22 October is of no use on the 21st; the match names the pair and the day."""
    scenario = needing("2026-10-21")
    measure = RULE.measure(scenario, make_plan(scenario, {"D1": "P01 | P02", "D2": "P01 P02 | P03"}))
    assert [(match.people, match.sentence) for match in measure.matches] == [
        (("P01", "P02"), "P01 and P02 do not meet by 2026-10-21.")
    ]


def test_of_two_days_the_earlier_counts() -> None:
    """A pair with two dates is one pair, and is late if it misses the first."""
    scenario = needing("2026-11-30", "2026-10-10")
    plan = make_plan(scenario, {"D1": "P01 | P02", "D2": "P01 P02 | P03"})
    assert RULE.measure(scenario, plan).amount == 1


def test_a_round_is_in_time_when_all_its_days_are() -> None:
    """A meeting that may be on the 8th or the 22nd does not help who needs it by the 10th."""
    first, second, *others = example_scenario().rounds
    activity = first.activities[0]
    either = activity.model_copy(update={"windows": activity.windows + second.activities[0].windows})
    rounds = (Round(id=first.id, sets=first.sets, activities=(either,)), *others)
    scenario = needing("2026-10-10", rounds=rounds, visit_locks=(), absences=())
    assert RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 | P03"})).amount == 1


def test_rounds_without_days_or_contacts_are_left_out() -> None:
    """Of a round without days nobody knows when it is; a home set makes no contacts unless the rule names it."""
    undated = Round(id="D1", sets=example_scenario().rounds[0].sets)
    scenario = needing("2026-12-31", rounds=(undated, home_round()), visit_locks=(), absences=())
    plan = make_plan(scenario, {"D1": "P01 P02 | P03", "M1": "P01 P02 | P03 | P04"})
    assert RULE.measure(scenario, plan).amount == 1
    assert build_rule("need_by", rounds=("M1",)).measure(scenario, plan).amount == 0


def test_a_pair_that_cannot_meet_in_time_is_refused_by_a_hard_rule_only() -> None:
    """Before the first round nobody meets; P01 misses the only round that would be in time."""
    assert example_scenario(RULE, ties=needing("2026-10-07").ties).rules == (RULE,)
    defects = refusals(HARD, ties=needing("2026-10-07").ties)
    assert [(defect.message, defect.path[-3:]) for defect in defects] == [
        ("P02 and P01 take part in no round together by 2026-10-07", ("ties", 0, "need_by"))
    ]
    away = (Absence(participant="P01", round="D1"),)
    assert refusals(HARD, ties=needing("2026-10-08").ties, absences=away)[0].value == "2026-10-08"
    assert example_scenario(HARD, ties=needing("2026-10-08").ties).rules == (HARD,)


def test_the_reason_is_told_where_nothing_can_be_done() -> None:
    """By 7 October there is no round at all."""
    scenario = needing("2026-10-07")
    (match,) = RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 | P03"})).matches
    assert match.sentence == "P01 and P02 do not meet by 2026-10-07, as no round in time has both of them."


def test_ties_without_a_day_ask_for_nothing() -> None:
    """The example's ties have no dates."""
    scenario = example_scenario()
    assert RULE.measure(scenario, make_plan(scenario, {})).amount == 0
