"""Clashes that counting shows of single people, visits and pairs, and none where there is a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cohortplan.model import Cannot, Closure, SeatLock, Tie
from cohortplan.problem import compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.bounds import counted_clash
from tests.support import cohort, hosts, make_scenario
from tests.support.planted import planted

SHUT = (Closure(first=date(2026, 9, 1), last=date(2027, 7, 31)),)
OWN = cohort(8)[0].get("organisation")

#: Rules by kind, parts of the scenario, and the rules that counting is to name.
COUNTED: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], set[str]]] = {
    "closed everywhere": ({}, {"hosts": hosts(4, closures=SHUT)}, {"closures"}),
    "one person can go nowhere": (
        {},
        {
            "participants": (cohort(8)[0].model_copy(update={"cannot": (Cannot(code="x"),)}), *cohort(8)[1:]),
            "hosts": hosts(4, barriers=("x",)),
        },
        {"access"},
    ),
    "rooms too small for the smallest set": ({}, {"hosts": hosts(4, capacity=2)}, {"host_capacity", "set_size"}),
    "all hosts are somebody's own": ({}, {"hosts": hosts(4, organisation=OWN)}, {"own_organisation"}),
    "fewer hosts than visits of one person": ({}, {"hosts": hosts(2, sets_at_once=9)}, {"no_host_twice"}),
    "too few places at prisons": (
        {"host_quota": {"kinds": ["prison"], "least": 1}},
        {"hosts": hosts(4, most_visits=1, sets_at_once=9)[:1] + hosts(4, sets_at_once=9)[1:]},
        {"host_quota", "most_visits", "set_size"},
    ),
    "a partner who is always closed": (
        {"both_ways": {}},
        {"hosts": (hosts(1, organisation=OWN, closures=SHUT)[0], *hosts(4, organisation="")[1:])},
        {"both_ways", "closures"},
    ),
    "a pair that must and cannot meet": (
        {"need_by": {"hard": True}, "keep_apart": {}},
        {
            "ties": (
                Tie(a="P01", b="P02", kind="project", need_by=date(2027, 7, 1)),
                Tie(a="P01", b="P02", kind="apart"),
            )
        },
        {"need_by", "keep_apart"},
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_it_is_counted(name: str) -> None:
    """The rules that clash are named without a solver."""
    rules, parts, blamed = COUNTED[name]
    scenario = make_scenario([build_rule(kind, **fields) for kind, fields in rules.items()], **parts)
    assert set(counted_clash(compile_problem(scenario))) == blamed


def test_a_lock_to_a_day_on_which_somebody_is_away() -> None:
    """Somebody locked to a set can only go where that set can: other sets do not help."""
    people = (cohort(8)[0].model_copy(update={"cannot": (Cannot(code="H1"),)}), *cohort(8)[1:])
    one = hosts(1, organisation="")[0]
    others = tuple(host.model_copy(update={"closures": SHUT}) for host in hosts(4)[1:])
    parts: dict[str, Any] = {"participants": people, "hosts": (one.model_copy(update={"sets_at_once": 2}), *others)}
    locked = make_scenario((), seat_locks=(SeatLock(participant="P01", set="D1.1"),), **parts)
    assert set(counted_clash(compile_problem(locked))) == {"access", "closures"}


@pytest.mark.parametrize("seed", range(60))
def test_where_there_is_a_plan_nothing_is_counted(seed: int) -> None:
    """A scenario around a plan that keeps every hard rule has no clash."""
    assert counted_clash(compile_problem(planted(seed).scenario)) == ()


def test_hosts_who_rest_between_two_rounds() -> None:
    """Three hosts cannot receive two sets in each of two rounds a fortnight apart if they rest for three weeks."""
    for gap, clash in ((21, {"host_gap", "sets_at_once"}), (14, set())):
        scenario = make_scenario((), hosts=hosts(3, gap_days=gap, organisation=""))
        assert set(counted_clash(compile_problem(scenario))) == clash


def test_a_pair_that_has_to_meet_too_often() -> None:
    """Two who stay together for three rounds cannot meet twice at most."""
    together = (Tie(a="P01", b="P02", kind="together"),)
    for most, clash in ((2, {"repeat_cap", "keep_together"}), (3, set())):
        scenario = make_scenario([build_rule("keep_together"), build_rule("repeat_cap", most=most)], ties=together)
        assert set(counted_clash(compile_problem(scenario))) == clash
