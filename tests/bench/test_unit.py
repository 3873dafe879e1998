"""One unit of work: what is measured, what is written, and what a failure costs."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cohortplan.bench import execute
from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.contestants import Answer
from cohortplan.bench.execute import Apart, Watch, do_unit
from cohortplan.bench.record import Record, plan_file, read_records, read_unit, record_file
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import InputError
from cohortplan.io import read_plan
from cohortplan.problem import Score
from cohortplan.solve import solve
from cohortplan.solvers.base import Progress, Stop

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


class Odd:
    """A contestant that does something else instead of answering."""

    def __init__(self, does: Callable[[], object]) -> None:
        self._does = does

    def answer(self, *asked: object) -> Answer:
        """Do it, and hand in what comes of it."""
        del asked
        found = self._does()
        return found if isinstance(found, Answer) else Answer(None, "no_solution")


class Panic(BaseException):
    """As libraries raise that are written in other languages."""


def test_nothing_that_a_contestant_raises_ends_the_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be it an error, a wish to end the program or a panic: it stands in the record."""

    def panic() -> None:
        raise Panic("overflow")

    for does, told in ((partial(sys.exit, 3), "SystemExit: 3"), (panic, "Panic: overflow")):
        monkeypatch.setattr(execute, "find_contestant", lambda *_, does=does: Odd(does))
        asked = unit(solver=told)
        assert do_unit(folder, asked).error == told


def test_plans_that_cannot_be_measured_are_a_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two plans where one is asked for are their contestant's loss, and nobody else's."""
    plan = solve(open_source("sgp:3-2-4").scenario, solver="deal", stop=Stop(iterations=1)).plan
    answer = Answer(plan, "feasible", before=(plan,) if plan else ())
    monkeypatch.setattr(execute, "find_contestant", lambda *_: Odd(lambda: answer))
    record = do_unit(folder, unit())
    assert (record.status, record.plan) == ("error", "")
    assert "there are 2 plans" in record.error


def test_what_a_contestant_prints_is_no_output(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whoever prints it, it goes where news go; afterwards standard output is as it was."""
    monkeypatch.setattr(execute, "find_contestant", lambda *_: Odd(lambda: os.write(1, b"chat\n")))
    do_unit(folder, unit())
    os.write(1, b"result\n")
    told = capfd.readouterr()
    assert (told.out, told.err) == ("result\n", "chat\n")


def test_output_that_a_contestant_closes_is_opened_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever comes next in the same process would fail by it."""
    monkeypatch.setattr(sys, "stdout", stream := io.StringIO())
    monkeypatch.setattr(execute, "find_contestant", lambda *_: Odd(stream.close))
    assert do_unit(folder, unit()).error == ""
    assert not sys.stdout.closed


def test_output_is_given_back_by_the_last_of_several_threads(capfd: pytest.CaptureFixture[str]) -> None:
    """Units that are done side by side in one process do not take it from each other."""
    apart = Apart()
    with apart:
        apart.__enter__()
    os.write(1, b"chat\n")
    apart.__exit__(None, None, None)
    os.write(1, b"result\n")
    told = capfd.readouterr()
    assert (told.out, told.err) == ("result\n", "chat\n")


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


@pytest.mark.parametrize("text", ["", "two", "other", "\udcff\x00", '{"unit": "x"'])
def test_a_file_that_is_not_the_record_of_its_unit_is_refused(folder: Path, text: str) -> None:
    """Be it empty, cut off, no text, twice the record or that of another unit; what to do is said."""
    asked = unit(solver="nobody")
    assert read_unit(folder, asked.id) is None
    line = do_unit(folder, asked).line
    content = {"two": f"{line}\n{line}\n", "other": line.replace(asked.id, "0" * 16)}.get(text, text)
    record_file(folder, asked.id).write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(InputError, match="Remove the file: its unit is then run again"):
        do_unit(folder, asked)
