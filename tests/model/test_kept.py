"""What is over when the rest of a programme is planned again."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.errors import InputError, ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.model import Plan, Scenario, SeatLock
from cohortplan.model.kept import Kept
from cohortplan.rules import build_rule
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Stop
from tests.model.test_attendance import first_day
from tests.support import hosts, make_scenario

RULES = (build_rule("new_contacts"), build_rule("mix", quota={"public": (1, 2)}))


def programme(*away: str, **parts: object) -> Scenario:
    """Make a programme of three days, without hosts' own organisations, of whose first it is recorded who was away."""
    given = {"hosts": hosts(6, organisation=""), "attendance": first_day(*away) if away else ()}
    return make_scenario(RULES, **{**given, **parts})


def quickly(scenario: Scenario, kept: Kept | None = None) -> Result:
    """Solve with a small budget."""
    return solve(scenario, solver="cpsat", stop=Stop(iterations=300_000), kept=kept)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a plan in whose first set of the first day P01 to P04 sit."""
    locks = tuple(SeatLock(participant=f"P0{k}", set="D1.1") for k in (1, 2, 3, 4))
    found = quickly(programme(seat_locks=locks)).plan
    assert found is not None
    return found


def test_recorded_rounds_and_those_before_a_day_are_kept(plan: Plan) -> None:
    """The days are 8 and 22 October and 5 November."""
    scenario = programme("P02")
    assert Kept.before(scenario, plan).rounds == {"D1"}
    assert Kept.before(programme(), plan).rounds == set()
    assert Kept.before(programme(), plan, date(2026, 10, 22)).rounds == {"D1"}
    assert Kept.before(programme(), plan, date(2026, 10, 23)).rounds == {"D1", "D2"}


def test_the_past_stays_and_the_rest_makes_up_for_it(plan: Plan) -> None:
    """Two of a set of four were away; the new plan has the same first day, and those two meet the others later."""
    scenario = programme("P02", "P03")
    result = quickly(scenario, Kept.before(scenario, plan))
    assert result.plan is not None
    assert result.plan.by_round["D1"] == plan.by_round["D1"]
    assert result.plan.manifest["kept"] == ["D1"]
    assert result.plan.scenario.sha256 == scenario.sha256
    assert result.evaluation == evaluate(scenario, result.plan)
    assert result.evaluation.valid
    assert result.evaluation.soft <= evaluate(scenario, plan).soft


def test_a_plan_that_does_not_fit_is_refused(plan: Plan) -> None:
    """Somebody without a seat in a round that is kept, and a round that the plan lacks: both are told."""
    first, *others = plan.rounds
    one, *sets = first.sets
    without = first.model_copy(update={"sets": (one.model_copy(update={"members": one.members[1:]}), *sets)})
    scenario = programme()
    kept = Kept(plan.model_copy(update={"rounds": (without, *others[:-1])}), frozenset({"D1", "D3"}))
    with pytest.raises(InputError) as refusal:
        quickly(scenario, kept)
    assert [each.message for each in refusal.value.defects] == [
        "The plan lacks round D3",
        "P01 takes part in round D1 but sits in no set",
    ]


def test_locks_that_say_otherwise_are_told(plan: Plan) -> None:
    """P01 sat in the first set, and the organiser's lock has them in the second."""
    scenario = programme("P02", seat_locks=(SeatLock(participant="P01", set="D1.2"),))
    with pytest.raises(ScenarioError, match=r"P01 is locked to sets D1.2 and D1.1 of one round"):
        quickly(scenario, Kept.before(scenario, plan))
