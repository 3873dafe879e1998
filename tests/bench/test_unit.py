"""One unit of work: what is measured, what is written, and what a failure costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.execute import Watch, do_unit
from cohortplan.bench.record import Record, plan_file, read_records, record_file
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import InputError
from cohortplan.io import read_plan
from cohortplan.problem import Score
from cohortplan.solvers.base import Progress

FIGURES = (Figure(name="value"), Figure(name="distinct_pairs", better="more"))


def unit(source: str = "sgp:3-2-4", solver: str = "cpsat", **changes: object) -> Unit:
    """Make a unit of a small instance."""
    digest = open_source(source).scenario.sha256
    parts = {"seed": 0, "budget": Budget(iterations=2000), "sha256": digest, **changes}
    return Unit(case=Case(name=source, source=source, figures=FIGURES), solver=solver, **parts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a run."""
    (tmp_path / "units").mkdir()
    (tmp_path / "plans").mkdir()
    return tmp_path


def test_a_record_tells_what_the_plan_is_worth(folder: Path) -> None:
    """Figures are those of the plan that was kept, measured again, and the log ends with its score."""
    asked = unit()
    record = do_unit(folder, asked)
    subject, plan = open_source(asked.case.source), read_plan(plan_file(folder, asked.id))
    measured = subject.figures(plan)
    assert record.figures == {"value": measured["value"], "distinct_pairs": measured["distinct_pairs"]}
    assert (record.hard, record.soft, record.error) == (0, measured["soft"], "")
    assert record.log[-1][2:4] == (0, record.soft)
    assert record.people == 6


def test_a_record_is_one_line_and_reads_back(folder: Path) -> None:
    """A record's file is a line of JSON that gives the same record."""
    record = do_unit(folder, unit())
    text = record_file(folder, record.unit).read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert json.loads(text)["unit"] == record.unit
    assert list(read_records([record_file(folder, record.unit)])) == [record]


def test_what_is_done_is_not_done_again(folder: Path) -> None:
    """A unit that has a record is not solved: what the record says is returned, whatever it is."""
    record = do_unit(folder, unit())
    told = record.model_copy(update={"status": "told"})
    record_file(folder, record.unit).write_text(f"{told.line}\n", encoding="utf-8")
    assert do_unit(folder, unit()) == told


def test_the_same_work_gives_the_same_record(folder: Path, tmp_path: Path) -> None:
    """With a budget of iterations two runs differ in nothing but the time they take."""
    other = tmp_path / "other"
    (other / "units").mkdir(parents=True)
    (other / "plans").mkdir()
    first, second = (timeless(do_unit(each, unit(solver="portfolio"))) for each in (folder, other))
    assert first == second
    assert plan_file(folder, first.unit).read_bytes() == plan_file(other, second.unit).read_bytes()


def timeless(record: Record) -> Record:
    """Return a record without what depends on the clock."""
    log = tuple(event._replace(seconds=0.0) for event in record.log)
    return record.model_copy(update={"seconds": 0.0, "work": 0.0, "log": log})


def test_an_instance_that_has_changed_is_refused(folder: Path) -> None:
    """A unit made for another content of its source is not done, and leaves no record."""
    changed = unit(sha256="another")
    with pytest.raises(InputError, match="has changed since the work list was made"):
        do_unit(folder, changed)
    assert not record_file(folder, changed.id).exists()


def test_a_failure_is_a_record(folder: Path) -> None:
    """What a contestant raises stands in the record of that unit, which has no plan."""
    record = do_unit(folder, unit(solver="nobody"))
    assert record.status == "error"
    assert "there is no contestant 'nobody'" in record.error
    assert (record.plan, record.figures) == ("", {})


def test_the_fewest_rounds_are_looked_for(folder: Path) -> None:
    """Where the number of rounds is open the value is that number, measured on the plan."""
    record = do_unit(folder, unit("diner:4-2"))
    assert record.figures["value"] == 3


def test_only_improvements_are_logged() -> None:
    """News that change neither score nor bound, such as that kernels are compiled, are no events."""
    watch = Watch()
    for score, bound in ((None, 2), (None, 2), (Score(0, 9), 2), (Score(0, 9), 2), (Score(0, 9), 3)):
        watch(Progress(1.0, score, bound, "anybody", 5))
    assert [event[1:] for event in watch.log] == [(5, None, None, 2), (5, 0, 9, 2), (5, 0, 9, 3)]


def test_lines_that_are_no_records_are_named(tmp_path: Path) -> None:
    """Every line that is no record is told, with its file and number."""
    file = tmp_path / "records.jsonl"
    file.write_text('{"unit": "x"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        list(read_records([file]))
    assert [(each.file, each.row) for each in refused.value.defects] == [(str(file), 1), (str(file), 2)]
