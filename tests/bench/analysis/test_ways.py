"""Curves, targets, profiles, integrals, fits: each against a twin that goes step by step."""

from __future__ import annotations

from math import inf, isnan, log
from random import Random

import numpy as np
import pytest

from cohortplan.bench.analysis.anytime import by_case, by_group
from cohortplan.bench.analysis.integral import integrals, primal_integral
from cohortplan.bench.analysis.iohanalyzer import MOST, iohanalyzer
from cohortplan.bench.analysis.profiles import efforts_of, profiles
from cohortplan.bench.analysis.scaling import efforts, fit, fits, work
from cohortplan.bench.analysis.tables import tidy
from cohortplan.bench.analysis.targets import TARGETS, distribution, reached
from cohortplan.bench.analysis.view import Path, View, views
from cohortplan.bench.case import Budget
from tests.bench.analysis.made import case, laboratory, record, runs

BUDGET = Budget(iterations=1000)


def gap_after(path: Path, effort: float) -> float:
    """Return the gap after some effort, step by step."""
    gap = 1.0
    for at, value in zip(path.efforts, path.gaps, strict=True):
        if at <= effort:
            gap = min(gap, float(value))
    return gap


@pytest.fixture(scope="module")
def view() -> View:
    """Return a made-up laboratory, budgets in iterations."""
    return views(tidy(runs(*laboratory(cases=3, seeds=3))))[0]


def test_ways_never_grow(view: View) -> None:
    """A way begins with a gap of 1 and never comes to a larger one, and never takes more than its budget."""
    for path in view.paths.values():
        assert all(np.diff(path.gaps) <= 0)
        assert all(np.diff(path.efforts) >= 0)
        assert path.efforts[-1] <= 20_000
        assert path.at(np.array([-1.0]))[0] == 1.0


def test_curves_are_quartiles_of_ways(view: View) -> None:
    """Each point of a curve is the median of the runs of its case and solver after so much effort."""
    table = by_case(view)
    for (name, solver), rows in table.groupby(["case", "solver"]):
        units = view.runs["unit"][(view.runs["case"] == name) & (view.runs["solver"] == solver)]
        for row in rows.iloc[::15].itertuples():
            gaps = [gap_after(view.paths[unit], row.effort * (1 + 1e-5)) for unit in units]
            assert row.median == pytest.approx(np.median(gaps), rel=1e-4)
            assert row.lower <= row.median <= row.upper
    assert by_group(view)["share"].max() == 1.0


def test_the_share_of_targets_is_counted(view: View) -> None:
    """After some effort the share is that of pairs of a run and a target whose gap is small enough by then."""
    table = distribution(view)
    for solver, rows in table.groupby("solver"):
        units = view.of_solver()[solver]
        for row in rows.iloc[::7].itertuples():
            hit = sum(gap_after(view.paths[unit], row.effort) <= target for unit in units for target in TARGETS)
            assert row.share == pytest.approx(hit / len(units) / len(TARGETS))
        assert (rows["share"].diff().fillna(0) >= 0).all()


def test_targets_that_are_missed_have_no_effort() -> None:
    """Where half of the runs miss a target its median effort is not a number, though some reach it."""
    one = case("A", best=100)
    done = [record(one, "s", seed, BUDGET, [(7, 0.1, 0, soft)]) for seed, soft in enumerate((100, 200))]
    table = reached(views(tidy(runs([one], done)))[0])
    last = table[table["target"] == 0.0].iloc[0]
    assert (last["reached"], last["runs"]) == (1, 2)
    assert isnan(last["median_effort"])


def test_profiles_compare_with_the_least_effort() -> None:
    """Two problems: A needs 10 and 40, B 20 and never; A is best on both, B needs at most twice as much on one."""
    cases = [case("P", best=100), case("Q", best=100)]
    way = {("P", "A"): 10, ("P", "B"): 20, ("Q", "A"): 40, ("Q", "B"): None}
    done = [
        record(one, solver, 0, BUDGET, [(1, 0.1, 0, 200), *([(at, 0.2, 0, 100)] if at else [])])
        for one in cases
        for solver in ("A", "B")
        for at in [way[one.name, solver]]
    ]
    view = views(tidy(runs(cases, done)))[0]
    found, alone = efforts_of(view)
    assert (found.tolist(), alone) == ([[10, 20], [40, inf]], 0)
    told = {(row.solver, row.ratio): row.share for row in profiles(view).itertuples()}
    assert told == {("A", 1.0): 1.0, ("A", 2.0): 1.0, ("B", 1.0): 0.0, ("B", 2.0): 0.5}


def test_problems_that_not_all_were_given_are_left_out() -> None:
    """A case that one solver was not given is no problem of the profile, and is counted as left out."""
    cases = [case("P", best=1), case("Q", best=1)]
    done = [record(cases[0], solver, 0, BUDGET, [(1, 0.1, 0, 1)]) for solver in "AB"]
    done.append(record(cases[1], "A", 0, BUDGET, [(1, 0.1, 0, 1)]))
    found, alone = efforts_of(views(tidy(runs(cases, done)))[0])
    assert (len(found), alone) == (1, 1)


def test_the_integral_is_the_area_under_the_way() -> None:
    """No plan for 100 of 1000, gap a half until 400, then none: (100 + 300 / 2) / 1000; without a plan it is 1."""
    path = Path(np.array([100.0, 400.0]), np.array([0.5, 0.0]))
    assert primal_integral(path, 1000) == pytest.approx(0.25)
    assert primal_integral(Path(np.array([1000.0]), np.array([1.0])), 1000) == 1.0
    assert primal_integral(Path(np.array([0.0]), np.array([0.0])), 1000) == 0.0


def test_integrals_are_sums_of_small_steps(view: View) -> None:
    """A sum over many small steps comes near the integral of each run."""
    at = np.arange(0, 20_000, 5.0)
    for row in integrals(view).iloc[::5].itertuples():
        assert row.integral == pytest.approx(float(view.paths[row.unit].at(at).mean()), abs=2e-3)


def test_a_power_is_found_again() -> None:
    """Efforts of 3 n^1.5 give back both numbers, an interval that is a point, and all of the spread."""
    people = [10, 20, 40, 80]
    told = fit(people, [3 * n**1.5 for n in people])
    assert told is not None
    assert told == pytest.approx((1.5, 1.5, 1.5, 3.0, 1.0))
    assert fit([10, 10, 20], [1, 2, 3]) is None
    assert fit([10, 12, 19], [1, 2, 3]) is None


def test_a_power_from_three_sizes_is_told_to_be_hardly_known() -> None:
    """By hand: slope 1.5 with a standard error of 0.289, and one degree of freedom takes 12.706 of these each way."""
    told = fit([1, np.e, np.e**2], [1, np.e**2, np.e**3])
    assert told is not None
    assert told[:3] == pytest.approx((1.5, 1.5 - 12.706 / 12**0.5, 1.5 + 12.706 / 12**0.5), abs=1e-3)


def test_a_fit_is_that_of_numpy() -> None:
    """Least squares on logarithms give what numpy's polynomials do, within an interval that holds it."""
    draw = Random(3)  # noqa: S311 - nothing is secret here
    people = [10, 15, 20, 40, 80, 120]
    needed = [n**1.2 * draw.uniform(0.5, 2) for n in people]
    told = fit(people, needed)
    power, start = np.polyfit([log(n) for n in people], [log(each) for each in needed], 1)
    assert told is not None
    assert (told.power, log(told.factor)) == pytest.approx((power, start))
    assert told.low < told.power < told.high


def test_sizes_that_tell_nothing_are_left_out() -> None:
    """A size at which half of the runs never come near, or come near at once, has no effort."""
    cases = [case(str(people), best=100, group="g") for people in (10, 20, 30, 40, 50)]
    ways = [[(0, 0.1, 0, 100)], [(50, 0.1, 0, 100)], [(90, 0.1, 0, 100)], [(100, 0.1, 0, 200)], [(160, 0.1, 0, 100)]]
    done = [record(one, "s", 0, BUDGET, way, people=int(one.name)) for one, way in zip(cases, ways, strict=True)]
    points = efforts(views(tidy(runs(cases, done)))[0])
    assert [None if isnan(each) else each for each in points["effort"]] == [None, 50, 90, None, 160]
    assert fits(points).iloc[0]["sizes"] == 3


def test_processor_time_is_that_of_the_cheapest_run_that_comes_near() -> None:
    """Of budgets of 1, 2 and 4 seconds the second comes near, so its processor time is what the size takes."""
    one = case("A", best=100)
    done = [
        record(one, "s", 0, Budget(seconds=seconds), [(1, 0.1, 0, soft)], work=seconds * 1.5)
        for seconds, soft in ((1, 110), (2, 100), (4, 100))
    ]
    row = work(tidy(runs([one], done))).iloc[0]
    assert (row["effort"], row["reached"], row["runs"]) == (3.0, 2, 3)


def test_only_the_largest_budget_of_a_case_is_compared() -> None:
    """A case with two budgets in iterations and one in seconds has a view of each kind, with the larger one of two."""
    one = case("A", best=1)
    budgets = [Budget(iterations=10), BUDGET, Budget(seconds=2)]
    done = [record(one, "s", 0, budget, [(1, 0.1, 0, 1)]) for budget in budgets]
    assert [list(each.runs["budget"]) for each in views(tidy(runs([one], done)))] == [["1,000 iterations"], ["2 s"]]


def test_solvers_may_count_iterations_otherwise() -> None:
    """Of a solver with few iterations, each of them dear, the most it has count beside the many of another."""
    one = case("A", best=1)
    few = [Budget(iterations=number) for number in (2, 5)]
    done = [record(one, "dear", 0, budget, [(1, 0.1, 0, 1)]) for budget in few]
    done.append(record(one, "cheap", 0, BUDGET, [(1, 0.1, 0, 1)]))
    (view,) = views(tidy(runs([one], done)))
    assert dict(zip(view.runs["solver"], view.runs["effort"], strict=True)) == {"dear": 5.0, "cheap": 1000.0}


def test_runs_for_iohanalyzer_have_rows_at_the_same_efforts() -> None:
    """IOHanalyzer forgets what follows a row that only other runs have: each run is told at the efforts of all.

    The first has a plan after none and 70 iterations, the second after 50, the third never; 5 is the best there is.
    """
    one = case("A", best=5)
    ways = [[(0, 0.1, 3, 9), (0, 0.2, 0, 20), (70, 0.5, 0, 10)], [(50, 0.4, 0, 5)], []]
    done = [record(one, "s", seed, BUDGET, way) for seed, way in enumerate(ways)]
    rows = iohanalyzer(views(tidy(runs([one], done)))[0])
    assert list(rows.columns) == ["neval", "fval", "fname", "algname", "dim", "run"]
    assert rows.pivot(index="neval", columns="run", values="fval").to_dict("split")["data"] == [
        [0.75, 1.0, 1.0], [0.75, 0.0, 1.0], [0.5, 0.0, 1.0], [0.5, 0.0, 1.0]
    ]  # fmt: skip
    assert list(rows["neval"].unique()) == [1, 50, 70, 1000]
    assert set(zip(rows["fname"], rows["algname"], rows["dim"], strict=True)) == {("A", "s", 30)}


def test_ways_for_iohanalyzer_are_thinned_but_end_with_the_budget() -> None:
    """Of very many improvements some are told, the first and the end among them; seconds are told as thousandths."""
    one = case("A", best=1)
    many = [(k, k / 1000, 0, 900 - k) for k in range(1, 800)]
    rows = iohanalyzer(views(tidy(runs([one], [record(one, "s", 0, BUDGET, many)])))[0])
    assert (len(rows), rows["neval"].min(), rows["neval"].max()) == (MOST, 1, 1000)
    (clock,) = views(
        tidy(runs([one], [record(one, "s", 0, Budget(seconds=2), [(9, 0.0004, 0, 7), (9, 0.0151, 0, 1)])]))
    )
    assert list(iohanalyzer(clock)["neval"]) == [1, 16, 2000]
    assert list(iohanalyzer(clock)["fval"]) == [pytest.approx(6 / 7), 0.0, 0.0]
