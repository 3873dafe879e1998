"""Pigeonholes that counting finds."""

from __future__ import annotations

import numpy as np

from cohortplan.model import Tie
from cohortplan.primitives import HostLoad, PairWeight, SetCount
from cohortplan.problem import compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.bounds import counted_clash
from tests.solvers.bounds.cohorts import eleven
from tests.solvers.cpsat.brute import free_problem, tiny_axes


def carriers(least: int, most: int, *weight: int) -> SetCount:
    """Hard limits on what the first two sets of round 1 of the tiny scenario weigh."""
    cost = [max(0, least - n, n - most) for n in range(8)]
    row = np.array([[0, 0, -1], [-1, -1, -1]], dtype=np.int32)
    return SetCount(np.array(weight, dtype=np.int32), np.array([[cost]], dtype=np.int32), row)


def test_fewer_facilitators_than_sets() -> None:
    """One carrier cannot be in both of two sets that need one each; two can."""
    axes = tiny_axes()
    assert counted_clash(free_problem(axes, [(carriers(1, 4, 1, 0, 0, 0), True, 1)])) == ("rule-0",)
    assert counted_clash(free_problem(axes, [(carriers(1, 4, 1, 1, 0, 0), True, 1)])) == ()


def test_more_carriers_than_room() -> None:
    """Three carriers do not fit into two sets of at most one; a weight above a set's most fits nowhere."""
    axes = tiny_axes()
    assert counted_clash(free_problem(axes, [(carriers(0, 1, 1, 1, 1, 0), True, 1)])) == ("rule-0",)
    assert counted_clash(free_problem(axes, [(carriers(0, 1, 1, 1, 0, 0), True, 1)])) == ()


def test_the_sizes_that_make_a_clash_are_named() -> None:
    """Sets that may hold a carrier only when of one are refused by the sizes, so both rules are named."""
    axes = tiny_axes()
    table = np.ones((1, 3, 5), dtype=np.int32)
    table[0, 1, 1] = 0
    alone = SetCount(np.array([1, 1, 0, 0], dtype=np.int32), table, np.array([[0, 0, -1], [-1] * 3], dtype=np.int32))
    sizes = carriers(2, 2, 1, 1, 1, 1)
    assert counted_clash(free_problem(axes, [(alone, True, 1), (sizes, True, 1)])) == ("rule-0", "rule-1")


def test_more_people_apart_than_sets() -> None:
    """Four people any two of whom are apart do not fit into three sets; three do."""
    names = ("P01", "P02", "P03", "P04")
    for count, clash in ((4, ("keep_apart",)), (3, ())):
        ties = tuple(Tie(a=a, b=b, kind="apart") for a in names[:count] for b in names[:count] if a < b)
        assert counted_clash(compile_problem(eleven(1, build_rule("keep_apart"), ties=ties))) == clash


def test_a_soft_pigeonhole_is_no_clash() -> None:
    """What is merely wished for clashes with nothing."""
    axes = tiny_axes()
    assert counted_clash(free_problem(axes, [(carriers(3, 4, 1, 1, 0, 0), False, 1)])) == ()


def test_fewer_visits_on_offer_than_needed() -> None:
    """Two visits cannot go to hosts that receive none but one between them."""
    axes = tiny_axes()
    options = np.arange(len(axes.options), dtype=np.int32)
    for most, clash in ((1, ("rule-0",)), (2, ())):
        table = np.array([[max(0, n - most) for n in range(4)]], dtype=np.int32)
        load = HostLoad(options, options * 0, options * 0 + 1, np.zeros(1, dtype=np.int32), table)
        assert counted_clash(free_problem(axes, [(load, True, 1)])) == clash


def test_a_bucket_without_limit_offers_all() -> None:
    """A host load that never gets dearer cannot run out."""
    axes = tiny_axes()
    options = np.arange(len(axes.options), dtype=np.int32)
    load = HostLoad(
        options, options * 0, options * 0 + 1, np.zeros(1, dtype=np.int32), np.array([[1, 0]], dtype=np.int32)
    )
    assert counted_clash(free_problem(axes, [(load, True, 1)])) == ()


def test_thousands_of_buckets_share_one_row() -> None:
    """A table as wide as all visits of a nation is looked at once, whatever the number of hosts: else 36 GB."""
    axes = tiny_axes()
    options = np.arange(len(axes.options), dtype=np.int32)
    table = np.maximum(0, np.arange(300_000, dtype=np.int32) - 1)[None]
    load = HostLoad(options, options * 0, options * 0 + 1, np.zeros(30_000, dtype=np.int32), table)
    assert counted_clash(free_problem(axes, [(load, True, 1)])) == ()
    one = HostLoad(options, options * 0, options * 0 + 1, np.zeros(1, dtype=np.int32), table)
    assert counted_clash(free_problem(axes, [(one, True, 1)])) == ("rule-0",)


def test_pairs_away_from_a_round_are_left_out() -> None:
    """Only those who take part in a round are counted against its sets."""
    axes = tiny_axes()
    a, b = np.array([(p, q) for p in range(4) for q in range(p + 1, 4)], dtype=np.int32).T
    meeting = np.array([False, True])
    apart = PairWeight(a, b, np.ones(6, dtype=np.int32), np.zeros(6, dtype=np.int32), meeting)
    assert counted_clash(free_problem(axes, [(apart, True, 1)])) == ()
