"""The smallest clash of rules and data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cohortplan.clash import Clash, find_clash
from cohortplan.clash.core import fewest
from cohortplan.clash.data import data, without
from cohortplan.model import Absence, Cannot, Host, SeatLock, Tie
from cohortplan.rules import build_rule
from tests.support import cohort, hosts, make_scenario
from tests.support.examples import example_scenario


@pytest.mark.parametrize("wanted", [(), (0,), (29,), (3, 4, 20), tuple(range(30)), tuple(range(0, 30, 2))])
def test_few_things_are_found_among_many(wanted: tuple[int, ...]) -> None:
    """What clashes if and only if all that is wanted is there is found, in few trials where it is little or all."""
    tried = []

    def clash(some: Sequence[int]) -> bool:
        tried.append(some)
        return set(wanted) <= set(some)

    assert sorted(fewest(range(30), clash, 30) or []) == list(wanted)
    assert len(tried) <= 9 * len(wanted) + 6


def test_things_that_come_first_are_preferred() -> None:
    """Where either of two things will do it is the first that is kept."""
    assert fewest(range(9), lambda some: bool({2, 7} & set(some)), 9) == [2]


def test_too_many_things_are_given_up() -> None:
    """More than were asked for are not looked for one by one."""
    assert fewest(range(30), lambda some: len(some) == 30, 5) is None


def explained(rules: Sequence[Any], **parts: Any) -> Clash:
    """Find the clash of all the hard rules."""
    scenario = make_scenario(rules, **parts)
    return find_clash(scenario, [rule.id for rule in scenario.rules if rule.hard], seconds=60.0)


def test_two_locks_and_a_tie() -> None:
    """Two people locked to one set and kept apart: two rules in that round, and the three rows, nothing else."""
    clash = explained(
        [build_rule("keep_apart"), build_rule("repeat_cap", most=3), build_rule("new_contacts")],
        seat_locks=tuple(SeatLock(participant=name, set="D2.1") for name in ("P01", "P02", "P05")),
        ties=(Tie(a="P03", b="P04", kind="apart"), Tie(a="P01", b="P02", kind="apart"), Tie(a="P01", b="P08")),
        absences=(Absence(participant="P08", round="D1"),),
    )
    assert clash.minimal
    assert [member.words for member in clash.members] == [
        "pins in round D2",
        "keep_apart in round D2 for P01 and P02",
        "P01 is locked to set D2.1",
        "P02 is locked to set D2.1",
        "a tie joins P01 and P02",
    ]
    assert [member.path for member in clash.members][2:] == [("seat_locks", 0), ("seat_locks", 1), ("ties", 1)]


@pytest.mark.slow
def test_somebody_who_can_go_nowhere() -> None:
    """One person who cannot face any host is named, and not why."""
    people = cohort(8)
    barred = people[2].model_copy(update={"cannot": (Cannot(code="stairs"),)})
    clash = explained([], participants=(*people[:2], barred, *people[3:]), hosts=hosts(4, barriers=("stairs",)))
    words = [member.words for member in clash.members]
    assert clash.minimal
    assert "access in round D1 for P03" in words or "access for P03" in words
    assert "P03 cannot go everywhere" in words
    assert not any("stairs" in line for line in words)


def test_a_clash_over_the_year_is_found() -> None:
    """Two who stay together may not meet more than twice in three rounds: no single round clashes."""
    rules = [build_rule("keep_together"), build_rule("repeat_cap", most=2), build_rule("set_size")]
    clash = explained(rules, implied=False, ties=(Tie(a="P01", b="P02", kind="together"),))
    assert clash.minimal
    assert clash.rules == ["keep_together", "repeat_cap"]
    assert clash.members[0].people == ("P01", "P02")


def test_all_data_can_be_left_out() -> None:
    """Without any of its rows and fields a scenario asks nothing of single people, days and hosts."""
    scenario = example_scenario(
        participants=tuple(p.model_copy(update={"weekdays": (1, 3), "cannot": (Cannot(code="x"),)}) for p in cohort(8)),
        hosts=hosts(4, capacity=6, gap_days=3, most_visits=4, barriers=("x",), lead_days=2, clearance="c"),
    )
    found = data(scenario)
    assert len({datum.path for datum in found}) == len(found) > 40
    bare = without(scenario, [datum.path for datum in found])
    assert data(bare) == []
    assert not bare.seat_locks + bare.ties + bare.absences
    assert bare.hosts[0] == Host(
        **{
            **scenario.hosts[0].model_dump(include={"id", "name", "organisation", "sector", "kind"}),
            "sets_at_once": 10_000,
        }
    )


def test_each_row_can_be_left_out_alone() -> None:
    """Leaving out one row or field leaves all the others as they are."""
    scenario = example_scenario(hosts=hosts(4, capacity=6, gap_days=3))
    for datum in data(scenario):
        left = {other.words for other in data(without(scenario, [datum.path]))}
        assert left == {other.words for other in data(scenario)} - {datum.words}
