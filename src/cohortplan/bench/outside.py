"""Answers from outside: of a program that is run, or of a folder of plans that somebody else has made.

What they are worth is measured as everybody else's is, by the independent checker.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from cohortplan.bench.case import Budget
from cohortplan.bench.source import PYTHON, open_source
from cohortplan.errors import Defect, InputError, PlanError, ProgramError
from cohortplan.io import read_plan, write_scenario
from cohortplan.model import Plan

PROGRAM, PLANS = "program:", "plans:"
#: What may stand in a program's command, in braces.
PLACES = ("scenario", "plan", "seed", "seconds", "iterations")
#: Seconds a program may take beyond its budget, to start and to write; and in all, if iterations are its budget.
GRACE, LONGEST = 10.0, 3600.0
#: Lines and bytes of a program's output that are told if it fails.
LINES, BYTES = 5, 2000
#: Waits for the end of who started it, and then ends a group of processes and removes the folder that it writes into.
_GUARD = 'read -r _; kill -s KILL -- "-$0"; rm -rf -- "$1"'
#: How the file of an answer may end, in the order in which they are looked for.
ENDINGS = (".json", ".xlsx")


class Outsider(Protocol):
    """Somebody outside who hands in plans."""

    @property
    def name(self) -> str:
        """By what it is found."""
        ...

    def answer(self, source: str, case: str, seed: int, budget: Budget) -> Plan | None:
        """Return a plan of the instance that `source` opens, whatever it is worth; None if there is none."""
        ...


@dataclass(frozen=True)
class Program:
    """A program that reads an instance and writes a plan file, as ``cohortplan solve {scenario} -o {plan}`` does.

    It is run without a shell, where this program runs; ``{scenario}`` is the case's source as the suite has it, without
    its track, or a folder for a while if that is ``python:MODULE:NAME``. It and all that it has started, but for what
    has left its session, are ended once it is done, or `GRACE` seconds after its time is up.

    Attributes
    ----------
    command : str
        Words as in a shell, in which ``{plan}`` and others of the `PLACES` stand for what the program is given.
    """

    command: str

    @property
    def name(self) -> str:
        """By what it is found."""
        return f"{PROGRAM}{self.command}"

    def answer(self, source: str, case: str, seed: int, budget: Budget) -> Plan | None:
        """Run the program and read what it wrote; None if that is nothing though it ended well.

        Raises
        ------
        InputError
            If the command cannot be used.
        ProgramError
            If the program fails, takes too long, or writes no plan; it carries the last lines of its output.
        """
        del case
        with TemporaryDirectory(prefix="cohortplan-") as folder:
            plan, output = Path(folder, "plan.json"), Path(folder, "output")
            words, named = _places(self.command)
            given = {"plan": str(plan), "seed": str(seed)}
            given |= {name: str(value) for name, value in budget.model_dump().items() if value is not None}
            if "scenario" in named:
                given["scenario"] = _readable(source, Path(folder))
            limit = LONGEST if budget.seconds is None else budget.seconds + GRACE
            _run(_filled(self.command, words, named, given), output, limit)
            if not plan.exists():
                return None
            try:
                return read_plan(plan)
            except PlanError as error:
                told = "; ".join(str(replace(defect, file="")) for defect in error.defects[:LINES])
                raise ProgramError(f"what the program wrote is no plan: {told}") from error


@dataclass(frozen=True)
class Plans:
    """A folder of plan files, each called like a case: ``CASE.json``, or ``CASE.xlsx``."""

    folder: str

    @property
    def name(self) -> str:
        """By what it is found."""
        return f"{PLANS}{self.folder}"

    def answer(self, source: str, case: str, seed: int, budget: Budget) -> Plan | None:
        """Read the plan of a case; None if the folder has none.

        Raises
        ------
        InputError
            If there is no such folder, a case's name is no file's, or the file is no plan.
        """
        del source, seed, budget
        if not Path(self.folder).is_dir():
            raise InputError([Defect("there is no such folder of plans", "Name a folder", self.folder)])
        if Path(case).name != case:
            remedy = "Give the case a name without slashes"
            raise InputError([Defect("no file can be called like this case", remedy, case)])
        files = (Path(self.folder, f"{case}{ending}") for ending in ENDINGS)
        found = next((file for file in files if file.exists()), None)
        return None if found is None else read_plan(found)


def find_outsider(name: str) -> Outsider | None:
    """Return who answers under a name; None if nobody outside does.

    Raises
    ------
    InputError
        If it is a command that cannot be used.
    """
    if name.startswith(PROGRAM):
        program = Program(name.removeprefix(PROGRAM))
        _places(program.command)
        return program
    return Plans(name.removeprefix(PLANS)) if name.startswith(PLANS) else None


def _readable(source: str, folder: Path) -> str:
    """Return what a program can open: the source itself, or a folder where what a module makes is written."""
    if not source.startswith(PYTHON):
        return source
    write_scenario(folder / "scenario", open_source(source).scenario)
    return str(folder / "scenario")


def _filled(command: str, words: Sequence[str], named: set[str], given: Mapping[str, str]) -> list[str]:
    """Fill in what is given."""
    if missing := sorted(named - set(given)):
        raise _unusable(command, f"the budget says nothing of {missing[0]}", f"Leave out {{{missing[0]}}}")
    return [re.sub(r"\{(\w+)\}", lambda place: given[place[1]], word) for word in words]


def _places(command: str) -> tuple[list[str], set[str]]:
    """Split a command into words, and return them with the names of what is to be filled in."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise _unusable(command, f"the command cannot be split into words ({error})", "Close every quote") from error
    named = set(re.findall(r"\{(\w+)\}", " ".join(words)))
    known = ", ".join(f"{{{name}}}" for name in PLACES)
    if unknown := sorted(named - set(PLACES)):
        raise _unusable(command, f"nothing is known as {{{unknown[0]}}}", f"What there is: {known}")
    if "plan" not in named:
        raise _unusable(command, "the command does not say where the plan goes", "Let it write a file {plan}")
    return words, named


def _unusable(command: str, message: str, remedy: str) -> InputError:
    return InputError([Defect(message, remedy, command)])


def _run(words: Sequence[str], output: Path, limit: float) -> None:
    """Run a program to its end, or for so many seconds; nothing of it is left running."""
    with output.open("wb") as sink:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command, and no shell
                words, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, start_new_session=True
            )
        except (OSError, ValueError) as error:
            remedy = "Name a program that can be run"
            reason = error.strerror if isinstance(error, OSError) else error
            raise _unusable(words[0], f"the program cannot be started ({reason})", remedy) from error
    try:
        with _guarded(process.pid, output.parent):
            code = process.wait(limit)
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"the program did not end within {limit:g} s{_told(output)}") from error
    finally:
        process.wait()
    if code:
        how = f"with exit code {code}" if code > 0 else f"by signal {-code}"
        raise ProgramError(f"the program ended {how}{_told(output)}")


@contextmanager
def _guarded(group: int, folder: Path) -> Iterator[None]:
    """End a group of processes after a `with` block, or when this process ends, however that happens."""
    words, nowhere = ("/bin/sh", "-c", _GUARD, str(group), str(folder)), subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - words of our own
        words, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True
    ) as guard:
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            guard.kill()


def _told(output: Path) -> str:
    """Return the last lines of a program's output, in one line, as far as they can be printed."""
    with output.open("rb") as file:
        file.seek(max(0, output.stat().st_size - BYTES))
        text = file.read(BYTES).decode("utf-8", errors="replace")
    lines = ["".join(letter if letter.isprintable() else " " for letter in line) for line in text.splitlines()]
    last = " | ".join([line.strip() for line in lines if line.strip()][-LINES:])
    return f": {last}" if last else " and said nothing"
