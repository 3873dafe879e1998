"""Prices and contraries, held against every plan that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, product

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.living.opposite import Opposite, answer, not_apart, not_in_set
from cohortplan.living.prices import Item, Price, items, price, ranked
from cohortplan.model import Activity, Plan, Round, Scenario, SeatLock, SetSpec, Tie, Window
from cohortplan.rules import build_rule, with_implied
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Status, Stop
from tests.support.builders import cohort, make_scenario
from tests.support.plans import make_plan

pytestmark = pytest.mark.slow

#: So small a scenario is solved at once, with a proof.
EXACT = {"solver": "cpsat", "stop": Stop(60.0)}


def meeting(number: int) -> Round:
    """Return a round in which two sets of three meet."""
    start = datetime.fromisoformat("2026-10-08T10:00") + timedelta(days=14 * number)
    window = Window(start=start, end=start + timedelta(hours=2))
    sets = tuple(SetSpec(id=f"D{number}.{k}", least=3, most=3) for k in (1, 2))
    return Round(id=f"D{number}", sets=sets, activities=(Activity(id="meets", windows=(window,)),))


@cache
def scenario() -> Scenario:
    """Make six people who meet twice; the organiser has locked two who know each other to one set in both rounds."""
    rules = with_implied(
        (
            build_rule("new_contacts"),
            build_rule("repeat_price"),
            build_rule("mix", attribute="sector", hard=False),
            build_rule("spread", attribute="town", at_least=2),
            build_rule("keep_apart"),
        )
    )
    return make_scenario(
        rules,
        implied=False,
        participants=cohort(6),
        hosts=(),
        rounds=(meeting(1), meeting(2)),
        ties=(Tie(a="P01", b="P02"), Tie(a="P05", b="P06"), Tie(a="P03", b="P04", kind="apart")),
        seat_locks=tuple(SeatLock(participant=name, set=where) for name, where in LOCKS),
        weights={"new_contacts": 10, "repeat_price": 3, "mix": 2},
    )


LOCKS = (
    *(("P01", "D1.1"), ("P02", "D1.1"), ("P03", "D1.1")),
    *(("P01", "D2.1"), ("P02", "D2.1"), ("P04", "D2.2")),
)


def every_plan(which: Scenario) -> Iterator[Plan]:
    """Yield all plans of two rounds with two sets of three."""
    people = list(which.people)
    deals = [" ".join(half) + " | " + " ".join(p for p in people if p not in half) for half in combinations(people, 3)]
    for first, second in product(deals, deals):
        plan = make_plan(which, {"D1": first, "D2": second})
        yield Plan.model_validate(_met(which, plan))


def _met(which: Scenario, plan: Plan) -> dict[str, object]:
    content = plan.model_dump()
    for planned in content["rounds"]:
        (activity,) = which.round[planned["id"]].activities
        times = {"start": which.aware(activity.windows[0].start), "end": which.aware(activity.windows[0].end)}
        for group in planned["sets"]:
            group["activities"] = [{"id": "meets", "kind": "meet", "host": None, **times}]
    return content


@cache
def judged() -> tuple[tuple[Plan, int], ...]:
    """Return all plans of the scenario that keep its hard rules, and what they cost."""
    measured = ((plan, evaluate(scenario(), plan)) for plan in every_plan(scenario()))
    return tuple((plan, found.soft) for plan, found in measured if found.valid)


def least(which: Scenario) -> int | None:
    """Return the soft cost of the best of all plans; None if none keeps the hard rules."""
    if which is scenario():
        return min((soft for _, soft in judged()), default=None)
    measured = (evaluate(which, plan) for plan in every_plan(which))
    return min((each.soft for each in measured if each.valid), default=None)


@cache
def best() -> Result:
    """Solve the scenario."""
    return solve(scenario(), **EXACT)  # type: ignore[arg-type]


def best_plan() -> Plan:
    """Return its best plan."""
    plan = best().plan
    assert plan is not None
    return plan


def priced(item: Item) -> Price:
    """Find the price of an item, with the bound that is proved of the whole."""
    bound = best().bound if item.kind != "wish" else 0
    return price(scenario(), best_plan(), item, bound=bound or 0, **EXACT)  # type: ignore[arg-type]


def test_the_best_plan_is_the_best_of_all() -> None:
    """What the tests below begin with is proved, and no plan of all 400 is better."""
    assert best().status is Status.OPTIMAL
    assert best().evaluation is not None
    assert best().evaluation.soft == least(scenario())


def test_everything_that_may_be_left_out_has_a_price() -> None:
    """Wishes, locks and rules that may be given up; not those that never are, nor locks twice."""
    found = [(item.kind, item.name) for item in items(scenario())]
    assert [name for kind, name in found if kind == "lock"] == [f"{name} in {where}" for name, where in LOCKS]
    assert {name for kind, name in found if kind == "wish"} >= {"new_contacts", "repeat_price", "mix"}
    rules = {name for kind, name in found if kind == "rule"}
    assert "spread" in rules
    assert not rules & {"keep_apart", "pins", "set_size", "absences"}


@pytest.mark.parametrize(
    "name",
    [
        *(f"{name} in {where}" for name, where in LOCKS[:2]),
        *(pytest.param(f"{name} in {where}", marks=pytest.mark.slow) for name, where in LOCKS[2:]),
        "spread",
    ],
)
def test_a_price_is_what_the_best_plan_without_it_gains(name: str) -> None:
    """Of all plans, with the lock or rule and without: the difference is the price, and it is proved."""
    (item,) = (item for item in items(scenario()) if item.name == name)
    found = priced(item)
    before, after = least(scenario()), least(item.without)
    assert before is not None
    assert after is not None
    assert found.cost == before - after
    assert found.proved
    assert found.as_json()["cost"] == found.as_json()["least"] == found.as_json()["most"] == found.cost
    assert evaluate(item.without, found.plan).valid


def test_some_lock_costs_something_and_prices_are_told_dearest_first() -> None:
    """Taking that lock out gains exactly its price when the scenario is solved anew."""
    locks = [item for item in items(scenario()) if item.kind == "lock"]
    prices = [priced(item) for item in locks]
    dearest, *others = ranked(prices)
    assert dearest.cost > 0
    assert [dearest.cost, *(each.cost for each in others)] == sorted((each.cost for each in prices), reverse=True)
    anew = solve(dearest.item.without, **EXACT)  # type: ignore[arg-type]
    assert anew.evaluation is not None
    assert best().evaluation is not None
    assert best().evaluation.soft - anew.evaluation.soft == dearest.cost


@pytest.mark.parametrize("name", ["new_contacts", "repeat_price", "mix"])
def test_the_price_of_a_wish_is_what_all_others_gain_without_it(name: str) -> None:
    """Its own cost does not count; the others' is that of the best of all plans."""
    (item,) = (item for item in items(scenario()) if item.name == name)
    found = priced(item)
    assert best().evaluation is not None
    own = best().evaluation.objectives[name]
    after = least(item.without)
    assert after is not None
    assert found.cost == best().evaluation.soft - own.value * own.weight - after
    assert found.most == found.cost


def together(plan: Plan, a: str, b: str) -> bool:
    """Whether two people share a set of a plan."""
    return any({a, b} <= set(group.members) for planned in plan.rounds for group in planned.sets)


def sits(plan: Plan, name: str, where: str) -> bool:
    """Whether somebody sits in a set of a plan."""
    return any(group.id == where and name in group.members for planned in plan.rounds for group in planned.sets)


def question(name: str) -> tuple[Opposite, Callable[[Plan], bool]]:
    """Return a question about the best plan, and whether another plan has the contrary."""
    which, plan = scenario(), best_plan()
    pairs = [pair for pair in combinations(which.people, 2) if pair != ("P03", "P04")]
    here = "D1.1" if sits(plan, "P05", "D1.1") else "D1.2"
    there = {"D1.1": "D1.2", "D1.2": "D1.1"}[here]
    met = next(pair for pair in pairs if together(plan, *pair) and pair != ("P01", "P02"))
    apart = next(pair for pair in pairs if not together(plan, *pair))
    return {
        "why in that set": (not_in_set(which, plan, "P05", here), lambda new: not sits(new, "P05", here)),
        "why not in the other": (not_in_set(which, plan, "P05", there), lambda new: sits(new, "P05", there)),
        "why locked there": (not_in_set(which, plan, "P01", "D1.1"), lambda new: not sits(new, "P01", "D1.1")),
        "why do they meet": (not_apart(which, plan, *met), lambda new: not together(new, *met)),
        "why do they not": (not_apart(which, plan, *apart), lambda new: together(new, *apart)),
        "why are they kept apart": (not_apart(which, plan, "P03", "P04"), lambda new: together(new, "P03", "P04")),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("why in that set", "why not in the other", "why locked there"),
        *("why do they meet", "why do they not", "why are they kept apart"),
    ],
)
def test_the_best_plan_with_the_contrary(name: str) -> None:
    """Of all plans of the contrary the answer is the best, or there is none; it costs what is said."""
    opposite, holds = question(name)
    assert not holds(best_plan())
    found = answer(scenario(), best_plan(), opposite, **EXACT)  # type: ignore[arg-type]
    expected = min((soft for plan, soft in judged() if holds(plan)), default=None)
    if expected is None:
        assert found.status is Status.INFEASIBLE
        assert (found.difference, found.reasons != ()) == (None, True)
        return
    assert found.result is not None
    assert found.result.plan is not None
    assert holds(found.result.plan)
    assert found.after == evaluate(scenario(), found.result.plan)
    assert found.after.valid
    assert (found.status, found.after.soft) == (Status.OPTIMAL, expected)
    assert found.difference == expected - found.before.soft >= 0
    changes = {name: then - now for name, (now, then) in found.rules.items()}
    assert 0 not in changes.values()
    assert sum(change * scenario().weights.get(rule, 0) for rule, change in changes.items()) == found.difference


def test_another_name_for_the_same_people_is_told_as_such() -> None:
    """Where nothing is locked the best plan may call the set otherwise; where two are locked to it, it cannot."""
    free = scenario().but(seat_locks=())
    plan = solve(free, **EXACT).plan  # type: ignore[arg-type]
    assert plan is not None
    (here,) = (group for group in plan.by_round["D1"].sets if "P05" in group.members)
    found = answer(free, plan, not_in_set(free, plan, "P05", here.id), **EXACT)  # type: ignore[arg-type]
    assert (found.difference, found.same_company) == (0, members_elsewhere(found.result, here.members))
    opposite, _ = question("why in that set")
    assert not answer(scenario(), best_plan(), opposite, **EXACT).same_company  # type: ignore[arg-type]


def members_elsewhere(result: Result | None, members: tuple[str, ...]) -> bool:
    """Whether just these people share a set of the first round in the plan found."""
    assert result is not None
    assert result.plan is not None
    return any(set(group.members) == set(members) for group in result.plan.by_round["D1"].sets)
