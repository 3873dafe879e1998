"""Answers from outside: what is made of a program's plan, of a folder's, and of whatever may go wrong with either."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cohortplan.bench import outside
from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.contestants import find_contestant
from cohortplan.bench.execute import Watch, do_unit
from cohortplan.bench.outside import Plans, Program, find_outsider
from cohortplan.bench.source import open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import InputError, PlanError, ProgramError
from cohortplan.io import read_scenario, write_plan
from cohortplan.model import Plan, Scenario
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop

SOURCE = "sgp:2-2-2"
SOME = Budget(iterations=3)


def python(code: str, *arguments: str) -> Program:
    """Return the adapter of a program in Python."""
    return Program(shlex.join([sys.executable, "-c", code, *arguments]))


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a plan of the instance."""
    found = solve(open_source(SOURCE).scenario, solver="deal", stop=Stop(iterations=1)).plan
    assert found is not None
    return found


@pytest.fixture
def plan_file(tmp_path: Path, plan: Plan) -> Path:
    """Return the plan's file, in a folder of answers with a blank in its name."""
    folder = tmp_path / "my answers"
    folder.mkdir()
    write_plan(folder / "golf.json", plan)
    return folder / "golf.json"


def test_a_program_is_told_what_it_is_asked(tmp_path: Path, plan: Plan, plan_file: Path) -> None:
    """Every place is filled in, words stay words, and the plan that was written is returned."""
    told = tmp_path / "told"
    code = "import sys, shutil; open(sys.argv[1], 'w').write('|'.join(sys.argv[2:-2])); shutil.copy(*sys.argv[-2:])"
    arguments = (str(told), "{scenario} x", "{seed}", "--n={iterations}", '{"a": 1}', str(plan_file), "{plan}")
    program = python(code, *arguments)
    assert program.answer(SOURCE, "golf", 7, SOME) == plan
    assert told.read_text(encoding="utf-8") == f'{SOURCE} x|7|--n=3|{{"a": 1}}'
    assert find_outsider(program.name) == program


def open_instance(name: str) -> Scenario:
    """Make what a source of this module names."""
    return open_source(name.replace("_", ":")).scenario


def test_a_program_gets_a_folder_of_what_a_module_makes(tmp_path: Path) -> None:
    """For as long as it runs; the folder holds the same scenario. One that asks for none gets none."""
    copy = "import sys, shutil; shutil.copytree(sys.argv[1], sys.argv[2])"
    source = f"python:{__name__}:sgp_2-2-2"
    assert python(copy, "{scenario}", str(tmp_path / "seen"), "{plan}").answer(source, "golf", 0, SOME) is None
    assert read_scenario(tmp_path / "seen").sha256 == open_source(source).sha256
    assert python("pass", "{plan}").answer("python:nowhere:x", "golf", 0, SOME) is None


def test_a_program_that_writes_nothing_has_no_plan() -> None:
    """If it ends well that is an answer."""
    assert python("pass", "{plan}").answer(SOURCE, "golf", 0, SOME) is None


def test_a_program_that_fails_is_quoted() -> None:
    """The exit code and the last lines of what it said are told, without what cannot be printed."""
    code = "import sys; [print(k) for k in range(99)]; print('\\x1b[1mbad\\x07 luck', file=sys.stderr); sys.exit(4)"
    with pytest.raises(ProgramError, match=r"exit code 4: 95 \| 96 \| 97 \| 98 \| \[1mbad  luck$") as refused:
        python(code, "{plan}").answer(SOURCE, "golf", 0, SOME)
    assert str(refused.value).isprintable()


def test_a_program_that_is_killed_says_so() -> None:
    """A signal is told by its number."""
    with pytest.raises(ProgramError, match="by signal 9 and said nothing"):
        python("import os; os.kill(os.getpid(), 9)", "{plan}").answer(SOURCE, "golf", 0, SOME)


def test_what_is_no_plan_is_told_without_the_name_of_a_file_that_is_gone() -> None:
    """What is wrong with what a program wrote is told."""
    with pytest.raises(ProgramError, match="is no plan: this is not a plan: its format is not") as refused:
        python("import sys; open(sys.argv[1], 'w').write('{}')", "{plan}").answer(SOURCE, "golf", 0, SOME)
    assert "plan.json" not in str(refused.value)
    with pytest.raises(ProgramError, match="is no plan: row 1: a character in this row is not saved as UTF-8"):
        python(r"import sys; open(sys.argv[1], 'wb').write(b'\xff')", "{plan}").answer(SOURCE, "golf", 0, SOME)


def alive(pid: int) -> bool:
    """Whether a process runs: one that has ended but was not asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def gone(note: Path) -> bool:
    """Whether the process whose number is noted comes to an end within seconds."""
    pid, end = int(note.read_text(encoding="utf-8")), time.monotonic() + 5
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


#: Starts a child that sleeps for a minute, deaf to wishes to end, and notes its number.
PARENT = """
import subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
print("thinking", flush=True)
open(sys.argv[1], "w").write(str(subprocess.Popen([sys.executable, "-c", child]).pid))
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.slow
def test_a_program_that_does_not_end_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its time and the grace are over, it fails; nothing of it is left running."""
    monkeypatch.setattr(outside, "GRACE", 0.6)
    note = tmp_path / "pid"
    with pytest.raises(ProgramError, match=r"did not end within 1 s: thinking"):
        python(PARENT, str(note), "60", "{plan}").answer(SOURCE, "golf", 0, Budget(seconds=0.4))
    assert gone(note)


def test_what_a_program_leaves_behind_is_ended(tmp_path: Path) -> None:
    """A child that holds on to its output makes nobody wait."""
    note, began = tmp_path / "pid", time.monotonic()
    assert python(PARENT, str(note), "0", "{plan}").answer(SOURCE, "golf", 0, SOME) is None
    assert time.monotonic() - began < 30
    assert gone(note)


#: Runs a program until it is asked to end.
ASKER = """
import sys
from cohortplan.bench.case import Budget
from cohortplan.bench.outside import Program
Program(sys.argv[1]).answer("sgp:2-2-2", "golf", 0, Budget(iterations=3))
"""


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_of_a_program_outlives_who_runs_it(tmp_path: Path, ended_by: int) -> None:
    """Be that asked to end, as workers are when their run is killed, or killed; the program's folder is removed."""
    note = tmp_path / "pid"
    command = python(PARENT, str(note), "60", "{plan}").command
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen([sys.executable, "-c", ASKER, command], env=environment) as asker:
        end = time.monotonic() + 60
        while not (note.exists() and note.read_text(encoding="utf-8")) and time.monotonic() < end:
            time.sleep(0.05)
        asker.send_signal(ended_by)
        assert asker.wait(30) == -ended_by
    assert gone(note)
    end = time.monotonic() + 5
    while list((tmp_path / "tmp").iterdir()) and time.monotonic() < end:
        time.sleep(0.02)
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("solver {plan} {depth}", r"nothing is known as \{depth\}.*\{scenario\}, \{plan\}"),
        ("solver {scenario}", "does not say where the plan goes"),
        ("solver {plan} {seconds}", "the budget says nothing of seconds"),
        ("solver {plan} 'open", "cannot be split into words"),
        ("", "does not say where the plan goes"),
        ("/nowhere/solver {plan}", "cannot be started .No such file or directory"),
        ("solver\0 {plan}", "cannot be started .embedded null byte"),
    ],
)
def test_a_command_that_cannot_be_used_is_refused(command: str, message: str) -> None:
    """Each with what to do about it."""
    with pytest.raises(InputError, match=message):
        Program(command).answer(SOURCE, "golf", 0, SOME)


def test_nobody_who_makes_one_plan_is_asked_for_several(plan_file: Path) -> None:
    """A track that asks for a plan for each day is none for solvers, programs or files; no time is spent on it."""
    subject = open_source(f"days:{Path(__file__).parents[2] / 'scenarios' / 'connect-11'}")
    for name in ("deal", "divided", "program:false {plan}", f"plans:{plan_file.parent}"):
        with pytest.raises(
            InputError, match=r"asks for a plan for each day.*Let replan, afresh:SOLVER, untouched take"
        ):
            find_contestant(name).answer(subject, "golf", 0, SOME, Watch())


def test_a_folder_answers_by_the_names_of_cases(plan: Plan, plan_file: Path) -> None:
    """The file that is called like the case is the answer; where there is none there is no answer."""
    plans = find_outsider(f"plans:{plan_file.parent}")
    assert plans == Plans(str(plan_file.parent))
    assert plans.name == f"plans:{plan_file.parent}"
    assert plans.answer(SOURCE, "golf", 0, SOME) == plan
    assert plans.answer(SOURCE, "tennis", 0, SOME) is None


def test_a_folder_that_cannot_be_used_is_refused(plan_file: Path) -> None:
    """No folder, a name that leads elsewhere, a file that is no plan."""
    folder = plan_file.parent
    with pytest.raises(InputError, match="no such folder"):
        Plans(str(folder / "none")).answer(SOURCE, "golf", 0, SOME)
    with pytest.raises(InputError, match="no file can be called like this case"):
        Plans(str(folder)).answer(SOURCE, f"..{os.sep}golf", 0, SOME)
    (folder / "chess.json").write_text("[]", encoding="utf-8")
    with pytest.raises(PlanError, match=r"chess\.json"):
        Plans(str(folder)).answer(SOURCE, "chess", 0, SOME)


def test_an_answer_from_outside_is_measured_like_any_other(tmp_path: Path, plan: Plan, plan_file: Path) -> None:
    """Its record has the score and the figures that the checker finds; a failure is a record, too."""
    subject = open_source(SOURCE)
    for name in ("units", "plans"):
        (tmp_path / name).mkdir()
    case = Case(name="golf", source=SOURCE, figures=(Figure(name="value"),))
    unit = Unit(
        case=case, sha256=subject.scenario.sha256, solver=f"plans:{plan_file.parent}", seed=0, budget=Budget(seconds=1)
    )
    record, measured = do_unit(tmp_path, unit), subject.evaluate(plan)
    assert (record.status, record.hard, record.soft) == ("feasible", measured.hard, measured.soft)
    assert record.figures == {"value": subject.figures(plan)["value"]}
    failed = do_unit(tmp_path, unit.model_copy(update={"solver": "program:false {plan}"}))
    assert (failed.status, failed.error) == (
        "error",
        "ProgramError: the program ended with exit code 1 and said nothing",
    )
