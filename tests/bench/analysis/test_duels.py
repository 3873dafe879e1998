"""Two against each other, and two folders against each other."""

from __future__ import annotations

from math import inf, isnan

import pytest

from cohortplan.bench.analysis.compare import INTEGRAL, compare
from cohortplan.bench.analysis.duels import difference, duels, judge, ranks
from cohortplan.bench.analysis.manifest import flat, machine_differences
from cohortplan.bench.analysis.tables import tidy
from cohortplan.bench.analysis.view import views
from cohortplan.bench.case import Budget, Case
from cohortplan.bench.record import Record
from cohortplan.errors import InputError
from tests.bench.analysis.made import case, laboratory, record, runs

BUDGET = Budget(iterations=1000)


def test_differences_have_a_sign_and_an_end() -> None:
    """A tenth worse is 0.1 of the larger; no plan is 1 worse than any, and the same as none."""
    assert difference(10, 9) == pytest.approx(0.1)
    assert difference(9, 10) == pytest.approx(-0.1)
    assert (difference(inf, 3), difference(3, inf), difference(inf, inf)) == (1, -1, 0)
    # Figures of which more is better are below zero.
    assert difference(-9, -10) == pytest.approx(0.1)


def test_a_verdict_needs_six_cases_that_differ() -> None:
    """Better on every one of six cases can be told, on five it cannot; alike everywhere is the same."""
    better = {str(k): [(1.0, 2.0), (1.0, 3.0)] for k in range(6)}
    assert judge(better).outcome() == "better"
    assert judge({name: [(b, a) for a, b in met] for name, met in better.items()}).outcome() == "worse"
    assert judge({name: better[name] for name in "01234"}).outcome() == "few"
    assert judge({"0": [(4.0, 4.0)]}).outcome() == "same"
    assert judge({}).outcome() == "nothing"
    assert isnan(judge({}).a12)


def test_runs_of_one_case_are_tested_only_where_there_is_no_other() -> None:
    """Twelve runs of one case are a sample; twelve of two cases are not enough."""
    met = [(1.0, 2.0)] * 12
    assert judge({"A": met}).outcome() == "better"
    assert judge({"A": met[:6], "B": met[6:]}).outcome() == "few"


def test_mixed_results_are_left_open() -> None:
    """Where each is better on half of the cases no difference can be told."""
    met = {str(k): [(1.0, 2.0) if k % 2 else (2.0, 1.0)] for k in range(10)}
    verdict = judge(met)
    assert (verdict.outcome(), verdict.wins, verdict.losses) == ("open", 5, 5)
    assert verdict.a12 == 0.5


def _done(one: Case, solver: str, softs: tuple[int | None, ...]) -> list[Record]:
    ways = ([] if soft is None else [(1, 0.1, 0, soft)] for soft in softs)
    return [record(one, solver, seed, BUDGET, way) for seed, way in enumerate(ways)]


def test_wins_ties_and_losses_are_those_of_the_same_seed() -> None:
    """Seeds meet seeds: one win, one tie without a plan on either side, one loss for want of a plan, one left out."""
    one = case("A")
    done = [*_done(one, "x", (1, None, None)), *_done(one, "y", (2, None, 5, 7))]
    row = duels(views(tidy(runs([one], done)))[0]).iloc[0]
    assert (row["wins"], row["ties"], row["losses"], row["left_out"], row["pairs"]) == (1, 1, 1, 1, 3)


def test_three_solvers_are_ranked_and_corrected_for() -> None:
    """Over nine cases the quicker solvers rank before the slower one, and no corrected p-value is below its own."""
    view = views(tidy(runs(*laboratory(cases=9, seeds=3))))[0]
    table = ranks(view)
    assert dict(zip(table["solver"], table["mean_rank"].rank(), strict=True))["cpsat"] == 3
    assert table["p"].iloc[0] < 0.01
    found = duels(view)
    assert len(found) == 3
    assert (found["p_holm"] >= found["p_cases"]).all()


def test_folders_are_compared_unit_by_unit() -> None:
    """The second folder is better on every case by a tenth; its primal integral is, too; of one solver if asked for."""
    cases = [case(str(number)) for number in range(7)]
    before = [each for one in cases for solver in ("x", "y") for each in _done(one, solver, (100, 100))]
    after = [each for one in cases for each in (*_done(one, "x", (90, 90)), *_done(one, "y", (100, 100, 100)))]
    found = compare(runs(cases, before), runs(cases, after))
    assert (found.common, found.only_first, found.only_second) == (28, 0, 7)
    told = {(each.figure, each.solver): each for each in found.figures}
    assert {key: each.outcome for key, each in told.items()} == {
        ("soft", "x"): "better", ("soft", "y"): "same", (INTEGRAL, "x"): "better", (INTEGRAL, "y"): "same",
    }  # fmt: skip
    assert told["soft", "x"].verdict.difference == pytest.approx(-0.1)
    assert {each.solver for each in compare(runs(cases, before), runs(cases, after), ["y"]).figures} == {"y"}


def test_more_solvers_ask_for_more_to_be_sure() -> None:
    """Better on seven cases of seven gives p of 1/64: enough among two rows of a table, but not among eight."""
    cases = [case(str(number)) for number in range(7)]
    before = [each for one in cases for who in "xyzw" for each in _done(one, who, (100,))]
    after = [each for k, one in enumerate(cases) for each in _done(one, "x", (90 - k,))]
    after += [each for k, one in enumerate(cases) for who in "yzw" for each in _done(one, who, (100 + k * (-1) ** k,))]
    alone = compare(runs(cases, before), runs(cases, after), ["x"]).figures[0]
    among = compare(runs(cases, before), runs(cases, after)).figures[0]
    assert alone.verdict == among.verdict
    assert (alone.outcome, among.outcome) == ("better", "open")
    assert (alone.p_holm, among.p_holm) == (2 / 64, 8 / 64)


def test_a_case_with_two_budgets_is_told_to_count_twice() -> None:
    """Its budgets are apart, as cases, and it is said that they are not two; budgets of two solvers are no such."""
    one, budgets = case("A"), (BUDGET, Budget(iterations=10))
    done = [record(one, "x", 0, budget, [(1, 0.1, 0, 5)]) for budget in budgets]
    found = compare(runs([one], done), runs([one], done))
    assert found.several_budgets
    assert {each.case for each in found.figures[0].cases} == {"A in 1,000 iterations", "A in 10 iterations"}
    done[1] = record(one, "y", 0, budgets[1], [(1, 0.1, 0, 5)])
    assert not compare(runs([one], done), runs([one], done)).several_budgets


def test_folders_with_nothing_in_common_are_refused() -> None:
    """Another instance under the same name is another unit; the error says which solvers there are."""
    one = case("A")
    done = _done(one, "x", (1,))
    other = [each.model_copy(update={"unit": "0" * 16}) for each in done]
    with pytest.raises(InputError, match="their solvers: x"):
        compare(runs([one], done), runs([one], other))


def test_manifests_are_told_line_by_line() -> None:
    """What lies deeper has a name with dots, sessions are side by side, long lists are cut, and nothing stays out."""
    sessions = [{"python": "3.11", "machine": {"cpu": "X", "cores": 2}}, {"python": "3.12", "machine": {"cpu": "X"}}]
    manifest = {
        "units": 3,
        "suite": {"title": "T"},
        "instances": {str(k): "" for k in range(99)},
        "seeds": list(range(14)),
        "sessions": sessions,
    }
    assert flat(manifest) == {
        "units": "3",
        "suite.title": "T",
        "instances": "99 entries",
        "seeds": "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more",
        "python": "3.11 / 3.12",
        "machine.cpu": "X",
        "machine.cores": "2",
    }


def test_other_machines_are_told() -> None:
    """Processor and libraries are compared; when a run began and which commit it was of are not."""
    first = {
        "sessions": [{"started": "1", "git": {"commit": "a"}, "machine": {"cpu": "X"}, "packages": {"numpy": "1"}}]
    }
    second = {
        "sessions": [{"started": "2", "git": {"commit": "b"}, "machine": {"cpu": "Y"}, "packages": {"numpy": "1"}}]
    }
    assert machine_differences(first, second) == [("machine.cpu", "X", "Y")]
    assert machine_differences(first, first) == []
