from cohortplan.model import Plan
from cohortplan.primitives import build_axes
from cohortplan.rules import build_rule
from tests.io.classic.playing import plan_of
from tests.support.builders import make_scenario, visit_rounds

SCENARIO = make_scenario(rounds=visit_rounds(2, [(0, 8)], minutes=60, step=30))


def plan(*starts: str) -> Plan:
    """Make a plan of the time of each round's visit; the first is on 8 October, the second a fortnight later."""
    axes = build_axes(SCENARIO)
    choice = [
        next(o for o in axes.menu(v) if f"{axes.options[o].start:%H:%M}" == start) for v, start in enumerate(starts)
    ]
    return plan_of(SCENARIO, [[0] * 8] * 2, choice)


def test_slots_up_to_the_last_visit_count() -> None:
    """Days from 8 to 22 October are fifteen; half hours of the first morning up to 11:30 are four."""
    assert build_rule("horizon").measure(SCENARIO, plan("12:00", "10:00")).amount == 15
    rule = build_rule("horizon", minutes=30, rounds=("D1",))
    measure = rule.measure(SCENARIO, plan("11:30", "10:00"))
    assert measure.amount == 4
    assert measure.matches[0].sentence == "The last visit is on 2026-10-08 at 11:30, in slot 4."


def test_no_visits_cost_nothing() -> None:
    """A plan without visits is over at once."""
    empty = plan("10:00", "10:00").model_copy(update={"rounds": ()})
    assert build_rule("horizon").measure(SCENARIO, empty).amount == 0
