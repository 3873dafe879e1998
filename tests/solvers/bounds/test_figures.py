"""Bounds whose figures are known."""

from __future__ import annotations

from typing import Any

import pytest

from cohortplan.model import Absence, Tie
from cohortplan.problem import compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.bounds import ImpossiblePair, all_bounds, impossible_pairs, soft_bound
from tests.solvers.bounds.cohorts import eleven, meetings, people, thirty
from tests.support import make_scenario


@pytest.mark.parametrize(("rounds", "most"), [(1, 15), (2, 28), (3, 41), (4, 54), (5, 55)])
def test_pairs_met_by_eleven(rounds: int, most: int) -> None:
    """Each set of 4 drawn from three earlier sets repeats a pair, so later rounds add at most 13 of 15 pairs."""
    bound = all_bounds(compile_problem(eleven(rounds, build_rule("new_contacts"))))["new_contacts"]
    assert bound.value == 55 - most
    assert bound.value == 0 or str(most) in bound.argument


@pytest.mark.parametrize(
    ("rounds", "sizes", "most"),
    [(1, (6, 6), 75), (5, (6, 6), 355), (1, (5, 7), 77), (5, (5, 7), 365), (10, (5, 7), 435)],
)
def test_pairs_met_by_thirty(rounds: int, sizes: tuple[int, int], most: int) -> None:
    """Five sets of 6 add 70 pairs a round after 75 in the first; where sizes may vary, the best sizes are counted."""
    bound = all_bounds(thirty(rounds, *sizes, build_rule("new_contacts")))["new_contacts"]
    assert bound.value == 435 - most


def test_someone_who_joins_later_repeats_nobody() -> None:
    """Three who missed round 1 count as sets of one; so it is the sets of round 1, drawn from round 2, that repeat."""
    away = tuple(Absence(participant=p, round="R1") for p in ("P01", "P02", "P03"))
    rounds = eleven(2).rounds
    smaller = (rounds[0].model_copy(update={"sets": rounds[0].sets[:2]}), rounds[1])
    problem = compile_problem(eleven(2, build_rule("new_contacts"), rounds=smaller, absences=away))
    assert all_bounds(problem)["new_contacts"].value == 55 - (15 + 12 - 2)


def test_extra_worth_counts_the_cheapest_pairs_missed() -> None:
    """Where pairs differ in worth, those that never meet are the cheapest there are."""
    problem = compile_problem(eleven(2, build_rule("new_contacts", across={"sector": 2})))
    alike = 10 + 6 + 1
    assert all_bounds(problem)["new_contacts"].value == alike + 3 * (27 - alike)


def test_nobody_meets_more_people_than_sets_have_room_for() -> None:
    """In two rounds 28 pairs meet at most, so eleven people meet 56 others between them: 54 short of 10 each."""
    bounds = all_bounds(compile_problem(eleven(2, build_rule("fair_floor", at_least=10))))
    assert bounds["fair_floor"].value == 11 * 10 - 56
    one = all_bounds(compile_problem(eleven(1, build_rule("fair_floor", at_least=4, power=2))))
    assert one["fair_floor"].value == 8 * 1 + 3 * 4


@pytest.mark.parametrize(
    ("rounds", "power", "least"), [(1, 2, 0), (2, 1, 2), (2, 2, 2), (5, 1, 20), (9, 2, 80 + 2 * 25)]
)
def test_repeats_that_cannot_be_avoided(rounds: int, power: int, least: int) -> None:
    """Later sets repeat pairs of earlier ones, and more meetings than pairs are cheapest when spread evenly."""
    bounds = all_bounds(compile_problem(eleven(rounds, build_rule("repeat_price", power=power))))
    assert bounds["repeat_price"].value == least


def test_the_most_even_split_of_sectors() -> None:
    """In three sets 5 public people are 2, 2 and 1, and 4 nonprofit 2, 1 and 1: three like pairs a round."""
    problem = compile_problem(eleven(4, build_rule("mix", mode="maximal")))
    assert all_bounds(problem)["mix"].value == 4 * 3


def test_kinds_are_split_together() -> None:
    """Twelve people of three sectors in sets of 2 and 10: the small one cannot take half of every sector.

    It holds one of each of two sectors, so the other holds 3, 3 and 4: 3 + 3 + 6 like pairs.
    """
    parts: dict[str, Any] = {"participants": people({"public": 4, "private": 4, "nonprofit": 4}), "hosts": ()}
    rule = build_rule("mix", mode="maximal")
    problem = compile_problem(make_scenario((rule,), rounds=meetings(1, [(2, 2), (10, 10)]), **parts))
    assert all_bounds(problem)["mix"].value == 12


def test_company_takes_room() -> None:
    """Three people who want company of their own in sets of two cannot all have it: one sits with another person."""
    parts: dict[str, Any] = {"participants": people({"public": 3, "private": 5}), "hosts": ()}
    rule = build_rule("never_alone", attribute="sector", value="public", hard=False)
    problem = compile_problem(make_scenario((rule,), rounds=meetings(2, [(2, 2)] * 4), **parts))
    assert all_bounds(problem)["never_alone"].value == 2


def test_more_rivals_than_sets_share_some() -> None:
    """Of four people in three sets, any two of whom should be apart, two share a set in every round."""
    pairs = [(a, b) for a in ("P01", "P02", "P03", "P04") for b in ("P01", "P02", "P03", "P04") if a < b]
    ties = tuple(Tie(a=a, b=b, kind="apart") for a, b in pairs)
    problem = compile_problem(eleven(2, build_rule("keep_apart", hard=False), ties=ties))
    assert all_bounds(problem)["keep_apart"].value == 2


def test_bounds_add_up_by_weight() -> None:
    """The bound on the whole is the weighted sum of the rules' bounds."""
    rules = (build_rule("new_contacts"), build_rule("repeat_price", power=1))
    problem = compile_problem(eleven(2, *rules, weights={"new_contacts": 7, "repeat_price": 3}))
    assert soft_bound(problem) == 7 * 27 + 3 * 2


def test_the_private_pair_is_named() -> None:
    """With at most one private person in a set the two can never meet, and the mix rule is to blame."""
    problem = compile_problem(eleven(6, build_rule("mix"), build_rule("new_contacts")))
    assert impossible_pairs(problem) == [ImpossiblePair("P10", "P11", "mix")]
    assert all_bounds(problem)["new_contacts"].value == 1


def test_every_reason_for_an_impossible_pair_is_named() -> None:
    """People kept apart, never there together, or with no meetings to spare can never meet; the rule is named."""
    away = (Absence(participant="P01", round="R1"), Absence(participant="P02", round="R2"))
    looser = tuple(
        each.model_copy(update={"sets": tuple(s.model_copy(update={"least": 3}) for s in each.sets)})
        for each in eleven(2).rounds
    )
    ties = (Tie(a="P03", b="P04", kind="apart"), Tie(a="P05", b="P06", kind="met"))
    rules = (build_rule("keep_apart"), build_rule("repeat_cap", most=1, known=("met",)))
    problem = compile_problem(eleven(2, *rules, rounds=looser, absences=away, ties=ties))
    assert impossible_pairs(problem) == [
        ImpossiblePair("P01", "P02", "absences"),
        ImpossiblePair("P03", "P04", "keep_apart"),
        ImpossiblePair("P05", "P06", "repeat_cap"),
    ]


def test_nobody_is_called_impossible_without_reason() -> None:
    """With sizes alone to keep, every pair may meet."""
    assert impossible_pairs(compile_problem(eleven(1))) == []


def test_a_cap_on_some_rounds_leaves_the_others_open() -> None:
    """Two who may not meet again in round 1 can still meet in round 2."""
    ties = (Tie(a="P05", b="P06", kind="met"),)
    problem = compile_problem(eleven(2, build_rule("repeat_cap", most=1, known=("met",), rounds=("R1",)), ties=ties))
    assert impossible_pairs(problem) == []
