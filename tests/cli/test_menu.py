"""The menu, and how every kind of error leaves the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest

from cohortplan.cli import app, failures
from cohortplan.errors import Defect, InfeasibleError, InputError, NoPlanError, ScoreError
from cohortplan.solvers.base import registered
from tests.cli.conftest import Runner


def raising(error: BaseException) -> click.Command:
    """Return a command that ends in `error`."""

    @click.command("rules")
    @click.option("--json", is_flag=True, expose_value=False)
    def command() -> None:
        raise error

    return command


def test_help_lists_every_command(run: Runner) -> None:
    """Each command stands in the help with what it does."""
    shown = run("--help")
    assert shown.code == 0
    for name, summary in app.COMMANDS.items():
        assert name in shown.out
        assert summary in shown.out


@pytest.mark.parametrize("name", app.COMMANDS)
def test_every_command_explains_itself(run: Runner, name: str) -> None:
    """Each command has a page of its own under its name."""
    shown = run(name, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: cohortplan {name}")


@pytest.mark.parametrize("name", ["solve", "improve"])
def test_help_tells_which_solvers_are_installed(run: Runner, name: str) -> None:
    """Every solver that may be named is listed where one is asked for."""
    shown = " ".join(run(name, "--help").out.split())
    assert f"One of {', '.join(sorted(registered()))}." in shown


def test_every_command_file_is_on_the_menu() -> None:
    """A command that is written, as a file or as a folder of subcommands, can be reached."""
    files = (each.name for each in iter_modules([str(Path(app.__file__).parent / "commands")]))
    assert {name.rstrip("_").replace("_", "-") for name in files} == set(app.COMMANDS)


def test_every_file_of_the_laboratory_is_a_subcommand(run: Runner) -> None:
    """A file in the folder of ``bench`` is a subcommand of its name, with a page of its own; no other is."""
    folder = Path(app.__file__).parent / "commands" / "bench"
    found = [path.stem.replace("_", "-") for path in folder.glob("*.py") if not path.stem.startswith("_")]
    for name in found:
        assert run("bench", name, "--help").out.startswith(f"Usage: cohortplan bench {name}")
    assert run("bench", "golf").code == 2


def test_version(run: Runner) -> None:
    """The version is that of the installed package."""
    from importlib.metadata import version

    assert run("--version") == (0, f"cohortplan {version('cohortplan')}\n", "")


@pytest.mark.parametrize("typed", [["sovle"], ["check"], ["rules", "--colour"], ["solve", "x", "--seed", "-1"], []])
def test_wrong_usage_is_bad_input(run: Runner, typed: list[str]) -> None:
    """What the menu does not understand exits with 2 and a hint on standard error."""
    shown = run(*typed)
    assert (shown.code, shown.out) == (2, "")
    assert "Usage: cohortplan" in shown.err


def test_a_misspelt_command_is_guessed(run: Runner) -> None:
    """The nearest command is named."""
    assert "'solve'" in run("sovle").err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError([Defect("it is wrong")]), 2),
        (InfeasibleError("no plan"), 3),
        (NoPlanError("no time"), 5),
        (ScoreError("no trust"), 1),
        (OSError(13, "Permission denied", "plan.json"), 2),
        (OSError("somewhere"), 1),
        (ZeroDivisionError("oh"), 1),
        (RecursionError("deep"), 1),
        (KeyboardInterrupt(), failures.INTERRUPTED),
    ],
)
def test_every_error_has_its_exit_code(
    run: Runner, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    """Errors become a sentence on standard error and the documented code, never a traceback."""
    monkeypatch.setattr("cohortplan.cli.commands.rules.command", raising(error))
    shown = run("rules")
    assert (shown.code, shown.out) == (code, "")
    assert shown.err
    assert "Traceback" not in shown.err


def test_defects_are_listed_one_a_line_and_counted(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every defect has its place, message, value and remedy in one line; the last line counts them."""
    defects = [
        Defect("this sector is not known", "Did you mean 'public'?", "pubic", "participants.csv", 7, "sector"),
        Defect("the row is empty", file="hosts.csv", row=3),
    ]
    monkeypatch.setattr("cohortplan.cli.commands.rules.command", raising(InputError(defects)))
    assert run("rules").err.splitlines() == [
        "participants.csv, row 7, column sector: this sector is not known (found: 'pubic'). Did you mean 'public'?",
        "hosts.csv, row 3: the row is empty",
        "2 problems found.",
    ]


def test_defects_as_json(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --json the defects are one document on standard output."""
    defect = Defect("it is late", "Hurry", "noon", "rounds.csv", 2, "from")
    monkeypatch.setattr("cohortplan.cli.commands.rules.command", raising(InputError([defect])))
    assert run("rules", "--json").json == {
        "error": "1 problem found.",
        "defects": [
            {
                "file": "rounds.csv",
                "row": 2,
                "column": "from",
                "message": "it is late",
                "value": "noon",
                "remedy": "Hurry",
            }
        ],
    }


def test_wrong_usage_as_json(run: Runner) -> None:
    """With --json even wrong usage is a JSON document."""
    told = run("rules", "--json", "--colour").json
    assert "--colour" in told["error"]
    assert told["defects"] == []


def test_debug_shows_the_traceback(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --debug the traceback of an internal error is shown."""
    monkeypatch.setattr("cohortplan.cli.commands.rules.command", raising(ZeroDivisionError("oh")))
    assert "Traceback" in run("--debug", "rules").err


def test_control_codes_in_messages_are_disarmed(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that would steer the terminal is shown without its power."""
    error = InputError([Defect("bad", file="\x1b[2Jevil.csv")])
    monkeypatch.setattr("cohortplan.cli.commands.rules.command", raising(error))
    assert "\x1b" not in run("rules").err


def test_a_reader_who_leaves_early_is_no_error() -> None:
    """When the pipe is closed, the program ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "cohortplan", "rules"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_completion_knows_the_commands() -> None:
    """The shell's completion offers the commands."""
    wanted = {"_COHORTPLAN_COMPLETE": "bash_complete", "COMP_WORDS": "cohortplan so", "COMP_CWORD": "1"}
    command = [sys.executable, "-m", "cohortplan"]
    done = subprocess.run(command, env={**os.environ, **wanted}, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,solve"]
