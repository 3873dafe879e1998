"""Fau by hand, and against all splits of all members."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.faultlines import MOST_KINDS, Values, fau
from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.plans import make_plan


def naive(members: list[Values]) -> Fraction:
    """Try every split of the members into two blocks, with means as the paper has them."""
    columns = [(k, value) for k in range(len(members[0])) for value in {member[k] for member in members}]
    rows = [[Fraction(member[k] == value) for k, value in columns] for member in members]

    def mean(block: list[list[Fraction]], column: int) -> Fraction:
        return sum((row[column] for row in block), Fraction(0)) / len(block)

    whole = sum((row[c] - mean(rows, c)) ** 2 for row in rows for c in range(len(columns)))
    best = Fraction(0)
    for side in product((0, 1), repeat=len(members)):
        blocks = [[row for row, mine in zip(rows, side, strict=True) if mine == each] for each in (0, 1)]
        if whole and all(blocks):
            between = sum(len(b) * (mean(b, c) - mean(rows, c)) ** 2 for b in blocks for c in range(len(columns)))
            best = max(best, between / whole)
    return best


def test_two_blocks_with_nothing_in_common_have_a_complete_faultline() -> None:
    """Three nurses from Leeds and two managers from York: all variation lies between the blocks."""
    assert fau([("nurse", "Leeds")] * 3 + [("manager", "York")] * 2) == 1


def test_attributes_that_cut_across_each_other_leave_half() -> None:
    """One of each of four combinations: split by either attribute, the other varies as much inside the blocks."""
    assert fau(list(product(("nurse", "manager"), ("Leeds", "York")))) == Fraction(1, 2)


def test_people_who_are_alike_have_no_faultline() -> None:
    """Without variation there is nothing to split, nor is there in a set of one or of nobody."""
    assert fau([("nurse", "Leeds")] * 4) == fau([("nurse", "Leeds")]) == fau([]) == 0


@pytest.mark.parametrize("seed", range(12))
def test_the_best_split_is_that_of_all_splits(seed: int) -> None:
    """Keeping people who are alike in one block loses nothing."""
    random = Random(seed)  # noqa: S311 - nothing secret
    members = [tuple(random.choice("xyz"[: 2 + k % 2]) for k in range(3)) for _ in range(random.randint(2, 7))]
    assert fau(members) == naive(members)


def test_twelve_members_are_looked_at_and_more_kinds_than_that_are_not() -> None:
    """Twelve who differ in everything have a weak faultline; of thirteen none is told."""
    twelve = [(f"job {k}", f"town {k}") for k in range(MOST_KINDS)]
    assert fau(twelve) == Fraction(1, 11)
    assert fau([*twelve, ("priest", "Rome")]) is None


def test_the_worst_set_is_told_if_a_rule_names_the_attributes() -> None:
    """A set of two that differ in both attributes is the worst; without such a rule there is no figure."""
    rule = build_rule("faultline", attributes=("sector", "town"), hard=False)
    scenario = make_scenario([rule])
    seats = {"D1": "P01 P02 | P03 P04 P05 P06 P07 P08", "D2": "P01 P03 P02 P04 | P05 P06"}
    plan = make_plan(scenario, seats)
    assert evaluate(scenario, plan).metrics.worst_faultline == 1
    calm = make_plan(scenario, {"D1": "P01 P02 P04 P05 | "})
    assert evaluate(scenario, calm).metrics.worst_faultline == pytest.approx(float(naive(VALUES)), abs=1e-6)
    assert evaluate(make_scenario(), plan).metrics.worst_faultline is None


VALUES = [("public", "Leeds"), ("private", "York"), ("public", "York"), ("private", "Leeds")]
