from typing import Any

from cohortplan.model import Activity, Round, Window
from cohortplan.rules import build_rule
from tests.support.examples import example_scenario, home_round, refusals
from tests.support.plans import make_plan

#: Visits D1 to D3 take three hours, the meeting M1 two.
SCENARIO = example_scenario()


def longer(each: Round, *parts: Any) -> Round:
    """Give a round one more meeting a day, each of two hours on 2 December or later, of the sets given."""
    window = each.activities[0].windows[0]
    meetings = (
        Activity(
            id=f"more {k}",
            windows=(Window(start=window.start.replace(day=2 + k), end=window.end.replace(day=2 + k)),),
            only=only,
        )
        for k, only in enumerate(parts)
    )
    return each.model_copy(update={"activities": (*each.activities, *meetings)})


def test_kept_when_everyone_has_a_long_set_with_enough_people() -> None:
    """Three hours with three others."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"})
    assert build_rule("depth", partners=3, minutes=180).measure(SCENARIO, plan).amount == 0


def test_broken_by_the_partners_missing() -> None:
    """P01 to P03 have two partners, P04 to P06 one or two, P07 and P08 none."""
    plan = make_plan(SCENARIO, {"D1": "P01 P02 P03 | P04 P05", "D2": "P04 P06 | P07"})
    measure = build_rule("depth", partners=2, minutes=180).measure(SCENARIO, plan)
    assert {match.people[0]: match.amount for match in measure.matches} == {"P05": 1, "P06": 1, "P07": 2, "P08": 2}
    assert measure.matches[0].sentence == "P05 shares a set for 180 minutes or more with 1 of 2 others wanted."


def test_short_rounds_do_not_count_and_rounds_without_contacts_do() -> None:
    """The meeting of two hours makes partners of two hours, not of three."""
    plan = make_plan(SCENARIO, {"M1": "P01 P02 P03 | P04 P05 P06 | P07 P08"})
    measures = [build_rule("depth", partners=1, minutes=m).measure(SCENARIO, plan).amount for m in (120, 121)]
    assert measures == [0, 8]


def test_the_activities_of_a_round_are_added_up() -> None:
    """A home set that meets for two hours three times lasts six."""
    scenario = example_scenario(rounds=(*SCENARIO.rounds[:3], longer(home_round(), (), ())))
    plan = make_plan(scenario, {"M1": "P01 P02 P03 | P04 P05 P06 | P07 P08"})
    assert build_rule("depth", partners=1, minutes=360).measure(scenario, plan).amount == 0


def test_a_round_whose_sets_last_differently_is_refused_where_that_matters() -> None:
    """Of M1's sets the first meets for four hours, the others for two: 180 minutes parts them, 120 and 300 do not."""
    mixed = (*SCENARIO.rounds[:3], longer(home_round(), ("M1.1",)))
    for minutes, refused in ((120, False), (180, True), (240, True)):
        rule = build_rule("depth", partners=1, minutes=minutes, rounds=("M1",))
        if refused:
            messages = [defect.message for defect in refusals(rule, rounds=mixed)]
            assert messages == ["in round M1 sets may last 120 or 240 minutes, which the rule cannot part"]
        else:
            assert example_scenario(rule, rounds=mixed).rules == (rule,)
    other = build_rule("depth", partners=1, minutes=180, rounds=("D1",))
    assert example_scenario(other, rounds=mixed).rules == (other,)


def test_fields_that_no_plan_can_keep_are_refused() -> None:
    """No round lasts four hours; and P04, who misses M1, cannot have a partner there."""
    defects = refusals(build_rule("depth", partners=1, minutes=240))
    assert [(defect.message, defect.remedy) for defect in defects] == [
        ("no round lasts so long", "Give at most 180 minutes")
    ]
    defects = refusals(build_rule("depth", partners=1, minutes=120, rounds=("M1",), hard=True))
    assert [defect.message for defect in defects] == [
        "P04 can share a set that lasts so long with no more than 0 others"
    ]
    wish = build_rule("depth", partners=1, minutes=120, rounds=("M1",))
    assert example_scenario(wish).rules == (wish,)
