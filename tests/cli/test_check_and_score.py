"""``check`` and ``score``: what is said of a scenario, of a plan, and of a plan that breaks something."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Runner
from tests.cli.two_days import plan_content


def test_a_sound_scenario_is_summed_up(run: Runner, folder: Path) -> None:
    """A scenario without faults is described in one line, exit code 0."""
    told = run("check", folder)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("two-days holds together: 6 participants, 4 hosts, 2 rounds with 4 sets, ")


def test_a_sound_scenario_as_json(run: Runner, folder: Path) -> None:
    """The JSON says valid, with no defects and no remarks."""
    assert run("check", folder, "--json").json == {
        "scenario": "two-days",
        "valid": True,
        "defects": [],
        "remarks": [],
    }


def test_what_no_plan_can_change_is_told(run: Runner, folder: Path, plan_file: Path) -> None:
    """Who is online only is named where a rule is about that, by ``check`` and ``score``; it breaks nothing."""
    people = folder / "participants.csv"
    rows = people.read_text(encoding="utf-8").splitlines()
    people.write_text("\n".join([f"{rows[0]},online", f"{rows[1]},yes", *(f"{row}," for row in rows[2:])]))
    settings = folder / "scenario.toml"
    settings.write_text(f'{settings.read_text()}\n[[rules]]\nrule = "in_person"\nleast = 180\n')
    told = run("check", folder)
    assert (told.code, told.out.splitlines()[1:]) == (0, ["in_person: A01 takes part online only."])
    assert run("check", folder, "--json").json["remarks"] == ["in_person: A01 takes part online only."]
    assert "in_person: A01 takes part online only." in run("score", folder, plan_file).out
    assert run("check", folder, plan_file).code == 0


def test_a_charter_that_is_missing_is_told(run: Runner, folder: Path, plan_file: Path) -> None:
    """A scenario that does not say what it is for is told so, which is no fault; a classic instance need not."""
    settings = folder / "scenario.toml"
    settings.write_text(re.sub(r"\[charter\]\npurpose = .*\n", "", settings.read_text()))
    told = run("check", folder)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[1].startswith("There is no charter: say below [charter] ")
    assert run("check", folder, "--json").json["remarks"] == told.out.splitlines()[1:]
    assert run("check", "sgp:2-2-2", "--json").json["remarks"] == []
    assert "charter" not in run("check", folder, plan_file).out


def test_every_fault_of_a_scenario_is_listed(run: Runner, folder: Path) -> None:
    """All faults in all files are listed with their rows, exit code 2, nothing on standard output."""
    people = folder / "participants.csv"
    people.write_text(people.read_text(encoding="utf-8").replace(",private,Quayle", ",pirate,Quayle"), encoding="utf-8")
    (folder / "ties.csv").write_text("a,b,kind\nA01,A09,knows\n", encoding="utf-8")
    told = run("check", folder)
    assert (told.code, told.out) == (2, "")
    assert "participants.csv, row 3, column sector" in told.err
    assert "ties.csv, row 2, column b" in told.err
    assert told.err.endswith("2 problems found.\n")


def test_faults_as_json(run: Runner, folder: Path) -> None:
    """The JSON of a faulty scenario has each fault's file, row, column and value."""
    (folder / "ties.csv").write_text("a,b,kind\nA01,A09,knows\n", encoding="utf-8")
    told = run("check", folder, "--json")
    assert told.code == 2
    defect = told.json["defects"][0]
    assert (defect["file"], defect["row"], defect["column"], defect["value"]) == ("ties.csv", 2, "b", "A09")


@pytest.mark.parametrize("command", ["check", "score", "show", "ics"])
def test_a_scenario_that_is_not_there(run: Runner, tmp_path: Path, plan_file: Path, command: str) -> None:
    """A wrong path is bad input in every command."""
    more = ["-o", tmp_path / "calendars"] if command == "ics" else []
    told = run(command, tmp_path / "nowhere", plan_file, *more)
    assert (told.code, told.out) == (2, "")
    assert "nowhere" in told.err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "other"}', "\x00\xff"])
def test_a_plan_that_is_none(run: Runner, folder: Path, tmp_path: Path, content: str) -> None:
    """A file that is no plan is bad input."""
    path = tmp_path / "odd.json"
    path.write_text(content, encoding="latin-1")
    told = run("check", folder, path)
    assert (told.code, told.out) == (2, "")
    assert "odd.json" in told.err


def test_a_plan_that_keeps_everything(run: Runner, folder: Path, plan_file: Path) -> None:
    """Exit code 0 and one line with the cost."""
    assert run("check", folder, plan_file) == (0, "Every hard rule is kept; soft cost 50.\n", "")


def test_a_plan_that_breaks_a_rule(run: Runner, folder: Path, broken_plan: Path) -> None:
    """Exit code 2; each broken place is a line that names the rule."""
    told = run("check", folder, broken_plan)
    assert told.code == 2
    *places, last = told.out.splitlines()
    assert [place.split(":")[0] for place in places] == ["no_host_twice"]
    assert "A01" in places[0] or "Orla Benning" in places[0]
    assert last == "Hard rules are broken by 1; soft cost 50."


def test_a_plan_of_the_wrong_form(run: Runner, folder: Path, tmp_path: Path) -> None:
    """A person removed from a set is found, as a defect of form."""
    content = plan_content()
    content["rounds"][0]["sets"][0]["members"].remove("A02")
    path = tmp_path / "short.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    told = run("check", folder, path, "--json")
    assert told.code == 2
    assert told.json["valid"] is False
    assert {match["rule"] for match in told.json["matches"]} == {"structure", "set_size"}


def test_a_plan_of_an_older_scenario_is_noticed(run: Runner, folder: Path, tmp_path: Path) -> None:
    """A plan made before the scenario changed is checked, with a note on standard error."""
    content = plan_content() | {"scenario": {"id": "two-days", "sha256": "0" * 64}}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    told = run("check", folder, path)
    assert told.code == 0
    assert "two-days has changed since" in told.err


def test_score_prints_the_promised_object(run: Runner, folder: Path, plan_file: Path) -> None:
    """One object with the keys and figures other tools rely on."""
    told: dict[str, Any] = run("score", folder, plan_file, "--json").json
    assert set(told) == {"valid", "hard", "soft", "objectives", "matches", "metrics"}
    assert (told["valid"], told["hard"], told["soft"]) == (True, 0, 50)
    assert told["objectives"]["new_contacts"] == {"value": 5, "level": "soft", "weight": 10}
    figures = told["metrics"]
    assert (figures["distinct_pairs"], figures["repeats"], figures["min_contacts"]) == (10, 2, 3)
    assert {"new_cross_sector", "sector_deviation"} <= set(figures)


def test_a_broken_plan_is_scored_too(run: Runner, folder: Path, broken_plan: Path) -> None:
    """Scoring is no judgement: exit code 0, valid false, and what is broken in the matches."""
    told = run("score", folder, broken_plan, "--json")
    assert (told.code, told.json["valid"], told.json["hard"]) == (0, False, 1)
    assert "no_host_twice" in {match["rule"] for match in told.json["matches"]}


def test_score_in_words(run: Runner, folder: Path, plan_file: Path) -> None:
    """The soft rules stand in a table, contacts as won of possible, then the figures."""
    told = run("score", folder, plan_file)
    assert told.out.startswith("Every hard rule is kept; soft cost 50.\n")
    assert re.search(r"new contacts +9 of 14 +10 +50\n", told.out)
    assert "distinct pairs" in told.out
