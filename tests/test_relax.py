"""Ways out of a clash."""

from __future__ import annotations

from typing import Any

from cohortplan.evaluate import evaluate
from cohortplan.model import Attribute, Participant
from cohortplan.relax import only_wish, ways_out
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.support import make_scenario, visit_rounds

#: Of eight people two are from a charity: one of them in each of two sets is even, and alone.
PEOPLE = tuple(
    Participant(id=f"P{k}", name=f"P{k}", attributes={"sector": "charity" if k < 2 else "city"}) for k in range(8)
)
PARTS: dict[str, Any] = {
    "attributes": (Attribute(name="sector"),),
    "participants": PEOPLE,
    "rounds": visit_rounds(2, [(4, 4), (4, 4)]),
}
CLASH = make_scenario(
    (
        build_rule("mix", quota={"charity": (1, 1), "city": (0, 8)}),
        build_rule("never_alone", attribute="sector", value="charity"),
        build_rule("new_contacts", hard=False),
    ),
    **PARTS,
)


def test_each_clashing_rule_is_broken_as_little_as_can_be() -> None:
    """In each of two rounds either two sets miss the even spread by 1, or two people are alone; both are proved."""
    result = solve(CLASH, stop=Stop(5.0))
    assert result.status is Status.INFEASIBLE
    assert set(result.reasons) == {"mix", "never_alone"}
    found = {way.rule: (way.amount, way.bound) for way in ways_out(CLASH, result.reasons, stop=Stop(3.0))}
    assert found["mix"] == found["never_alone"] == (4, 4)


def test_a_way_out_comes_with_a_plan_that_keeps_all_else() -> None:
    """By the checker its plan breaks the rule by the amount told, and no other hard rule."""
    ways = ways_out(CLASH, ["mix", "never_alone"], stop=Stop(3.0))
    assert [way.rule for way in ways] == ["mix", "never_alone"]
    for way in ways:
        measured = evaluate(CLASH, way.plan)
        broken = {name: each.value for name, each in measured.objectives.items() if each.level == "hard" and each.value}
        assert broken == {way.rule: way.amount}


def test_rules_that_clash_without_each_other_are_no_way_out() -> None:
    """Where two clashes are independent, loosening one rule of the first leaves the second."""
    rules = [rule for rule in CLASH.rules if rule.kind != "new_contacts"]
    twice = make_scenario(
        (*rules, build_rule("repeat_cap", most=1)),
        implied=False,
        **PARTS,
    )
    assert ways_out(twice, ["mix", "never_alone"], stop=Stop(3.0)) == []


def test_only_the_wish_is_left_to_improve() -> None:
    """Other soft rules and their weights are left out."""
    wish = only_wish(CLASH, "mix")
    assert {rule.id for rule in wish.rules if not rule.hard} == {"mix"}
    assert dict(wish.weights) == {"mix": 1}
