"""Rules that clash are named, and no more of them than it takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cohortplan.model import Cannot, Closure, Opening, Rule, SeatLock, Tie, VisitLock
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import counted_clash, relaxed
from cohortplan.solvers.cpsat import CpSat
from tests.support import cohort, hosts, make_scenario
from tests.support.host_rule_examples import moment

PINNED = tuple(SeatLock(participant=p, set="D1.1") for p in ("P01", "P02"))
THREE = tuple(Tie(a=a, b=b, kind="apart") for a, b in (("P01", "P02"), ("P01", "P03"), ("P02", "P03")))
EVERYTHING: Mapping[str, Any] = {
    "new_contacts": {},
    "repeat_cap": {"most": 3},
    "fair_floor": {"at_least": 5},
    "spread": {"attribute": "town", "at_least": 1},
}

#: Parts of a scenario, rules by kind, and the smallest set of rules that clash.
CLASHES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], set[str]]] = {
    "pinned together, kept apart": (
        {"seat_locks": PINNED, "ties": (Tie(a="P01", b="P02", kind="apart"),)},
        {"keep_apart": {}},
        {"keep_apart", "pins"},
    ),
    "pinned apart, kept together": (
        {
            "seat_locks": (PINNED[0], SeatLock(participant="P02", set="D1.2")),
            "ties": (Tie(a="P01", b="P02", kind="together"),),
        },
        {"keep_together": {}},
        {"keep_together", "pins"},
    ),
    "three apart in two sets": ({"ties": THREE}, {"keep_apart": {}}, {"keep_apart"}),
    "fewer visits on offer than wanted": ({"hosts": hosts(2, most_visits=2)}, {}, {"most_visits"}),
    "rooms too small for all": ({"hosts": hosts(4, capacity=2)}, {}, {"host_capacity"}),
    "hosts who want more": ({"hosts": hosts(4, least=6)}, {}, {"host_capacity", "set_size", "sets_at_once"}),
    "the same host every time": (
        {"visit_locks": tuple(VisitLock(set=f"D{r}.1", activity="visit", host="H1") for r in (1, 2, 3))},
        {},
        {"no_host_twice", "pins", "set_size"},
    ),
    "sent where they cannot go": (
        {
            "participants": tuple(
                person.model_copy(update={"cannot": (Cannot(code="H1"), Cannot(code="H2"))}) for person in cohort(8)
            ),
            "hosts": tuple(
                host.model_copy(update={"closures": (Closure(first=date(2026, 10, 8), last=date(2026, 10, 8)),)})
                if host.id in ("H3", "H4")
                else host
                for host in hosts(4)
            ),
        },
        {},
        {"access", "closures"},
    ),
    "never open": (
        {"hosts": hosts(4, openings=(Opening(start=moment("2026-09-01T10:00"), end=moment("2026-09-01T11:00")),))},
        {},
        {"openings"},
    ),
    "few meetings, many people": ({}, {"fair_floor": {"at_least": 7, "hard": True}, "repeat_cap": {"most": 1}}, set()),
}


def clashing(name: str) -> tuple[Problem, set[str]]:
    """Return the problem of a clash, other rules and wishes added, and the rules to blame."""
    parts, fields, blamed = CLASHES[name]
    rules: list[Rule] = [build_rule(kind, **given) for kind, given in {**EVERYTHING, **fields}.items()]
    return compile_problem(make_scenario(rules, **parts)), blamed


def solved(problem: Problem) -> Status:
    """Status after solving on one thread."""
    return CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1).status


@pytest.mark.parametrize("name", CLASHES)
def test_the_clash_is_named(name: str) -> None:
    """The reasons are the planted ones; they clash on their own, and leaving out any one of them ends the clash."""
    problem, blamed = clashing(name)
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1)
    assert outcome.status == Status.INFEASIBLE
    assert outcome.decision is None
    assert not blamed or set(outcome.reasons) == blamed
    assert solved(relaxed(problem, outcome.reasons)) == Status.INFEASIBLE
    for left_out in outcome.reasons:
        rest = [rule for rule in outcome.reasons if rule != left_out]
        assert solved(relaxed(problem, rest)) == Status.OPTIMAL


@pytest.mark.parametrize("name", ["three apart in two sets", "fewer visits on offer than wanted"])
def test_pigeonholes_are_counted(name: str) -> None:
    """What is too much for the sets or hosts there are is seen without a solver."""
    problem, blamed = clashing(name)
    assert set(counted_clash(problem)) == blamed


def test_reasons_are_given_even_when_time_is_up() -> None:
    """With hardly any time the reasons may be more than needed, but they do clash."""
    problem, blamed = clashing("pinned together, kept apart")
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=0.5)), seed=1)
    assert outcome.status == Status.INFEASIBLE
    assert blamed <= set(outcome.reasons)
