"""The whole way, in processes of its own: from an empty folder to calendars."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest


def cohortplan(*typed: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does."""
    command = [sys.executable, "-m", "cohortplan", *map(str, typed)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return the folder that ``init`` writes."""
    assert cohortplan("init", tmp_path / "mine").returncode == 0
    return tmp_path / "mine"


@pytest.mark.slow
def test_from_nothing_to_calendars(scenario: Path, tmp_path: Path) -> None:
    """The commands work one after the other, and ``check`` finds nothing wrong with what ``solve`` wrote."""
    plan = tmp_path / "plan.json"
    solved = cohortplan("solve", scenario, "-o", plan, "--iterations", 20_000)
    assert solved.returncode == 0, solved.stderr
    assert cohortplan("check", scenario, plan).returncode == 0
    scored = json.loads(cohortplan("score", scenario, plan, "--json").stdout)
    assert scored["valid"] is True
    written = json.loads(plan.read_text(encoding="utf-8"))
    assert (written["score"]["hard"], written["score"]["soft"]) == (0, scored["soft"])
    assert cohortplan("show", scenario, plan, "timetable").stdout
    assert cohortplan("ics", scenario, plan, "-o", tmp_path / "calendars").returncode == 0
    assert len(list((tmp_path / "calendars" / "participants").glob("*.ics"))) == 12


@pytest.mark.slow
def test_a_rule_that_cannot_be_kept_is_named(scenario: Path, tmp_path: Path) -> None:
    """Four hosts with one visit each cannot receive six: exit code 3, the rule and its meaning, no plan."""
    hosts = scenario / "hosts.csv"
    with hosts.open(encoding="utf-8", newline="") as file:
        rows = [row | {"max_visits": "1"} for row in csv.DictReader(file)]
    with hosts.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, list(rows[0]))
        sheet.writeheader()
        sheet.writerows(rows)
    told = cohortplan("solve", scenario, "-o", tmp_path / "plan.json", "--solver", "cpsat", "--seconds", 20)
    assert told.returncode == 3, told.stderr
    assert "  most_visits: A host receives at most as many visits" in told.stderr
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.slow
def test_same_seed_and_iterations_give_the_same_bytes(scenario: Path, tmp_path: Path) -> None:
    """Two runs with one seed and one budget of iterations write equal files."""
    for name in ("one.json", "two.json"):
        done = cohortplan("solve", scenario, "-o", tmp_path / name, "--iterations", 50_000, "--seed", 3, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_an_interrupt_keeps_what_the_solvers_found(scenario: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the default solver long before its time is up, and the plan it leaves keeps every rule."""
    plan = tmp_path / "plan.json"
    command = [sys.executable, "-m", "cohortplan", "solve", str(scenario), "-o", str(plan), "--seconds", "600"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as solving:
        assert solving.stderr is not None
        told = next((line for line in solving.stderr if "soft cost" in line or "proved" in line), "")
        solving.send_signal(signal.SIGINT)
        _, rest = solving.communicate(timeout=600)
    assert told
    assert solving.returncode == 0, rest
    assert cohortplan("check", scenario, plan).returncode == 0
