"""``rota`` and what the other commands tell of duties."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Runner

DUTIES = """duty,title,kind,count,minutes,cases,other_sectors
thanks,Thanks the host,visit,1,10,no,
presents,Presents a case,visit,1,40,yes,2
"""
CASES = "participant,topic,minutes\nA01,zzsecretzz,\nA02,zzsecretzz,30\n"


@pytest.fixture
def folder(folder: Path) -> Path:
    """Return the small scenario, with duties and cases."""
    (folder / "duties.csv").write_text(DUTIES)
    (folder / "cases.csv").write_text(CASES)
    return folder


@pytest.fixture
def filled(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> tuple[Run, Path]:
    """Fill the duties of a plan that has none; return what was told, and the plan."""
    plan = tmp_path / "filled.json"
    return run("rota", folder, plan_file, "-o", plan), plan


def test_a_plan_without_holders_is_not_valid_until_filled(
    run: Runner, folder: Path, plan_file: Path, filled: tuple[Run, Path]
) -> None:
    """``check`` names each set that lacks somebody; after ``rota`` it finds nothing wrong."""
    told = run("check", folder, plan_file)
    assert told.code == 2
    assert "structure: Set D1.1, visit: the duty thanks is held by nobody, but should be by 1." in told.out
    assert (filled[0].code, run("check", folder, filled[1]).code) == (0, 0)


def test_rota_says_what_came_of_it(filled: tuple[Run, Path]) -> None:
    """How even it is, how many cases are heard, the verdict and the file; the score is written into the plan."""
    told, plan = filled
    assert told.out.splitlines() == [
        "Everyone has as many duties as the others.",
        "2 of 2 cases presented, 2 of them with consultants that fit.",
        "Every hard rule is kept; soft cost 50.",
        f"Written to {plan}.",
    ]
    assert json.loads(plan.read_text())["score"]["metrics"]["presenters_served"] == 2


def test_the_same_as_json(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """What ``score --json`` gives, for the plan that was written."""
    plan = tmp_path / "filled.json"
    told = run("rota", folder, plan_file, "-o", plan, "--json").json
    assert told == run("score", folder, plan, "--json").json
    assert [each["consultants"] for each in told["cases"]] == [
        {"other_sectors": 2, "family": None, "insiders": None, "outsiders": None}
    ] * 2


def test_who_has_a_duty_may_keep_it(run: Runner, folder: Path, filled: tuple[Run, Path], tmp_path: Path) -> None:
    """With --keep an edited holder stays; without it all is dealt anew."""
    content = json.loads(filled[1].read_text())
    edited = content["rounds"][0]["sets"][1]["activities"][0]["duties"]
    before, edited["thanks"] = edited["thanks"], ["A06"]
    filled[1].write_text(json.dumps(content))
    for option, expected in (("--keep", ["A06"]), ("--json", before)):
        run("rota", folder, filled[1], "-o", tmp_path / "again.json", option)
        again = json.loads((tmp_path / "again.json").read_text())
        assert again["rounds"][0]["sets"][1]["activities"][0]["duties"]["thanks"] == expected


def test_there_must_be_duties(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A scenario without any is bad input, with the file to add."""
    for name in ("duties.csv", "cases.csv"):
        (folder / name).unlink()
    told = run("rota", folder, plan_file, "-o", tmp_path / "x.json")
    assert told.code == 2
    assert "no duties, facilitators or guests. Add duties.csv, facilitators.csv or guests.csv" in told.err


def test_score_tells_of_cases_that_are_not_well_heard(run: Runner, folder: Path, filled: tuple[Run, Path]) -> None:
    """A case without consultants that fit, and one without a place, each with its reason; figures are listed."""
    (folder / "duties.csv").write_text(DUTIES.replace("yes,2", "yes,3"))
    out = run("score", folder, filled[1]).out
    assert "A01 presents a case in set D1.1, visit: consulted by 2 of the 3 other sectors." in out
    content = json.loads(filled[1].read_text())
    content["rounds"][0]["sets"][0]["activities"][0]["duties"]["presents"] = []
    filled[1].write_text(json.dumps(content))
    out = run("score", folder, filled[1]).out
    assert "A01 presents no case: the plan gives no place." in out
    assert re.search(r"presenters served +1\n", out)
    assert "The numbers of duties that people have differ by at most 1." in out


def test_duties_are_shown_by_time_and_by_person(run: Runner, folder: Path, filled: tuple[Run, Path]) -> None:
    """Who does what when; how much everyone does; and a person's own duties."""
    rows = run("show", folder, filled[1], "duties", "--json").json["rows"]
    assert [(row["set"], row["duty"], row["who"]) for row in rows][:2] == [
        ("D1.1", "Thanks the host", "Ngozi Farrow"),
        ("D1.1", "Presents a case", "Orla Benning"),
    ]
    assert [row["note"] for row in rows][:2] == ["", "2 other sectors"]
    shares = {row["id"]: row for row in run("show", folder, filled[1], "shares", "--json").json["rows"]}
    assert (shares["A02"]["presents"], shares["A02"]["minutes"]) == (1, 30)
    assert {row["duties"] for row in shares.values()} == {1}
    mine = run("show", folder, filled[1], "person", "A01", "--json").json["rows"]
    assert [row["duties"] for row in mine] == ["Presents a case", "", ""]


def test_a_case_without_a_place_is_shown_last(run: Runner, folder: Path, filled: tuple[Run, Path]) -> None:
    """It has no time, but a reason."""
    (folder / "cases.csv").write_text(CASES + "A06,other,\n")
    last = run("show", folder, filled[1], "duties", "--json").json["rows"][-1]
    assert (last["day"], last["duty"], last["who"], last["note"]) == (
        "",
        "no turn: Presents a case",
        "Maeve Corry",
        "the plan gives no place",
    )


def test_topics_are_told_to_nobody(run: Runner, folder: Path, filled: tuple[Run, Path], tmp_path: Path) -> None:
    """No view, no score, no plan and no calendar has the topic of a case."""
    assert run("ics", folder, filled[1], "-o", tmp_path / "calendars").code == 0
    told = [run("show", folder, filled[1], *view).out for view in (["duties"], ["shares"], ["person", "A01"])]
    told += [run("score", folder, filled[1], *more).out for more in ([], ["--json"])]
    told += [path.read_text() for path in [filled[1], *(tmp_path / "calendars").rglob("*.*")]]
    assert not [text for text in told if "zzsecretzz" in text]
