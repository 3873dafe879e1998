"""What an import writes, and what it never overwrites."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io import read_scenario
from cohortplan.io.atomic import stage
from cohortplan.io.messy import FILE, Choices, import_grids, read_choices, read_files, write_import
from tests.io.messy.rows import TODAY, column, grid, imported, table

TEXT = "Name,Organisation,Sector\n" + "\n".join(f"Person {letter},Org {letter}x,public" for letter in "abcdefg")


def write(folder: Path, text: str = TEXT, *, replacing: bool = False) -> dict[str, str]:
    """Import people into a folder, as the command does, and return what was done with each file."""
    known = read_choices(folder / FILE)
    done = write_import(import_grids([grid(text)], folder, TODAY, known), folder, replacing=replacing)
    return {path.name: what for path, what in done}


def test_a_new_folder(tmp_path: Path) -> None:
    """A folder that is not there is made, and holds a scenario."""
    done = write(tmp_path / "cohort")
    assert set(done.values()) == {"written"}
    assert len(read_scenario(tmp_path / "cohort").participants) == 7


def test_the_same_again(tmp_path: Path) -> None:
    """The same sheets give the same files, byte for byte."""
    write(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(write(tmp_path).values()) == {"unchanged"}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_nobody_edited_is_renewed(tmp_path: Path) -> None:
    """A table that is as an import wrote it is written anew, and said so."""
    write(tmp_path)
    assert write(tmp_path, f"{TEXT}\nPerson h,Org hx,public")["participants.csv"] == "replaced"


def test_what_somebody_edited_stays(tmp_path: Path) -> None:
    """A table that was edited since is refused, and nothing is written; the programme is left in any case."""
    write(tmp_path)
    for name in ("participants.csv", "scenario.toml"):
        path = tmp_path / name
        path.write_text(path.read_text().replace("Person a", "Person A").replace("imported", "mine"))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    more = f"{TEXT}\nPerson h,Org hx,public"
    with pytest.raises(InputError) as caught:
        write(tmp_path, more)
    (defect,) = caught.value.defects
    assert defect.file == str(tmp_path / "participants.csv")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    done = write(tmp_path, more, replacing=True)
    assert (done["participants.csv"], done["scenario.toml"]) == ("replaced", "left")
    assert 'id = "mine"' in (tmp_path / "scenario.toml").read_text()


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    """Something else of a table's name is not overwritten either."""
    (tmp_path / "participants.csv").mkdir()
    with pytest.raises(InputError):
        write(tmp_path)


def test_the_scenario_says_what_sectors_are_called(tmp_path: Path) -> None:
    """A scenario that is there has its own words for the sectors, and its own year."""
    (tmp_path / "scenario.toml").write_text(
        '[programme]\nid = "x"\nstarts = 2030-01-01\nends = 2030-12-31\n'
        '[attributes]\nsector = { values = ["State", "Business", "third"] }\n'
    )
    text = "Name,Organisation,Sector,Cannot do\nIda,A1,NHS,8 Oct\nBo,B1,VCS,\nAl,C1,plc,\n"
    found = import_grids([grid(text)], tmp_path, TODAY, Choices())
    assert column(found, "sector") == ["State", "third", "Business"]
    assert column(found, "from", "absences.csv") == ["2030-10-08"]


def test_hosts_alone_leave_what_is_known_of_people(tmp_path: Path) -> None:
    """After hosts were imported alone, the tables of people are still known to be as an import wrote them."""
    write(tmp_path)
    known = read_choices(tmp_path / FILE)
    hosts = grid("Host,Organisation,Max group\nRadio,Mill,8\n", "hosts.csv")
    write_import(import_grids([hosts], tmp_path, TODAY, known), tmp_path)
    assert write(tmp_path, f"{TEXT}\nPerson h,Org hx,public")["participants.csv"] == "replaced"


def test_what_is_gone_from_the_sheets_is_gone_from_the_tables(tmp_path: Path) -> None:
    """Absences that nobody has any more leave a header, and not the rows of the import before."""
    away = TEXT.replace("Sector", "Sector,Cannot do").replace(",public", ",public,8 Oct")
    write(tmp_path, away)
    assert len((tmp_path / "absences.csv").read_text().splitlines()) == 8
    assert write(tmp_path, away.replace(",8 Oct", ","))["absences.csv"] == "replaced"
    assert (tmp_path / "absences.csv").read_text() == "participant,from,until\n"
    assert read_scenario(tmp_path).absences == ()


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a file cannot be written, none is."""
    write(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    more = f"{TEXT}\nPerson h,Org hx,public"

    def full(path: Path, content: bytes, mode: int | None = None) -> Path:
        if path.name == FILE:
            raise OSError(28, "No space left on device", str(path))
        return stage(path, content, mode)

    monkeypatch.setattr("cohortplan.io.several.stage", full)
    with pytest.raises(InputError, match="No space left"):
        write(tmp_path, more)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_ids_that_cannot_be_used_are_told() -> None:
    """An id that is taken, or none, is not dropped without a word."""
    text = "ID,Name,Organisation,Sector\n7,A B,X,public\n7,C D,Y,private\n../x,E F,Z,charity\n,G H,W,charity\n"
    found = imported(text)
    assert column(found, "id") == ["7", "P01", "P02", "P03"]
    told = [(each.row, each.before, each.after) for each in found.work.events if each.step == "ids"]
    assert told == [(3, "7", "P01"), (4, "../x", "P02")]


def test_nothing_is_asked_about_rows_set_aside() -> None:
    """A row of totals has formulas that nobody needs to answer for."""
    found = imported("Name,Organisation,Sector\nIda,Calder,public\nBo,Worth,private\nTotal,=COUNTA(A2:A3),\n")
    assert found.questions == []
    assert [each.what for each in found.work.events if each.step == "formulas"] == []


def test_a_broken_scenario_does_not_matter(tmp_path: Path) -> None:
    """A scenario that cannot be read is left, and the import goes on."""
    (tmp_path / "scenario.toml").write_text("[[[")
    assert write(tmp_path)["scenario.toml"] == "left"


def test_columns_that_are_kept() -> None:
    """Columns nobody knows are kept; a heading that the table would take for its own is changed."""
    text = "Name,Organisation,Sector,Bio,Flag,=cmd\nIda Marsh,Calder,public,@mill,x,-2+3\n"
    (row,) = table(imported(text))
    assert (row["Bio"], row["Flag (as it was)"], row["'=cmd"]) == ("'@mill", "x", "'-2+3")


def test_the_tables_of_a_scenario_are_taken_as_they_are(tmp_path: Path) -> None:
    """The participants and hosts of a scenario, imported, are the same ones in all that it reads."""
    starter = files("cohortplan.io").joinpath("starter")
    shutil.copytree(str(starter), tmp_path / "starter")
    before = read_scenario(tmp_path / "starter")
    sheets = read_files([tmp_path / "starter" / name for name in ("participants.csv", "hosts.csv")])
    found = import_grids(sheets, tmp_path / "starter", TODAY, Choices())
    assert found.questions == []
    write_import(found, tmp_path / "starter", replacing=True)
    after = read_scenario(tmp_path / "starter")
    assert after.hosts == before.hosts
    assert [each.model_dump(exclude={"extra"}) for each in after.participants] == [
        each.model_dump(exclude={"extra"}) for each in before.participants
    ]


def test_answers_are_data(tmp_path: Path) -> None:
    """An answer that a spreadsheet would calculate is written as text."""
    text = "Name,Organisation,Sector\n,Calder,public\n"
    first = import_grids([grid(text)], tmp_path, TODAY, Choices())
    known = Choices(answers={question.id: "=cmd|calc" for question in first.questions})
    assert column(import_grids([grid(text)], tmp_path, TODAY, known), "name") == ["'=cmd|calc"]


def test_sheets_without_people(tmp_path: Path) -> None:
    """If no sheet has a table, that is told of each."""
    with pytest.raises(InputError) as caught:
        import_grids([grid("A,B\n1,2\n"), grid("C,D\n3,4\n", "more.csv")], None, TODAY, Choices())
    assert [defect.file for defect in caught.value.defects] == ["people.csv", "more.csv"]
    del tmp_path


def test_hosts_alone(tmp_path: Path) -> None:
    """Hosts can be imported alone, into a scenario that has its people."""
    write(tmp_path)
    found = import_grids([grid("Host,Organisation,Max group\nRadio,Mill,8\n", "hosts.csv")], tmp_path, TODAY, Choices())
    done = {path.name: what for path, what in write_import(found, tmp_path)}
    assert done == {"hosts.csv": "written", "import.toml": "replaced", "import-report.csv": "replaced"}
    assert len(read_scenario(tmp_path).hosts) == 1


def test_several_files(tmp_path: Path) -> None:
    """All files that cannot be read are told; two of one name are told apart by their folder."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "people.csv").write_text(TEXT)
    names = [each.name for each in read_files([tmp_path / "a/people.csv", tmp_path / "b/people.csv"])]
    assert names == [str(tmp_path / "a/people.csv"), str(tmp_path / "b/people.csv")]
    with pytest.raises(InputError) as caught:
        read_files([tmp_path / "a/people.csv", tmp_path / "no.csv", tmp_path])
    assert len(caught.value.defects) == 2


@pytest.mark.slow
def test_many_rows() -> None:
    """Thousands of people, each from another organisation, take seconds, not hours."""
    rows = (f"Person {n} of {n * 7},Org {chr(97 + n % 26)}{n},public,p{n}@x.example" for n in range(3_000))
    found = imported("Name,Organisation,Sector,Email\n" + "\n".join(rows))
    assert len(table(found)) == 3_000
