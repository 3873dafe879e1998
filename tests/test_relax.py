"""Ways out of a clash."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Attribute, Participant, Scenario, SeatLock, Tie
from cohortplan.relax import Search, WayOut, find_clash, only_wish, ways_out
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Status, Stop
from tests.support import hosts, make_scenario, visit_rounds

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
LOCKED = make_scenario(
    (build_rule("keep_apart"),),
    seat_locks=tuple(SeatLock(participant=name, set="D1.1") for name in ("P01", "P02")),
    ties=(Tie(a="P01", b="P02", kind="apart"),),
)


def ways(scenario: Scenario, seconds: float = 3.0) -> list[WayOut]:
    """Find the ways out of what clashes."""
    result = solve(scenario, stop=Stop(10.0))
    assert result.status is Status.INFEASIBLE
    clash = find_clash(scenario, result.reasons, seconds=30.0)
    return ways_out(scenario, clash, Search(Stop(seconds), 30.0))


@cache
def ways_out_of_clash() -> list[WayOut]:
    """Find the ways out of the first clash, once for all tests."""
    return ways(CLASH)


@pytest.mark.slow
def test_each_clashing_rule_is_broken_as_little_as_can_be() -> None:
    """In each of two rounds either two sets miss the even spread by 1, or two people are alone; both are proved."""
    found = {way.rule: (way.amount, way.bound) for way in ways_out_of_clash() if way.rule}
    assert found == {"mix": (4, 4), "never_alone": (4, 4)}


@pytest.mark.slow
def test_a_wish_comes_with_a_plan_that_keeps_all_else() -> None:
    """By the checker its plan breaks the rule by the amount told, and no other hard rule."""
    for way in ways_out_of_clash():
        measured = evaluate(CLASH, way.plan)
        broken = {name: each.value for name, each in measured.objectives.items() if each.level == "hard" and each.value}
        assert way.rule is None or broken == {way.rule: way.amount}
        assert way.people > 0


def test_a_quota_may_be_wider() -> None:
    """One member more or fewer of each value is enough, and a plan shows it."""
    (wider,) = [way for way in ways_out_of_clash() if way.words.startswith("widen")]
    assert wider.words == "widen each quota of mix by 1"


@pytest.mark.slow
def test_taking_back_a_lock_touches_one_person() -> None:
    """Either lock may go, or the tie; the lock concerns the fewest people and comes first."""
    found = ways(LOCKED)
    told = [way.words for way in found]
    assert told[0] == "take back that P01 is locked to set D1.1"
    assert {"take back that P02 is locked to set D1.1", "take back that a tie joins P01 and P02"} <= set(told)
    assert found[0].people == 1
    assert found[0].paths == (("seat_locks", 0),)
    assert [way.people for way in found] == sorted(way.people for way in found)


@pytest.mark.slow
def test_one_more_visit_is_enough() -> None:
    """Where hosts receive five visits and six are to be made, one more at a host is a way out."""
    offers = (2, 1, 1, 1)
    few = make_scenario(
        (), hosts=tuple(h.model_copy(update={"most_visits": n}) for h, n in zip(hosts(4), offers, strict=True))
    )
    assert "raise max_visits of H2 by 1" in [way.words for way in ways(few)]


@pytest.mark.slow
def test_what_does_not_help_is_not_offered() -> None:
    """Where two clashes are independent, no change to the first alone leads to a plan."""
    twice = make_scenario((*LOCKED.rules, build_rule("repeat_cap", most=1)), implied=False, **_parts(LOCKED))
    clash = find_clash(twice, ["pins", "keep_apart"], seconds=20.0)
    assert clash.minimal
    assert ways_out(twice, clash, Search(Stop(1.0), 10.0)) == []


def _parts(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in ("seat_locks", "ties")}


def test_nothing_is_begun_once_somebody_has_had_enough() -> None:
    """A halted board ends the search for a clash, and that for ways out."""
    boards: list[Board] = []

    def halt(board: Board) -> None:
        boards.append(board)
        board.halt()

    clash = find_clash(LOCKED, ["pins", "keep_apart"], seconds=20.0, board_ready=halt)
    assert clash.halted
    assert not clash.proved
    assert len(boards) == 1
    assert ways_out(LOCKED, clash, Search(Stop(2.0), 20.0, board_ready=halt)) == []
    assert len(boards) == 2


def test_only_the_wish_is_left_to_improve() -> None:
    """Other soft rules and their weights are left out."""
    wish = only_wish(CLASH, "mix")
    assert {rule.id for rule in wish.rules if not rule.hard} == {"mix"}
    assert dict(wish.weights) == {"mix": 1}


def test_without_time_the_rules_are_told_as_they_are() -> None:
    """What could not be made smaller by then is whole, and nothing is claimed of it."""
    clash = find_clash(CLASH, ["mix", "never_alone", "set_size"], seconds=0.0)
    assert not clash.minimal
    assert set(clash.rules) == {"mix", "never_alone", "set_size"}
