"""``import``: messy spreadsheets become the tables of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.io.messy.fixture import PEOPLE, book

TEXT = "Name,Organistn,Sector,Email\nIda Marsh,Calder,other,ida at calder\nBo Cobb,Worth,private,bo@worth.example\n"
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Return a small sheet with a sector and an address that nobody can read, and a heading that is unsure."""
    path = tmp_path / "people.csv"
    path.write_text(TEXT)
    return path


def test_a_dry_run(run: Runner, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder, what would be done is told, and nothing is written."""
    monkeypatch.setenv("COLUMNS", "100")
    told = run("import", people)
    assert (told.code, told.err) == (0, "")
    assert "people: 2 rows, 1 asked, 1 kept." in told.out
    assert "people.csv, row 2, column Sector: which sector is it? (found: 'other') (the row waits)" in told.out
    assert "people.csv, column Organistn: is this 'organisation'? It is kept as" in told.out
    assert "Nothing is written. Name the scenario's folder with -o to write it." in told.out
    assert list(people.parent.iterdir()) == [people]


def test_a_dry_run_with_a_folder(run: Runner, people: Path, tmp_path: Path) -> None:
    """With --dry-run nothing is written, though a folder is named."""
    assert run("import", people, "-o", tmp_path / "cohort", "--dry-run").code == 0
    assert not (tmp_path / "cohort").exists()


def test_from_sheets_to_a_scenario(run: Runner, people: Path, tmp_path: Path) -> None:
    """Questions are answered in the file, and what was made is renewed; then the scenario holds together."""
    folder = tmp_path / "cohort"
    first = run("import", people, "-o", folder, "--today", "2026-08-20")
    assert f"Answer them in {folder / 'import.toml'}, and run the command again." in first.out
    assert f"{folder / 'participants.csv'}: written" in first.err
    answers = iter(["charity", "-"])
    toml = folder / "import.toml"
    text = toml.read_text().replace('"Organistn" = ""', '"Organistn" = "organisation"')
    toml.write_text(re.sub('answer = ""', lambda _: f'answer = "{next(answers)}"', text))
    second = run("import", people, "-o", folder, "--today", "2026-08-20")
    assert f"Now run `cohortplan check {folder}`." in second.out
    assert f"{folder / 'participants.csv'}: replaced" in second.err
    assert (folder / "participants.csv").read_text().splitlines() == [
        "id,name,email,sector,organisation",
        "P02,Ida Marsh,,nonprofit,Calder",
        "P01,Bo Cobb,bo@worth.example,private,Worth",
    ]
    assert run("check", folder).code == 0


def test_unsure_columns_can_be_trusted(run: Runner, people: Path) -> None:
    """With --yes a column is what it is likest to."""
    columns = [run("import", people, "--json", *more).json["sheets"][0]["columns"] for more in ([], ["--yes"])]
    assert [each["Organistn"] for each in columns] == ["keep", "organisation"]


def test_json(run: Runner, people: Path, tmp_path: Path) -> None:
    """The JSON has every sheet, row, change and question, and the files that were written."""
    told = run("import", people, "-o", tmp_path / "cohort", "--json").json
    assert [(row["row"], row["fate"]) for row in told["rows"]] == [(1, "set aside"), (2, "asked"), (3, "kept")]
    assert {cell["what"] for cell in told["cells"]} == {"asked", "told"}
    assert [question["where"] for question in told["questions"]] == [
        "people.csv, row 2, column Sector",
        "people.csv, row 2, column Email",
    ]
    assert told["files"][str(tmp_path / "cohort" / "participants.csv")] == "written"


def test_what_was_edited_is_not_overwritten(run: Runner, people: Path, tmp_path: Path) -> None:
    """A table that somebody edited is refused, unless it is to be replaced."""
    folder = tmp_path / "cohort"
    run("import", people, "-o", folder)
    (folder / "participants.csv").write_text("id,name\n")
    refused = run("import", people, "-o", folder)
    assert refused.code == 2
    assert "participants.csv: the file is there already" in refused.err
    assert (folder / "participants.csv").read_text() == "id,name\n"
    assert run("import", people, "-o", folder, "--replace").code == 0


def test_who_is_gone_is_told(run: Runner, people: Path, tmp_path: Path) -> None:
    """Who is no longer in the sheets is named before the table loses them; hosts alone take nobody away."""
    folder = tmp_path / "cohort"
    people.write_text(TEXT.replace("Organistn", "Organisation").replace("other", "public"))
    assert "No longer" not in run("import", people, "-o", folder).out
    hosts = tmp_path / "hosts.csv"
    hosts.write_text("Host,Organisation,Max group\nRadio,Mill,8\n")
    assert "No longer" not in run("import", hosts, "-o", folder).out
    people.write_text("".join(people.read_text().splitlines(keepends=True)[:2]))
    told = run("import", people, "-o", folder, "--dry-run")
    assert "No longer in participants.csv, as no row that is kept is theirs: Bo Cobb." in " ".join(told.out.split())
    assert "Bo Cobb" in (folder / "participants.csv").read_text()
    assert run("import", people, "-o", folder, "--json").json["gone"] == {"participants.csv": ["Bo Cobb"]}
    assert "told,gone,participants.csv,,,Bo Cobb,," in (folder / "import-report.csv").read_text()


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["told", "json"])
def test_what_was_sealed_is_sealed_again(run: Runner, people: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    """An import into a sealed folder leaves no private fact in the sheet of people, whatever it prints."""
    folder = tmp_path / "cohort"
    people.write_text("Name,Organisation,Sector,Flags,Next of kin\nIda Marsh,Calder,public,chapel,Kin 01632 960003\n")
    assert run("import", people, "-o", folder).code == 0
    assert run("seal", folder).code == 0
    people.write_text(f"{people.read_text()}Bo Cobb,Worth,private,mosque,Kin 01632 960004\n")
    told = run("import", people, "-o", folder, "--replace", *more)
    assert (told.code, "Moved out of participants.csv: 2 cells of flags" in told.out) == (0, not more)
    assert not more or told.json["files"]
    sheet = (folder / "participants.csv").read_text()
    assert "Bo Cobb" in sheet
    assert not any(private in sheet for private in ("chapel", "mosque", "Kin 01632"))
    assert "mosque" in (folder / "sealed.csv").read_text()
    assert run("check", folder).code == 0


def test_hosts_alone(run: Runner, people: Path, tmp_path: Path) -> None:
    """Of a folder that has no people yet nothing is said about private facts of theirs."""
    people.write_text("Host,Organisation,Sector,Max group\nHMP Ridge,Prisons,public,8\n")
    told = run("import", people, "-o", tmp_path / "cohort")
    assert told.code == 0
    assert "sealed" not in told.out + told.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"PK\x03\x04broken", "the workbook is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of the kind used before 2007 (.xls)"),
        (b"A,B\n1,2\n", "no table of people or hosts is found"),
    ],
)
def test_what_cannot_be_imported(run: Runner, people: Path, content: bytes, message: str) -> None:
    """A file that is no sheet, or has no table, is refused with a remedy."""
    people.write_bytes(content)
    refused = run("import", people)
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err
    assert refused.err.endswith("1 problem found.\n")


def test_wrong_answers_are_told(run: Runner, people: Path, tmp_path: Path) -> None:
    """A mistake in import.toml is told with its line, and nothing is written."""
    (tmp_path / "import.toml").write_text('[sheets]\n"people.csv" = "persons"\n')
    refused = run("import", people, "-o", tmp_path)
    assert refused.code == 2
    assert "import.toml, row 2, column people.csv: this is no table" in refused.err
    assert not (tmp_path / "participants.csv").exists()


class Terminal:
    """Standard input of somebody who sits at a terminal and types lines."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines

    def isatty(self) -> bool:
        """Whether somebody sits there."""
        return True

    def readline(self, *_: object) -> str:
        """Return the next line that they type."""
        return next(self.lines) + "\n"


def test_at_a_terminal(run: Runner, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the columns are confirmed and the questions asked; what is left for later stays in the file."""
    typed = iter(["y", "organisation", "charity", ""])
    monkeypatch.setattr("cohortplan.cli.commands.import_.at_terminal", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(typed))
    told = run("import", people, "-o", tmp_path / "cohort")
    assert told.code == 0
    assert "2 questions; press Enter to leave one for later." in told.out
    rows = (tmp_path / "cohort" / "participants.csv").read_text().splitlines()
    assert rows[1:] == ["P01,Ida Marsh,,nonprofit,Calder", "P02,Bo Cobb,bo@worth.example,private,Worth"]
    assert "1 question:" in told.out
    assert next(typed, None) is None


def test_columns_can_be_mended_at_a_terminal(run: Runner, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who says that the columns are not right is asked about each."""
    typed = iter(["n", "name", "organisation", "keep", "skip", "", ""])
    monkeypatch.setattr("cohortplan.cli.commands.import_.at_terminal", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(typed))
    told = run("import", people)
    assert "people: 2 rows, 2 kept." in told.out
    assert "kept as they are: Sector" in told.out


def test_the_example_of_the_readme(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    section = README.read_text(encoding="utf-8").split("## From the spreadsheets you have")[1].split("\n## ")[0]
    sheet, output = re.findall(r"^```(?:csv|text)\n(.*?)^```", section, re.M | re.S)
    (tmp_path / "leaders.csv").write_text(sheet, encoding="cp1252")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    told = run("import", "leaders.csv", "-o", "my-programme", "--today", "2026-08-20")
    assert told.out == output


def test_the_twenty_messes(run: Runner, tmp_path: Path) -> None:
    """The twenty messes, imported by the command, make a scenario that holds together."""
    folder = tmp_path / "cohort"
    assert run("import", PEOPLE, book(tmp_path), "-o", folder, "--today", "2026-08-20").code == 0
    assert run("check", folder).out.startswith("imported holds together: 12 participants, 3 hosts")


def test_workbooks_that_are_no_lists(run: Runner, people: Path, tmp_path: Path) -> None:
    """A scenario's workbook is not imported, and none is made by an import."""
    book = tmp_path / "book.xlsx"
    told = run("import", people, "-o", book)
    assert (told.code, "an import makes a folder" in told.err, book.exists()) == (2, True, False)
    assert run("init", book, "--workbook").code == 0
    told = run("import", book)
    assert (told.code, "this is the workbook of a scenario. Use it as it is" in told.err) == (2, True)
