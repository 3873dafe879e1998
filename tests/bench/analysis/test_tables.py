"""From records to tables: references, gaps, and files whose bytes are the same."""

from __future__ import annotations

import io
from math import isnan, nan
from pathlib import Path

import pandas as pd
import pytest

from cohortplan.bench.analysis.difficulty import difficulty
from cohortplan.bench.analysis.folder import read_runs
from cohortplan.bench.analysis.frames import as_csv, as_parquet, frame, library
from cohortplan.bench.analysis.gaps import gaps, solvers
from cohortplan.bench.analysis.reference import primal_gap, reference
from cohortplan.bench.analysis.tables import tidy
from cohortplan.bench.analysis.view import views
from cohortplan.bench.case import Budget
from cohortplan.bench.record import Record, record_file
from cohortplan.errors import InputError
from tests.bench.analysis.made import case, laboratory, record, runs, write_folder

BUDGET = Budget(iterations=1000)


def test_primal_gaps_are_berthold_s() -> None:
    """0 where equal, 1 on the other side of zero, else the difference as a part of the larger; a best of 0 gives 1."""
    assert [primal_gap(*pair) for pair in ((5, 5), (0, 0), (10, 8), (8, 10), (-8, -10), (-1, 1), (3, 0))] == [
        0.0, 0.0, pytest.approx(0.2), pytest.approx(0.2), pytest.approx(0.2), 1.0, 1.0,
    ]  # fmt: skip


def test_the_best_known_counts_until_a_run_is_better() -> None:
    """The reference is the best known, proved or not, or the best of the runs, and says which."""
    done = [
        record(case("A", best=100), "search", seed, BUDGET, [(1, 0.1, 0, soft)]) for seed, soft in enumerate((120, 90))
    ]
    told = [reference(case("A", best=best, proved=best == 80), done) for best in (80, 85, 100, None)]
    assert [(each.best, each.origin) for each in told] == [
        (80, "best known, proved"),
        (85, "best known"),
        (90, "best of these runs, better than the best known"),
        (90, "best of these runs"),
    ]
    assert reference(case("A"), []).gap(None) == 1.0


def test_a_figure_on_a_line_with_the_soft_cost_is_what_gaps_are_of() -> None:
    """Of a sum of distances that grows as the soft cost falls, gaps on the way are those of the sum."""
    one = case("A", best=1000, name="value", better="more")

    def done(seed: int, soft: int, value: float) -> Record:
        return record(one, "search", seed, BUDGET, [(1, 0.1, 0, soft)], figures={"value": value})

    told = reference(one, [done(k, soft, 1500 - soft / 2) for k, soft in enumerate((1100, 1200, 1300))])
    assert (told.figure, told.best, told.start, told.step) == ("value", 1000, 1500, -0.5)
    assert told.gap(1400) == pytest.approx(0.2)
    bent = reference(one, [done(k, soft, value) for k, (soft, value) in enumerate(((1, 5), (2, 6), (3, 9)))])
    assert (bent.figure, bent.better, bent.best) == ("soft", "less", 1)


def test_a_track_is_measured_by_its_figure_at_the_end() -> None:
    """Several plans have no way to them, and no soft cost in common: a gap of the score, at the end of the budget."""
    one = case("T", name="score", better="more").model_copy(update={"source": "days:somewhere"})
    done = [
        record(one, "s", seed, BUDGET, [(5, 0.1, 3, soft)], figures={"score": score}, evaluations=0)
        for seed, (soft, score) in enumerate([(1, 0.8), (9, 0.4), (5, -0.1)])
    ]
    tables = tidy(runs([one], [*done, record(one, "s", 3, BUDGET, [])]))
    assert list(tables.runs["primal_gap"]) == [0, pytest.approx(0.5), 1, 1]
    assert list(tables.references.iloc[0]) == ["T", "score", "more", 0.8, "best of these runs", False]
    (view,) = views(tables)
    assert len(view.ways.runs) == 0
    assert [path.efforts.tolist() for path in view.paths.values()] == [[1000.0]] * 4


def test_gap_tables_count_a_missing_plan_as_the_worst() -> None:
    """Of 90, 110, 120 and no plan the median is 120, the worst is none; of the best known 100 that is a gap of 20%."""
    one = case("A", best=100)
    ways = [[(5, 0.1, 0, soft)] for soft in (120, 90, 110)]
    table = gaps(tidy(runs([one], [record(one, "search", seed, BUDGET, way) for seed, way in enumerate([*ways, []])])))
    row = table.iloc[0]
    assert (row["median"], row["best"], row["gap"], row["plans"], row["runs"]) == (120, 90, pytest.approx(0.2), 3, 4)
    assert isnan(row["worst"])


def test_more_can_be_better() -> None:
    """Of a figure of which more is better the largest is the best, and below the best known the gap is positive."""
    one = case("A", best=100, name="pairs", better="more")
    done = [
        record(one, "search", seed, BUDGET, [(5, 0.1, 0, 7)], figures={"pairs": value})
        for seed, value in enumerate((90.0, 95.0, 102.0))
    ]
    row = gaps(tidy(runs([one], done))).iloc[0]
    assert (row["worst"], row["median"], row["best"], row["gap"]) == (90, 95, 102, pytest.approx(0.05))


def test_nothing_is_a_part_of_zero() -> None:
    """Where the best known is 0 a median of 0 has no gap to it, and one of 3 has none that could be told."""
    cases = [case("A", best=0), case("B", best=0)]
    done = [record(one, "search", 0, BUDGET, [(5, 0.1, 0, soft)]) for one, soft in zip(cases, (0, 3), strict=True)]
    zero, three = gaps(tidy(runs(cases, done)))["gap"]
    assert zero == 0
    assert isnan(three)


def test_solvers_lead_where_no_other_median_is_better() -> None:
    """Both lead where they tie, and nobody leads where nobody has a plan."""
    both, none = case("A"), case("B")
    done = [record(both, solver, 0, BUDGET, [(1, 0.1, 0, 9)]) for solver in ("x", "y")]
    done += [record(none, solver, 0, BUDGET, []) for solver in ("x", "y")]
    table = solvers(views(tidy(runs([both, none], done)))[0])
    assert list(table["best_in"]) == [1, 1]
    assert list(table["worst_gap"]) == [1.0, 1.0]


def test_a_case_is_as_hard_as_the_runs_can_tell() -> None:
    """Without a proof a case is open; with one it is easy if somebody always reaches the best, hard if nobody does."""
    proved = {"best": 5, "proved": True}
    cases = [case("open"), case("easy", **proved), case("hard", **proved), case("by a run"), case("none")]
    softs = {
        "open": [(5, 5), (5, 5)], "easy": [(5, 5), (5, 7)], "hard": [(5, 6), (6, 5)], "by a run": [(7, 7), (9, 9)],
    }  # fmt: skip
    done = [
        record(one, solver, seed, BUDGET, [(1, 0.1, 0, soft)], status="optimal" if soft == 7 else "feasible")
        for one in cases[:-1]
        for solver, values in zip("xy", softs[one.name], strict=True)
        for seed, soft in enumerate(values)
    ]
    done += [record(cases[-1], solver, 0, BUDGET, []) for solver in "xy"]
    table = difficulty(views(tidy(runs(cases, done)))[0]).set_index("case")
    assert table["difficulty"].to_dict() == {
        "open": "open", "easy": "easy", "hard": "hard", "by a run": "easy", "none": "unknown"
    }  # fmt: skip
    assert table["reached"].to_dict() == {"open": 4, "easy": 3, "hard": 2, "by a run": 2, "none": 0}
    assert table["always"].to_dict() == {"open": "x, y", "easy": "x", "hard": "", "by a run": "x", "none": ""}


def test_times_are_in_one_table_only() -> None:
    """Two runs that differ in nothing but seconds give the same bytes in every table but one."""
    cases, done = laboratory(cases=2, seeds=2)
    slow = [
        each.model_copy(
            update={
                "seconds": 9.0,
                "work": 3.0,
                "log": tuple(step._replace(seconds=step.seconds * 2) for step in each.log),
            }
        )
        for each in done
    ]
    once, again = (tidy(runs(cases, each)).tables for each in (done, slow))
    for write in (as_csv, as_parquet):
        assert [name for name in once if write(once[name]) != write(again[name])] == ["times"]


def test_steps_after_as_many_iterations_are_one() -> None:
    """How often a solver tells what it found between two counts is a matter of the clock; no table shows it."""
    one = case("A", best=1)
    ways = [[(0, 0.1, 0, 9), (0, 0.2, 0, 7), (50, 0.3, 0, 5)], [(0, 0.1, 0, 7), (50, 0.2, 0, 6), (50, 0.3, 0, 5)]]
    tables = [tidy(runs([one], [record(one, "s", 0, BUDGET, way)])).tables for way in ways]
    assert as_csv(tables[0]["events"]) == as_csv(tables[1]["events"])
    assert as_csv(tables[0]["runs"]) == as_csv(tables[1]["runs"])


def test_tables_can_be_read_again(tmp_path: Path) -> None:
    """Parquet and CSV hold the same rows; the order is that of the work list, in whatever order files were written."""
    cases, done = laboratory(cases=2, seeds=2)
    tables = tidy(read_runs(write_folder(tmp_path / "run", cases, done)))
    assert list(tables.runs["unit"]) == [each.unit for each in done]
    kept = pd.read_parquet(io.BytesIO(as_parquet(tables.runs)))
    assert list(kept["primal_gap"]) == list(tables.runs["primal_gap"])
    read = pd.read_csv(io.BytesIO(as_csv(tables.events)))
    assert list(read["evaluations"]) == list(tables.events["evaluations"])


def test_no_cell_is_a_formula() -> None:
    """Text that a spreadsheet would calculate has an apostrophe before it; numbers stay numbers."""
    table = frame([("=1+1", -2.0), ("plain", nan)], {"name": "str", "value": "float64"})
    assert as_csv(table) == b"name,value\n'=1+1,-2.0\nplain,\n"


def test_what_is_not_installed_is_told() -> None:
    """Without the extra the error says how to install it."""
    with pytest.raises(InputError, match=r"no_such_library is not installed.*cohortplan\[bench\]"):
        library("no_such_library")


def test_all_that_is_wrong_with_a_folder_is_told(tmp_path: Path) -> None:
    """Broken and empty files, and records that are not in the list, twice there, or of other work, are told at once."""
    cases, done = laboratory(cases=1, seeds=2)
    folder = write_folder(tmp_path / "run", cases, done)
    other = done[0].model_copy(update={"unit": "f" * 16, "case": "elsewhere"})
    (folder / "units" / "a.json").write_text("{}\nno json\n")
    (folder / "units" / "b.json").write_text(f"{other.line}\n")
    (folder / "units" / "c.json").write_text("")
    (folder / "units" / "g.json").write_text(f"{done[0].line}\n{done[0].line}\n")
    record_file(folder, done[0].unit).unlink()
    record_file(folder, done[1].unit).write_text(done[1].model_copy(update={"seed": 7}).line)
    with pytest.raises(InputError) as caught:
        read_runs(folder)
    told = {(Path(each.file).name, each.row): each for each in caught.value.defects}
    assert {place: each.message.split(" (")[0] for place, each in told.items()} == {
        ("a.json", 1): "this is no record",
        ("a.json", 2): "this is no record",
        ("b.json", 1): "no line of the work list is this unit",
        ("c.json", None): "there is no record in it",
        ("g.json", 2): "this unit has another record",
        (f"{done[1].unit}.json", 1): "the record is not of the unit that it is called by",
    }
    assert told["b.json", 1].value == f"{'f' * 16} (elsewhere)"
    assert all(each.remedy for each in caught.value.defects)


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    """No work list, no record, and a manifest that is none are told, each with a way out."""
    cases, done = laboratory(cases=1, seeds=1)
    with pytest.raises(InputError, match="there is no work list"):
        read_runs(tmp_path)
    folder = write_folder(tmp_path / "run", cases, done)
    (folder / "manifest.json").write_text("[1]")
    with pytest.raises(InputError, match="this is no manifest"):
        read_runs(folder)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="this is no JSON"):
        read_runs(folder)
    for file in (folder / "units").iterdir():
        file.unlink()
    with pytest.raises(InputError, match="there are no records"):
        read_runs(folder)


def test_a_part_of_the_work_is_enough(tmp_path: Path) -> None:
    """Units that are still to come are counted, and the rest is told."""
    cases, done = laboratory(cases=1, seeds=2)
    folder = write_folder(tmp_path / "run", cases, done)
    next((folder / "units").iterdir()).unlink()
    found = read_runs(folder)
    assert (len(found.records), found.planned) == (len(done) - 1, len(done))


def test_the_median_does_not_depend_on_the_order_of_seeds() -> None:
    """Whichever seed gave which value, the table of a case is the same."""
    one = case("A", best=10)
    tables = [
        gaps(tidy(runs([one], [record(one, "s", k, BUDGET, [(1, 0.1, 0, soft)]) for k, soft in enumerate(order)])))
        for order in ((11, 12, 14), (14, 12, 11))
    ]
    assert len({as_csv(table) for table in tables}) == 1
