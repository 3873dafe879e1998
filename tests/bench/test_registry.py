"""The registry of best known values: plans enter through the checker only, and every value can be found again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.execute import do_unit
from cohortplan.bench.record import plan_file, record_file
from cohortplan.bench.registry import Registry, enter_run, limit, verifier_hash
from cohortplan.bench.registry.entry import COLUMNS
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import write_list
from cohortplan.errors import InputError
from tests.cli.conftest import Runner, run

__all__ = ["run"]

ROOT = Path(__file__).parents[2]
NOWHERE = Path("no-instances")
#: Two rounds of two sets of two: nobody need meet anybody twice.
GOLF = Case(
    name="golf", source="sgp:2-2-2", figures=(Figure(name="value", better="less", best=1, reference="a guess"),)
)


def ran(folder: Path, case: Case = GOLF, solver: str = "cpsat") -> Unit:
    """Let a solver do one unit of a case, and write down the run."""
    sha = open_source(case.source).scenario.sha256
    unit = Unit(case=case, sha256=sha, solver=solver, seed=0, budget=Budget(seconds=20))
    for part in ("units", "plans"):
        (folder / part).mkdir(parents=True)
    record = do_unit(folder, unit)
    assert record.status == "optimal"
    write_list(folder, [unit])
    return unit


def change(file: Path, **fields: Any) -> None:
    """Change fields of a JSON file."""
    file.write_text(json.dumps(json.loads(file.read_text()) | fields))


def refusal(folder: Path, registry: Registry) -> str:
    """Return why the only record of a run is refused; nothing may have been entered."""
    [outcome] = enter_run(folder, registry, NOWHERE)
    assert outcome.refused
    assert registry.entries() == []
    return outcome.why


def test_a_better_value_enters_with_its_plan_and_its_limit(tmp_path: Path) -> None:
    """The entry says what was known, what cannot be passed, who found it, and which code has measured; it holds."""
    registry = Registry(tmp_path / "best")
    ran(tmp_path / "run")
    (tmp_path / "run" / "manifest.json").write_text('{"sessions": [{"cohortplan": "0.0.9"}]}')
    [outcome] = enter_run(tmp_path / "run", registry, NOWHERE)
    [entry] = registry.entries()
    assert outcome.entry == entry
    assert (entry.value, entry.known, entry.known_source, entry.bound) == (0, 1, "a guess", 0)
    assert (entry.solver, entry.version, entry.seed, entry.plan) == ("cpsat", "0.0.9", 0, "golf.plan.json")
    assert entry.verifier == verifier_hash()
    [verdict] = registry.verify(NOWHERE)
    assert verdict.counted
    assert verdict.same_verifier
    assert not verdict.defects


def test_what_is_no_better_does_not_enter(tmp_path: Path) -> None:
    """A value as good as the best known, by rounding only better, or as good as what is kept, changes nothing."""
    registry = Registry(tmp_path / "best")
    ran(tmp_path / "run")
    for best in (0, 1e-9):
        figure = Figure(name="value", better="less", best=best)
        ran(tmp_path / f"run{best}", GOLF.model_copy(update={"figures": (figure,)}))
        [outcome] = enter_run(tmp_path / f"run{best}", registry, NOWHERE)
        assert (outcome.entry is None, outcome.refused) == (best == 0, False)
    kept = registry.table.read_bytes()
    [outcome] = enter_run(tmp_path / "run", registry, NOWHERE)
    assert outcome.why == "0 is no better than 0, which is kept"
    assert registry.table.read_bytes() == kept


def another_plan(folder: Path, unit: Unit) -> None:
    """Put a worse plan in the place of the one that was found, and change the record accordingly."""
    file = plan_file(folder, unit.id)
    plan = json.loads(file.read_text())
    plan["rounds"][1]["sets"] = [
        {**ours, "members": theirs["members"]}
        for ours, theirs in zip(plan["rounds"][1]["sets"], plan["rounds"][0]["sets"], strict=True)
    ]
    file.write_text(json.dumps(plan))
    change(record_file(folder, unit.id), plan=sha256(file.read_bytes()).hexdigest())


def swap_members(folder: Path, unit: Unit) -> None:
    """Change the plan behind the record's back."""
    file = plan_file(folder, unit.id)
    file.write_text(file.read_text().replace("G1", "G0"))


TAMPERED: dict[str, tuple[Callable[[Path, Unit], object], str]] = {
    "plan": (swap_members, "not the one that was recorded"),
    "plan and hash": (another_plan, "the soft cost, its plan has 0 and 2"),
    "no plan": (lambda folder, unit: plan_file(folder, unit.id).unlink(), "cannot be read"),
    "figure": (
        lambda folder, unit: change(record_file(folder, unit.id), figures={"value": -1.0}),
        "the record says value -1, its plan has 0",
    ),
    "score": (lambda folder, unit: change(record_file(folder, unit.id), soft=-5), "the record says 0 and -5"),
    "seed": (lambda folder, unit: change(record_file(folder, unit.id), seed=7), "not of the work"),
    "solver": (lambda folder, unit: change(record_file(folder, unit.id), solver="mine"), "not of the work"),
    "case": (lambda folder, unit: change(record_file(folder, unit.id), case="other"), "no case 'other'"),
    "nonsense": (lambda folder, unit: record_file(folder, unit.id).write_text("{}\n"), "this is no record"),
    "two lines": (
        lambda folder, unit: record_file(folder, unit.id).write_text(record_file(folder, unit.id).read_text() * 2),
        "there are 2 records",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_run_is_refused(tmp_path: Path, what: str) -> None:
    """Whatever of plan or record is changed, nothing enters, and the reason is given."""
    unit = ran(tmp_path / "run")
    harm, reason = TAMPERED[what]
    harm(tmp_path / "run", unit)
    assert reason in refusal(tmp_path / "run", Registry(tmp_path / "best"))


def test_a_value_beyond_what_is_possible_is_refused(tmp_path: Path) -> None:
    """Better than a proved best, or on an instance that is another now: something is wrong with the case."""
    figure = Figure(name="value", better="less", best=1, proved=True)
    ran(tmp_path / "run", GOLF.model_copy(update={"figures": (figure,)}))
    assert "is called the best possible" in refusal(tmp_path / "run", Registry(tmp_path / "best"))


def test_no_path_of_a_machine_enters(tmp_path: Path) -> None:
    """A source in the folder of instances is written down by that; any other absolute path is refused."""
    (tmp_path / "public" / "mdgp").mkdir(parents=True)
    file = tmp_path / "public" / "mdgp" / "four.txt"
    file.write_text("4 2 ss 2 2 2 2\n0 1 5\n0 2 1\n0 3 1\n1 2 1\n1 3 1\n2 3 5\n")
    figure = Figure(name="value", better="more")
    ran(tmp_path / "run", Case(name="four", source=f"mdgp:{file}", figures=(figure,)))
    registry = Registry(tmp_path / "best")
    assert "is a path of this machine" in refusal(tmp_path / "run", registry)
    assert not list(tmp_path.glob("best/*"))
    [outcome] = enter_run(tmp_path / "run", registry, tmp_path / "public")
    assert outcome.entry is not None
    assert (outcome.entry.source, outcome.entry.value) == ("mdgp:{instances}/mdgp/four.txt", 10)
    assert [verdict.defects for verdict in registry.verify(tmp_path / "public")] == [()]


#: What is made false of an entry, and where that is told.
FALSE = {
    "value": ("1", ["the plan is worth 0", "this was known before"]),
    "bound": ("-5", []),
    "sha256": ("0" * 64, ["the instance is not the one"]),
    "source": ("sgp:2-2-3", ["the instance is not the one"]),
    "plan": ("other.plan.json", ["the file does not exist"]),
    "known": ("0", ["this was known before"]),
    "figure": ("soft_cost", ["the plan breaks a hard rule, or has no such figure", "nothing gives this bound"]),
}


@pytest.mark.parametrize("column", FALSE)
def test_what_is_false_is_found(tmp_path: Path, column: str) -> None:
    """A registry in which a cell has been changed does not hold; a weaker bound still does."""
    registry = Registry(tmp_path / "best")
    ran(tmp_path / "run")
    list(enter_run(tmp_path / "run", registry, NOWHERE))
    value, told = FALSE[column]
    head, row = (line.split(",") for line in registry.table.read_text().splitlines())
    row[COLUMNS.index(column)] = value
    registry.table.write_text("\n".join([",".join(head), ",".join(row)]))
    [verdict] = registry.verify(NOWHERE)
    assert len(verdict.defects) == len(told)
    assert all(text in str(defect) for text, defect in zip(told, verdict.defects, strict=True))


def test_a_bound_that_is_too_good_is_false(tmp_path: Path) -> None:
    """A bound that counting does not give, or that the value itself passes, is found; one that was searched stands."""
    registry = Registry(tmp_path / "best")
    ran(tmp_path / "run", GOLF.model_copy(update={"source": "sgp:2-2-4", "figures": (Figure(name="value"),)}))
    list(enter_run(tmp_path / "run", registry, NOWHERE))
    [entry] = registry.entries()
    assert (entry.value, entry.bound) == (2, 2)
    text = registry.table.read_text()
    registry.table.write_text(text.replace(",2,2,", ",2,3,"))
    [verdict] = registry.verify(NOWHERE)
    assert [defect.message for defect in verdict.defects] == [
        "the value 2 passes its own bound",
        "what is counted is 2",
    ]
    assert [defect.row for defect in verdict.defects] == [2, 2]


def test_a_searched_bound_is_believed_until_it_is_proved_again(tmp_path: Path) -> None:
    """What CP-SAT has proved is told as not proved again, unless it is to be."""
    subject = open_source("sgp:3-2-2")
    counted, proved = limit(subject, "value"), limit(subject, "value", 10)
    assert counted is not None
    assert proved is not None
    assert proved.value >= counted.value
    registry = Registry(tmp_path / "best")
    ran(tmp_path / "run", GOLF.model_copy(update={"source": "sgp:2-2-4", "figures": (Figure(name="value"),)}))
    list(enter_run(tmp_path / "run", registry, NOWHERE))
    [entry] = registry.entries()
    registry.table.write_text(registry.table.read_text().replace(entry.argument, "CP-SAT proved"))
    assert [verdict.defects for verdict in registry.verify(NOWHERE)] == [()]
    assert [verdict.defects for verdict in registry.verify(NOWHERE, prove=10)] == [()]


def test_a_broken_table_is_told_whole(tmp_path: Path) -> None:
    """Every cell that cannot be used is named with row and column; so is a table that is none, and a double."""
    registry = Registry(tmp_path)
    registry.table.write_text("case,value\na,1\n")
    with pytest.raises(InputError, match="no register of best known values"):
        registry.entries()
    head, *rows = (ROOT / "benchmarks" / "best" / "values.csv").read_text().splitlines()
    good = [head, *(row for row in rows if ",more," in row)]
    registry.table.write_text("\n".join([good[0], good[1].replace("2026-", "x-").replace(",more,", ",most,"), good[2]]))
    with pytest.raises(InputError) as caught:
        registry.entries()
    assert [(defect.row, defect.column) for defect in caught.value.defects] == [(2, "better"), (2, "date")]
    registry.table.write_text("\n".join([good[0], good[1], good[1]]))
    with pytest.raises(InputError, match="stands here twice"):
        registry.entries()
    registry.table.write_text("\n".join([good[0], f"{good[1]},more"]))
    with pytest.raises(InputError, match="cells beyond the last column"):
        registry.entries()


def test_the_limits_are_true() -> None:
    """What is counted of small instances is what CP-SAT proves, or less sharp."""
    assert limit(open_source("sgp:3-3-4"), "rounds_without_repeats") is not None
    assert limit(open_source("sgp:3-3-4"), "value") is not None
    pairs = limit(open_source("sgp:3-3-2"), "distinct_pairs")
    assert pairs is not None
    assert (pairs.value, pairs.argument.partition(":")[0]) == (18, "pigeonhole")
    pairs = limit(open_source("sgp:2-2-5"), "distinct_pairs")
    assert pairs is not None
    assert (pairs.value, pairs.argument.partition(":")[0]) == (6, "counting")
    assert limit(open_source("sgp:2-2-5"), "mean_contacts") is None
    assert limit(open_source("diner:12-4"), "soft") is None


def test_what_is_registered_here_holds() -> None:
    """Every value of golfers that comes with the project is what its plan is worth, and its bound is counted again."""
    verdicts = list(Registry(ROOT / "benchmarks" / "best").verify(NOWHERE, "sgp:"))
    assert len(verdicts) == 8
    assert all(not verdict.defects and verdict.counted for verdict in verdicts)


def test_the_commands_say_what_they_did(run: Runner, tmp_path: Path) -> None:
    """``bench enter`` names what is entered; ``bench verify`` tells each value, and leaves with 2 if one is false."""
    ran(tmp_path / "run")
    best = tmp_path / "best"
    told = run("bench", "enter", tmp_path / "run", "--registry", best)
    assert (told.code, told.err) == (0, "")
    assert "golf: value 0 is entered (known before: 1)." in told.out
    assert run("bench", "enter", tmp_path / "run", "--registry", best, "--json").json["entered"] == []
    told = run("bench", "verify", best)
    assert told.code == 0
    assert "golf: value 0 (known before: 1). No plan passes 0: " in told.out
    [value] = run("bench", "verify", best, "--json").json["values"]
    assert (value["measured"], value["holds"], value["bound_proved_again"]) == (0, True, True)
    table = best / "values.csv"
    table.write_text(table.read_text().replace("value,less,0", "value,less,1"))
    told = run("bench", "verify", best)
    assert told.code == 2
    assert "FALSE" in told.out
    assert "row 2, column value: the plan is worth 0" in told.err
    assert run("bench", "verify", tmp_path / "none").code == 2
    change(next((tmp_path / "run" / "units").iterdir()), soft=-1)
    assert run("bench", "enter", tmp_path / "run", "--registry", tmp_path / "new").code == 2
    (tmp_path / "empty").mkdir()
    assert "there is no work list" in run("bench", "enter", tmp_path / "empty").err


def test_a_verifier_that_has_changed_is_told_and_written_down(run: Runner, tmp_path: Path) -> None:
    """``bench verify`` says that other code had measured and what to do; it stamps what holds, and only if asked to."""
    ran(tmp_path / "run")
    best, other = tmp_path / "best", "a" * 64
    run("bench", "enter", tmp_path / "run", "--registry", best)
    table = best / "values.csv"
    fresh = table.read_text()
    old = fresh.replace(verifier_hash(), other)
    table.write_text(old)
    told = run("bench", "verify", best).out
    assert "1 value had been measured last with another verifier (aaaaaaaaaaaa)" in " ".join(told.split())
    assert table.read_text() == old
    assert "1 value now said to be measured by this verifier." in run("bench", "verify", best, "--refresh").out
    assert table.read_text() == fresh
    assert run("bench", "verify", best, "--refresh", "--json").json["refreshed"] == 0
    table.write_text(false := old.replace("value,less,0", "value,less,1"))
    assert run("bench", "verify", best, "--refresh").code == 2
    assert table.read_text() == false


def test_what_is_not_here_is_not_called_false(run: Runner, tmp_path: Path) -> None:
    """An instance that is missing is told once, with what to do, and neither a record nor a value is blamed for it."""
    (tmp_path / "public").mkdir()
    file = tmp_path / "public" / "four.txt"
    file.write_text("4 2 ss 2 2 2 2\n0 1 5\n0 2 1\n0 3 1\n1 2 1\n1 3 1\n2 3 5\n")
    ran(tmp_path / "run", Case(name="four", source=f"mdgp:{file}", figures=(Figure(name="value", better="more"),)))
    there = ("--instances", tmp_path / "public")
    assert run("bench", "enter", tmp_path / "run", "--registry", tmp_path / "best", *there).code == 0
    file.unlink()
    told = run("bench", "enter", tmp_path / "run", "--registry", tmp_path / "other", *there)
    assert (told.code, told.err.count("Run the unit again")) == (2, 0)
    assert "an instance is not here, and 1 record waits for it: " in told.err
    told = run("bench", "verify", tmp_path / "best", *there)
    assert (told.code, "FALSE" in told.out) == (2, False)
    assert "Not measured: its instance is not here." in " ".join(told.out.split())


def test_a_registry_that_cannot_be_read_is_told_before_the_records(run: Runner, tmp_path: Path) -> None:
    """A broken table, or a file in the place of the folder, is told once and nothing is measured."""
    ran(tmp_path / "run")
    (tmp_path / "file").write_text("")
    (tmp_path / "best").mkdir()
    (tmp_path / "best" / "values.csv").write_text("junk")
    for name, words in (("file", "this is a file, not a folder"), ("best", "this is no register")):
        told = run("bench", "enter", tmp_path / "run", "--registry", tmp_path / name)
        assert (told.code, told.out, told.err.count(words)) == (2, "", 1)


def test_who_enters_at_once_waits(tmp_path: Path) -> None:
    """Two who enter other values at the same time both do: who comes second reads what the first has written."""
    registry = Registry(tmp_path / "best")
    for name in ("golf", "tee"):
        ran(tmp_path / name, GOLF.model_copy(update={"name": name}))
    with ThreadPoolExecutor() as both, registry.alone():
        entering = [both.submit(list, enter_run(tmp_path / name, registry, NOWHERE)) for name in ("golf", "tee")]
        assert not wait(entering, timeout=0.5).done
    assert all(outcome.entry for each in entering for outcome in each.result())
    assert [entry.case for entry in registry.entries()] == ["golf", "tee"]


def test_readme_tells_what_is_printed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of the README is what the command prints, but for the hash of the verifier."""
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, example = readme.partition("$ cohortplan bench verify --case sgp:10-5-10\n")
    shown, told = example.partition("```")[0], run("bench", "verify", "--case", "sgp:10-5-10").out
    plain = [" ".join(re.sub("[0-9a-f]{12}", "HASH", text).split()) for text in (shown, told)]
    assert plain[0] == plain[1].partition(" 1 value had been")[0]
