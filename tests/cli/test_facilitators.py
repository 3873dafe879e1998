"""What the commands tell of facilitators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Runner

TABLE = """facilitator,name,email,organisation,most_sets
F1,Edda Rowan,zzmail@rowan.example,County Court,1
F2,Jude Sallow,,,1
"""


@pytest.fixture
def folder(folder: Path) -> Path:
    """Return the small scenario with facilitators for its first day."""
    (folder / "facilitators.csv").write_text(TABLE)
    rows = (folder / "rounds.csv").read_text().splitlines()
    more = {"round": ",facilitators", "D1": ",1", "D2": ","}
    (folder / "rounds.csv").write_text("\n".join(row + more[row.partition(",")[0]] for row in rows) + "\n")
    return folder


@pytest.fixture
def filled(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> tuple[Run, Path]:
    """Find facilitators for a plan that has none; return what was told, and the plan."""
    plan = tmp_path / "filled.json"
    return run("rota", folder, plan_file, "-o", plan), plan


def test_rota_finds_facilitators(run: Runner, folder: Path, plan_file: Path, filled: tuple[Run, Path]) -> None:
    """A plan without them is a fault; ``rota`` gives F1, of the County Court, the set without A04, who is of it."""
    told = run("check", folder, plan_file)
    assert told.code == 2
    assert "structure: Set D1.1: it has none of 1 facilitators, though F1, F2 may look after it." in told.out
    assert filled[0].out.splitlines() == [
        "2 of 2 places for facilitators filled.",
        "The numbers of sets that facilitators have differ by at most 0.",
        "Every hard rule is kept; soft cost 50.",
        f"Written to {filled[1]}.",
    ]
    sets = json.loads(filled[1].read_text())["rounds"][0]["sets"]
    assert [group["facilitators"] for group in sets] == [["F1"], ["F2"]]
    assert run("check", folder, filled[1]).code == 0


def test_sets_that_cannot_all_be_served_are_named(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """Without F2, ``solve``, ``rota``, ``score`` and ``check`` name the set without one, and why; the plan is valid."""
    (folder / "facilitators.csv").write_text("\n".join(TABLE.splitlines()[:2]))
    plan = tmp_path / "filled.json"
    reason = "Set D1.2 has none of 1 facilitators: 1 tied to a member's organisation."
    told = [run("rota", folder, plan_file, "-o", plan), run("score", folder, plan), run("check", folder, plan)]
    assert [each.code for each in told] == [0, 0, 0]
    assert all(reason in each.out for each in told)
    assert "1 of 2 places for facilitators filled." in told[1].out
    assert run("check", folder, plan, "--json").json["open_places"][0]["set"] == "D1.2"
    solved = run("solve", folder, "-o", plan, "--solver", "cpsat", "--iterations", "2000")
    assert solved.code == 0
    assert "has none of 1 facilitators: 1 " in solved.out
    assert run("show", folder, plan, "facilitators", "--json").json["rows"][-1]["name"] == "open"


def test_facilitators_are_shown(run: Runner, folder: Path, filled: tuple[Run, Path]) -> None:
    """How many sets and people each has and which; and by whom each set is looked after."""
    rows = run("show", folder, filled[1], "facilitators", "--json").json["rows"]
    assert rows == [
        {"id": "F1", "name": "Edda Rowan", "sets": 1, "people": 3, "which": "D1.1"},
        {"id": "F2", "name": "Jude Sallow", "sets": 1, "people": 3, "which": "D1.2"},
    ]
    sets = run("show", folder, filled[1], "sets", "--json").json["rows"]
    assert [row["facilitators"] for row in sets] == ["Edda Rowan", "Jude Sallow", "", ""]


def test_facilitators_have_calendars(run: Runner, folder: Path, filled: tuple[Run, Path], tmp_path: Path) -> None:
    """With first names of the members, their own sets only; hosts see no names, and nobody an e-mail address."""
    out = tmp_path / "calendars"
    assert run("ics", folder, filled[1], "-o", out).code == 0
    text = {path.relative_to(out).as_posix(): path.read_text().replace("\n ", "") for path in out.rglob("*.ics")}
    mine = text["facilitators/F1.ics"].replace("\r", "").replace("\n ", "")
    assert mine.count("BEGIN:VEVENT") == 1
    assert "Orla" in mine
    assert "Benning" not in mine
    assert "Facilitated by Edda" in text["participants/A01.ics"].replace("\r", "").replace("\n ", "")
    assert not [name for name, each in text.items() if "zzmail" in each]
    assert "set D1.1, 4 people" in text["hosts/H1.ics"].replace("\r", "").replace("\n ", "").replace("\\,", ",")
    assert run("show", folder, filled[1], "host", "H1", "--json").json["rows"][0]["persons"] == 4
    assert not [name for name, each in text.items() if name.startswith("hosts/") and ("Edda" in each or "Jude" in each)]
