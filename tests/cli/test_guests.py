"""Guests on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Runner

FOLDER = Path(__file__).parents[2] / "scenarios" / "cop-lived-36"


def test_guests_are_shown_by_table_and_event_in_time(run: Runner) -> None:
    """Two events and six tables, with names and kinds, and no address."""
    shown = run("show", FOLDER, FOLDER / "plan.json", "guests", "--json")
    rows = shown.json["rows"]
    assert [row["from"] for row in rows] == ["12:00", *["12:15"] * 6, "15:05"]
    assert [row["members"] for row in rows[1:7]] == [6] * 6
    assert rows[0]["guests"] == "all guests"
    assert sum(row["guests"].count("(sponsor)") for row in rows) == 12
    assert "@" not in run("show", FOLDER, FOLDER / "plan.json", "guests").out


def test_the_timetable_counts_guests(run: Runner) -> None:
    """Caterers are told of 58 persons at lunch: 36 participants and 22 guests."""
    rows = run("show", FOLDER, FOLDER / "plan.json", "timetable", "--json").json["rows"]
    assert [row["persons"] for row in rows if row["what"].startswith("Lunch")] == [58]


def test_rota_seats_the_guests_of_an_edited_plan(run: Runner, tmp_path: Path) -> None:
    """Where the plan has lost its guests, the check says so of each, and the rota seats them again."""
    content = json.loads((FOLDER / "plan.json").read_text(encoding="utf-8"))
    for planned in content["rounds"]:
        for group in planned["sets"]:
            for activity in group["activities"]:
                activity.pop("guests", None)
    edited, mended = tmp_path / "edited.json", tmp_path / "mended.json"
    edited.write_text(json.dumps(content), encoding="utf-8")
    told = run("check", FOLDER, edited)
    assert told.code == 2
    assert told.out.count("sits at no table") == 22
    mending = run("rota", FOLDER, edited, "-o", mended, "--keep")
    assert mending.code == 0
    assert "Guests have 22 places at tables; the numbers of guests at a table differ by at most 1." in mending.out
    assert run("check", FOLDER, mended).code == 0


def test_what_nobody_represents_is_told(run: Runner, tmp_path: Path) -> None:
    """Where another of a set plans the celebration, the sector that is missing is named."""
    text = (FOLDER / "plan.json").read_text(encoding="utf-8")
    content = json.loads(text)
    (home,) = (planned for planned in content["rounds"] if planned["id"] == "home")
    for group in home["sets"]:
        for activity in group["activities"]:
            if "P31" in activity.get("duties", {}).get("plans", ()):
                activity["duties"]["plans"] = [next(name for name in group["members"] if name < "P17")]
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(content), encoding="utf-8")
    assert "Duties that represent all leave out 1 value" in run("score", FOLDER, edited).out
    rows = run("show", FOLDER, edited, "duties", "--json").json["rows"]
    assert rows[-1]["note"] == "not represented: lived experience"
