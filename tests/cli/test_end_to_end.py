"""The whole way, in processes of its own: from an empty folder to calendars."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest


def cohortplan(*typed: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does."""
    command = [sys.executable, "-m", "cohortplan", *map(str, typed)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return the folder that ``init`` writes."""
    assert cohortplan("init", tmp_path / "mine").returncode == 0
    return tmp_path / "mine"


def test_from_nothing_to_calendars(scenario: Path, tmp_path: Path) -> None:
    """The commands work one after the other, and ``check`` finds nothing wrong with what ``solve`` wrote."""
    plan = tmp_path / "plan.json"
    solved = cohortplan("solve", scenario, "-o", plan, "--solver", "cpsat", "--seconds", 4)
    assert solved.returncode == 0, solved.stderr
    assert cohortplan("check", scenario, plan).returncode == 0
    scored = json.loads(cohortplan("score", scenario, plan, "--json").stdout)
    assert scored["valid"] is True
    written = json.loads(plan.read_text(encoding="utf-8"))
    assert (written["score"]["hard"], written["score"]["soft"]) == (0, scored["soft"])
    assert cohortplan("show", scenario, plan, "timetable").stdout
    assert cohortplan("ics", scenario, plan, "-o", tmp_path / "calendars").returncode == 0
    assert len(list((tmp_path / "calendars" / "participants").glob("*.ics"))) == 12


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
