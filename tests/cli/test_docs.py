"""``docs``: what people print, written whole or not at all, for the eyes of its readers."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from cohortplan.documents.sheets import registry
from tests.cli.conftest import Runner
from tests.cli.two_days import plan_content
from tests.documents.sheets.office import write_office

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder with something for every kind of document, and its plan."""
    return write_office(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_kinds_are_written(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """Every kind but change notes, which need --since, has its folder, with a page and a PDF of each document."""
    out = tmp_path / "out"
    told = run("docs", *desk, "-o", out, "--pdf", "--json")
    assert told.code == 0, told.err
    assert {path.name for path in out.iterdir()} == set(registry()) - {"change-note"}
    names = {Path(name) for name in files(out)}
    assert {name.with_suffix("") for name in names if name.suffix == ".html"} == {
        name.with_suffix("") for name in names
    }
    assert sorted(told.json["new"]) == sorted(files(out))
    assert told.json["documents"]["timetable"] == 6


@pytest.mark.slow
def test_again_nothing_is_touched(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """A second run writes nothing; a document of somebody who is gone is named, and left."""
    folder, plan = desk
    out = tmp_path / "out"
    run("docs", folder, plan, "-o", out, "--pdf")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    (out / "timetable" / "A99.html").write_text("of somebody who is gone")
    told = run("docs", folder, plan, "-o", out, "--pdf")
    assert "0 files written" in told.out
    assert "No longer due: timetable/A99.html" in told.out
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_other_formats(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """--format csv writes the tables alone, says what has none, and says nothing false of the pages beside them."""
    out, kinds = tmp_path / "out", ("set-list", "sign-in", "badges")
    run("docs", *desk, *kinds, "-o", out)
    pages = set(files(out))
    told = run("docs", *desk, *kinds, "-o", out, "--format", "csv")
    assert {name for name in files(out) if name.endswith(".csv")} == set(files(out)) - pages
    assert {"set-list/set-list+01.csv", "set-list/set-list+02.csv", "sign-in/D1.1.csv"} <= set(files(out))
    assert "No longer due" not in told.out
    assert "no CSV, in badges." in told.err
    assert f"{len(pages)} files made before in other formats" in told.err
    (out / "sign-in" / "D9.csv").write_text("of a set that is gone")
    again = run("docs", *desk, *kinds, "-o", out, "--format", "csv", "--format", "markdown", "--json").json
    assert (again["old"], {Path(name).suffix for name in again["new"]}) == (["sign-in/D9.csv"], {".md"})
    assert "## First day" in (out / "set-list" / "set-list.md").read_text()


def test_what_one_person_needs(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """With --for A03 come the timetable of A03 and the sheets of their sets, and nothing is called past."""
    out = tmp_path / "out"
    told = run("docs", *desk, "day-sheet", "timetable", "--for", "A03", "-o", out)
    assert set(files(out)) == {"timetable/A03.html", "day-sheet/D1.1.html", "day-sheet/D2.2.html"}
    assert "No longer due" not in told.out


def test_change_notes_against_the_plan_that_people_know(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """Who has another host than before gets a note, and nobody else."""
    content = plan_content()
    content["rounds"][0]["sets"][1]["activities"][0]["host"] = "H5"
    known = tmp_path / "known.json"
    known.write_text(json.dumps(content))
    out = tmp_path / "out"
    assert run("docs", *desk, "change-note", "--since", known, "-o", out).code == 0
    assert set(files(out)) == {f"change-note/{name}.html" for name in ("A04", "A05", "A06")}


def test_ids_make_safe_file_names(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """Ids with letters and blanks that not every system takes lead nowhere else, and overwrite nothing."""
    folder, plan = desk
    for path in [*folder.glob("*.csv"), plan]:
        path.write_text(path.read_text().replace("A01", "Ünal & co").replace("A02", "~").replace("~", "_ ..a"))
    out = tmp_path / "out"
    assert run("docs", folder, plan, "timetable", "day-sheet", "-o", out).code == 0
    assert len(files(out)) == 10
    assert all(name.isascii() and ".." not in name and " " not in name for name in files(out))


def test_a_broken_plan_is_for_the_organiser_alone(
    run: Runner, desk: tuple[Path, Path], broken_plan: Path, tmp_path: Path
) -> None:
    """Nobody is sent anywhere by a plan that breaks a rule; its set list can be looked at."""
    out = tmp_path / "out"
    told = run("docs", desk[0], broken_plan, "-o", out)
    assert told.code == 2
    assert "no_host_twice" in told.err
    assert not out.exists()
    assert run("docs", desk[0], broken_plan, "set-list", "-o", out).code == 0


def test_nothing_is_written_if_something_cannot_be(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """A folder of a kind that is a file stops it all: bad input, nothing half done."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "timetable").write_text("in the way")
    told = run("docs", *desk, "day-sheet", "timetable", "-o", out)
    assert (told.code, told.out) == (2, "")
    assert "cannot be written" in told.err
    assert set(files(out)) == {"timetable"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["daysheet"], "Did you mean 'day-sheet'"),
        (["timetable", "--for", "A9"], "'A9'"),
        (["timetable", "--since", "nowhere.json"], "nowhere.json"),
    ],
)
def test_bad_words(run: Runner, desk: tuple[Path, Path], tmp_path: Path, typed: list[str], said: str) -> None:
    """A kind, an id or a plan that there is not is named, and nothing is written."""
    told = run("docs", *desk, *typed, "-o", tmp_path / "out")
    assert told.code == 2
    assert said in told.err
    assert not (tmp_path / "out").exists()


def test_the_folder_must_be_named(run: Runner, desk: tuple[Path, Path]) -> None:
    """Without -o there is nowhere to write."""
    told = run("docs", *desk)
    assert told.code == 2
    assert "-o DIR" in told.err


def test_what_is_private_is_for_its_owner(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """Gate packs and facilitators' packs cannot be read by others who use the machine."""
    run("docs", *desk, "gate-pack", "facilitator-pack", "day-sheet", "-o", tmp_path)
    modes = {path.parent.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*/*.html")}
    assert (modes["gate-pack"], modes["facilitator-pack"], modes["day-sheet"] & 0o044) == (0o600, 0o600, 0o044)


def test_large_print(run: Runner, desk: tuple[Path, Path], tmp_path: Path) -> None:
    """With --large the page says so to its stylesheet, and has no table."""
    run("docs", *desk, "timetable", "--for", "A01", "--large", "-o", tmp_path / "out")
    page = files(tmp_path / "out")["timetable/A01.html"].decode()
    assert '<div class="sheet large">' in page
    assert "<table" not in page


def test_kinds_are_listed(run: Runner) -> None:
    """--list names every kind with who reads it."""
    told = run("docs", "--list", "--json").json
    assert [row["kind"] for row in told] == list(registry())
    assert run("docs", "--list").out.startswith("kind ")


def test_the_readme_shows_the_kinds(run: Runner) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    text = README.read_text(encoding="utf-8")
    command = "$ cohortplan docs --list\n"
    shown = text.split(command)[1].split("```")[0]
    assert shown == run("docs", "--list").out
