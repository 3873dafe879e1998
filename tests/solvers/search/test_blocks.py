"""Large cohorts in blocks: who is in them, what they cost, and what comes of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Attribute, Participant, Programme, Round, Scenario, SetSpec, Tie
from cohortplan.primitives import OUT, Decision, random_decision
from cohortplan.problem import Problem, compile_problem, decode
from cohortplan.rules import build_rule, with_implied
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import soft_bound
from cohortplan.solvers.search import Search, annealer, balancing, blocks
from cohortplan.solvers.search.balancing import balanced
from cohortplan.solvers.search.blocks import Block, Split, block, split

SECTORS = ("public", "private", "non-profit")


def crowd(people: int, sets: int, *rules: object, **parts: object) -> Scenario:
    """Return a scenario of three rounds in which people differ in sector and gender and some know each other."""
    rng = np.random.default_rng(people)
    drawn = [(SECTORS[rng.integers(3)], "woman" if k % 2 else "man") for k in range(people)]
    size = people // sets
    days = tuple(
        Round(id=f"R{r}", sets=tuple(SetSpec(id=f"R{r}.{s}", least=size, most=size) for s in range(sets)))
        for r in range(3)
    )
    ties = {tuple(sorted(rng.choice(people, 2, replace=False).tolist())) for _ in range(people)}
    given = {
        "programme": Programme(id="crowd", title="Crowd", starts=date(2026, 9, 1), ends=date(2027, 7, 31)),
        "attributes": (Attribute(name="sector"), Attribute(name="gender")),
        "participants": tuple(
            Participant(id=f"P{k:04}", name=f"P{k:04}", attributes={"sector": sector, "gender": gender})
            for k, (sector, gender) in enumerate(drawn)
        ),
        "rounds": days,
        "ties": tuple(Tie(a=f"P{a:04}", b=f"P{b:04}", kind="knows") for a, b in sorted(ties)),
        "rules": with_implied(
            [
                build_rule("mix", hard=False),
                build_rule("mix", id="mix_gender", attribute="gender", hard=False),
                build_rule("repeat_price", known=("knows",)),
                build_rule("new_contacts"),
                *rules,
            ]
        ),
    }
    return Scenario(**{**given, **parts})


def divided(problem: Problem, found: Split) -> list[Block]:
    """Return the blocks of a division."""
    return [block(problem, *part) for part in zip(*found, strict=True)]


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of some forty people, and what is done among many people done among few."""
    monkeypatch.setattr(blocks, "PEOPLE", 40)
    monkeypatch.setattr(annealer, "MANY", 0)


def test_everyone_and_every_set_is_in_one_block() -> None:
    """Blocks hold people of all kinds, and in each round as many sets as they fill."""
    problem = compile_problem(crowd(120, 20))
    found = split(problem, 0)
    assert found is not None
    assert sorted(np.concatenate(found.people).tolist()) == list(range(120))
    for r in range(3):
        assert sorted(np.concatenate([sets[r] for sets in found.sets]).tolist()) == list(range(20))
    for part in divided(problem, found):
        assert part.problem.axes.people_count == sum(spec.most for spec in part.problem.axes.scenario.rounds[0].sets)


def test_blocks_cost_together_what_the_whole_costs() -> None:
    """But for pairs from two blocks, who never meet, costs of sets and pairs are those of the whole problem."""
    apart = build_rule("keep_apart", kinds=("knows",), hard=False)
    cap = build_rule("repeat_cap", most=1)
    floor = build_rule("fair_floor", at_least=4, known=())
    problem = compile_problem(crowd(120, 20, apart, cap, floor))
    found = split(problem, 1)
    assert found is not None
    whole = Decision(np.full((3, 120), OUT, dtype=np.int32), np.zeros(0, dtype=np.int32))
    total = dict.fromkeys((term.rule for term in problem.terms), 0)
    for part in divided(problem, found):
        decision = random_decision(part.problem.axes, np.random.default_rng(2))
        part.place(decision, whole)
        for rule, amount in part.problem.amounts(decision).items():
            total[rule] += amount
    amounts = problem.amounts(whole)
    inside = sum(len(people) * (len(people) - 1) // 2 for people in found.people)
    tied = np.zeros((120, 120), dtype=bool)
    for tie in problem.axes.scenario.ties:
        tied[problem.axes.person[tie.a], problem.axes.person[tie.b]] = True
    within = sum(int((tied | tied.T)[np.ix_(people, people)].sum()) // 2 for people in found.people)
    across = (120 * 119 // 2 - inside) - (len(problem.axes.scenario.ties) - within)
    assert amounts.pop("new_contacts") == total.pop("new_contacts") + across
    assert {rule: amount for rule, amount in amounts.items() if amount} == {k: v for k, v in total.items() if v}


def test_blocks_are_made_alike_by_exchanging_people() -> None:
    """Where one in two is a woman and every set can have as many women as men, so can the sets of every block."""
    problem = compile_problem(crowd(120, 20))
    found = split(problem, 0)
    assert found is not None
    rng = np.random.default_rng(0)
    shuffled = rng.permutation(120).astype(np.int32)
    ends = np.cumsum([0, *(len(people) for people in found.people)])
    uneven = Split([np.sort(shuffled[a:b]) for a, b in pairwise(ends)], found.sets)
    board = Board(problem, Stop(iterations=1))
    even = balanced(problem, uneven, board, 0)
    assert [len(people) for people in even.people] == [len(people) for people in uneven.people]
    women = [int(sum(p % 2 for p in people.tolist())) for people in even.people]
    assert women == [len(people) // 2 for people in even.people]
    meta = balancing._of_blocks(problem, even)
    seat = np.zeros((1, 120), dtype=np.int32)
    for k, people in enumerate(even.people):
        seat[0, people] = k
    assert meta.score(Decision(seat, np.zeros(0, dtype=np.int32))) == (0, 0)


def changed(scenario: Scenario, **parts: object) -> Problem:
    """Compile the scenario with some of its parts exchanged."""
    return compile_problem(Scenario(**{**{name: getattr(scenario, name) for name in Scenario.model_fields}, **parts}))


def test_what_blocks_cannot_hold_apart_stays_whole() -> None:
    """Small cohorts, pairs to be kept together, and sums over all sets have no blocks."""
    scenario = crowd(120, 20)
    together = (*scenario.rules, build_rule("keep_together"))
    ties = (*scenario.ties, Tie(a="P0000", b="P0001", kind="together"))
    older = tuple(p.model_copy(update={"attributes": {**p.attributes, "years": "3"}}) for p in scenario.participants)
    names = (*scenario.attributes, Attribute(name="years"))
    balance = (*scenario.rules, build_rule("balance", attribute="years", most=1))
    assert split(changed(scenario), 0) is not None
    assert split(compile_problem(crowd(60, 10)), 0) is None
    assert split(changed(scenario, rules=together, ties=ties), 0) is None
    assert split(changed(scenario, rules=balance, attributes=names, participants=older), 0) is None


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_blocks_put_together_are_a_plan_the_checker_finds_best(threads: int) -> None:
    """Every hard rule is kept, all contacts are new and the mix is as even as the bound says, found block by block."""
    scenario = crowd(120, 20)
    problem = compile_problem(scenario)
    told: list[str] = []
    stop = Stop(iterations=600_000) if threads == 1 else Stop(seconds=20.0)
    board = Board(problem, stop, lambda news: told.append(news.source))
    board.post_bound(soft_bound(problem), "counting")
    outcome = Search(threads=threads).solve(problem, board, seed=0)
    assert outcome.status is Status.OPTIMAL
    assert outcome.decision is not None
    measured = evaluate(scenario, decode(outcome.decision, problem.axes))
    assert (measured.hard, measured.soft) == outcome.score


@pytest.mark.slow
def test_the_same_iterations_give_the_same_blocks() -> None:
    """Dividing, balancing and planning blocks follow the seed alone."""
    problem = compile_problem(crowd(120, 20))
    found = [Search().solve(problem, Board(problem, Stop(iterations=60_000)), seed=3).decision for _ in range(2)]
    assert found[0] is not None
    assert found[1] is not None
    assert np.array_equal(found[0].seat, found[1].seat)


def test_a_plan_with_huge_sets_is_no_place_to_go_on_from() -> None:
    """Somebody's own plan may seat everyone in one set; the search begins anew and still finds a better one."""
    problem = compile_problem(crowd(60, 10, build_rule("set_size")))
    crowded = Decision(np.zeros((3, 60), dtype=np.int32), np.zeros(0, dtype=np.int32))
    outcome = Search().solve(problem, Board(problem, Stop(iterations=50_000)), seed=0, hint=crowded)
    assert outcome.score is not None
    assert outcome.score.hard == 0
