"""``bench run``, ``work``, ``unit`` and ``slurm``: what they print and leave behind, and how they end."""

from __future__ import annotations

import csv
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from cohortplan.cli import running
from tests.cli.conftest import Runner

README = Path(__file__).parents[2] / "README.md"

SUITE = """
[[block]]
solvers = ["deal", "greedy"]
seeds = 2
iterations = 20
sources = ["sgp:2-2-3"]
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Return a suite of four units."""
    file = tmp_path / "golf.toml"
    file.write_text(SUITE, encoding="utf-8")
    return file


@pytest.mark.slow
def test_the_readme_shows_a_run(run: Runner, tmp_path: Path) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    section = README.read_text(encoding="utf-8").split("## Suites")[1].split("\n## ")[0]
    (tmp_path / "golf.toml").write_text(section.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    shown = section.split("$ cohortplan bench run golf.toml -o golf\n")[1].split("```")[0]
    ran = run("bench", "run", tmp_path / "golf.toml", "-o", tmp_path / "golf", "--executor", "serial")
    assert (ran.code, ran.out) == (0, shown)


def test_a_run_is_done_once(run: Runner, suite: Path, tmp_path: Path) -> None:
    """It says what it is about to do and what is done; again there is nothing to do; and a program is told in JSON."""
    folder = tmp_path / "run"
    first = run("bench", "run", suite, "-o", folder, "--executor", "serial")
    assert first.out == "4 of 4 units done, 4 by this run; no error.\n"
    assert "4 units, 1 at a time." in first.err
    again = run("bench", "run", suite, "-o", folder, "--json")
    assert again.json == {"folder": str(folder), "units": 4, "done": 4, "here": 0, "errors": 0, "failures": []}
    quiet = run("bench", "run", suite, "-o", tmp_path / "other", "--executor", "serial", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_a_folder_of_instances_that_is_named_must_be_there(run: Runner, suite: Path, tmp_path: Path) -> None:
    """Else a family would leave out what is not there, and say nothing."""
    for command in ("run", "work"):
        ran = run("bench", command, suite, "-o", tmp_path / "run", "--instances", tmp_path / "typo")
        assert (ran.code, "there is no folder" in ran.err) == (2, True)
    assert not (tmp_path / "run").exists()


def test_units_by_the_clock_are_one_at_a_time_and_that_is_said(run: Runner, suite: Path, tmp_path: Path) -> None:
    """Unless as many as there are workers are asked for."""
    suite.write_text(SUITE.replace("iterations = 20", "seconds = 0.05"), encoding="utf-8")
    ran = run("bench", "run", suite, "-o", tmp_path / "run", "--executor", "serial")
    assert "4 units, 1 at a time, as some are solved by the clock and a portfolio takes two threads." in ran.err


def test_errors_are_told_and_tried_again_if_asked(run: Runner, suite: Path, tmp_path: Path) -> None:
    """A contestant that fails costs its own units only; which they are and why is said, and the exit code is 1."""
    suite.write_text(
        SUITE.replace("greedy", "program:false {plan}").replace("seeds = 2", "seeds = 6"), encoding="utf-8"
    )
    serial = ("bench", "run", suite, "-o", tmp_path / "run", "--executor", "serial")
    first = run(*serial)
    assert (first.code, first.out) == (1, "12 of 12 units done, 12 by this run; 6 errors.\n")
    why = "ProgramError: the program ended with exit code 1 and said nothing"
    assert f"sgp:2-2-3, program:false {{plan}}, seed 0, 20 iterations: {why}\n" in first.err
    assert (first.err.count(why), "And 1 more. Records in" in first.err) == (5, True)
    again = run(*serial, "--json")
    assert (again.code, again.json["here"], again.json["errors"], len(again.json["failures"])) == (1, 0, 6, 6)
    told = {"case": "sgp:2-2-3", "seed": 0, "budget": {"iterations": 20, "seconds": None}, "error": why}
    assert again.json["failures"][0].items() >= told.items()
    retried = run(*serial, "--retry", "--quiet")
    assert (retried.code, retried.out, retried.err.count(why)) == (1, "", 5)


def test_a_changed_suite_is_refused(run: Runner, suite: Path, tmp_path: Path) -> None:
    """It may gain work, and lose none; and what is no suite, or no folder, is said to be none."""
    folder = tmp_path / "run"
    assert run("bench", "work", suite, "-o", folder).out == "4 units of 1 case and 2 solvers.\n"
    suite.write_text(SUITE.replace("seeds = 2", "seeds = 3"), encoding="utf-8")
    assert run("bench", "work", suite, "-o", folder, "--json").json == {"folder": str(folder), "units": 6, "new": 2}
    assert run("bench", "work", suite, "-o", folder).out == "6 units of 1 case and 2 solvers, 0 of them new.\n"
    suite.write_text(SUITE, encoding="utf-8")
    ran = run("bench", "run", suite, "-o", folder)
    assert ran.code == 2
    assert "the suite was changed: it has no longer what the folder's list has" in ran.err
    assert run("bench", "run", tmp_path / "none.toml", "-o", folder).code == 2
    assert run("bench", "run", suite, "-o", suite).code == 2
    assert run("bench", "run", suite, "-o", tmp_path / "new", "--executor", "nowhere").code == 2


@pytest.mark.slow
def test_lines_of_a_list_are_done_one_by_one(run: Runner, suite: Path, tmp_path: Path) -> None:
    """A line or some, each once; those beyond the last are nothing to do; what is no line is refused."""
    folder = tmp_path / "run"
    run("bench", "work", suite, "-o", folder)
    assert run("bench", "unit", folder, "2").out == "1 unit done; no error.\n"
    with (folder / "work.csv").open(encoding="utf-8", newline="") as file:
        second = list(csv.DictReader(file))[1]["unit"]
    assert [file.stem for file in (folder / "units").iterdir()] == [second]
    told = {"folder": str(folder), "done": 3, "errors": 0, "failures": []}
    assert run("bench", "unit", folder, "1-99", "--json").json == told
    assert run("bench", "unit", folder, "9").out == "0 units done; no error.\n"
    assert [run("bench", "unit", folder, line).code for line in ("0", "x", "1-", "3-2", "-1")] == [2] * 5
    assert run("bench", "unit", tmp_path, "1").code == 2


def test_an_array_job_is_written(run: Runner, suite: Path, tmp_path: Path) -> None:
    """To a file or to standard output, sound as a script; what is none of Slurm's options does not get into it."""
    folder = tmp_path / "run"
    run("bench", "work", suite, "-o", folder)
    ran = run("bench", "slurm", folder, "--chunk", "3", "--option", "--mem=2G")
    assert "#SBATCH --array=0-1\n" in ran.out
    assert "#SBATCH --mem=2G\n" in ran.out
    assert ran.err == "4 units, 3 a task, each task at most 50 min.\n"
    assert (folder / "logs").is_dir()
    subprocess.run(["bash", "-n"], input=ran.out, text=True, check=True)  # noqa: S607
    run("bench", "slurm", folder, "--chunk", "3", "--option", "--mem=2G", "-o", tmp_path / "array.sh")
    assert (tmp_path / "array.sh").read_text(encoding="utf-8") == ran.out
    assert run("bench", "slurm", folder, "--longest", "90").out.endswith(" --longest 90\n")
    for wrong in ("mem=2G", "--mem=2G\nrm x"):
        assert run("bench", "slurm", folder, "--option", wrong).code == 2


def test_ctrl_c_is_told_how_to_go_on(run: Runner, suite: Path, tmp_path: Path) -> None:
    """The exit code is that of any program stopped so, and the same command does the rest."""
    suite.write_text(SUITE.replace("seeds = 2", "seeds = 200"), encoding="utf-8")
    folder = tmp_path / "run"

    def interrupt() -> None:
        while not list(folder.glob("units/*.json")):
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=interrupt).start()
    ran = run("bench", "run", suite, "-o", folder, "--executor", "serial")
    assert ran.code == 130
    assert re.search(r"Stopping; .*The same command goes on from there\. Press Ctrl-C again to abort\.", ran.err)
    assert 0 < len(list(folder.glob("units/*.json"))) < 400


def test_time_left_is_said_as_one_says_it() -> None:
    """In seconds, minutes or hours."""
    assert [running.span(seconds) for seconds in (0.4, 99, 100, 5000, 7200)] == [
        "0 s",
        "99 s",
        "2 min",
        "83 min",
        "2 h",
    ]
