from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io.append import write_rows
from cohortplan.io.store import Folder

ROW = {"participant": "P01", "from": "2026-10-08", "until": "2026-10-09", "reason": "calendar"}


def test_new_tables(tmp_path: Path) -> None:
    """A table that is not there begins with the columns that its rows fill; the folder is made."""
    written = write_rows(Folder(tmp_path / "new"), {"absences": [ROW]})
    assert written == [str(tmp_path / "new" / "absences.csv")]
    assert Path(written[0]).read_text() == "participant,from,until,reason\nP01,2026-10-08,2026-10-09,calendar\n"


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Without being asked to, nothing is added to a table that is there, nor is any other written."""
    path = tmp_path / "absences.csv"
    path.write_text("participant,round\nP02,D1\n")
    with pytest.raises(InputError, match="the file is there already"):
        write_rows(Folder(tmp_path), {"closures": [{"host": "H1", "from": "2026-10-08"}], "absences": [ROW]})
    assert [each.name for each in tmp_path.iterdir()] == ["absences.csv"]


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ("participant,round,from,until\nP02,D1,,\n", "P01,,2026-10-08,2026-10-09\n"),
        ("Until;From;Participant;Reason\r\n", "2026-10-09;2026-10-08;P01;calendar\r\n"),
        ("\ufeffsep=;\nparticipant;from;until;reason", "\nP01;2026-10-08;2026-10-09;calendar\n"),
        ("participant,from,until,reason,colour\n", "P01,2026-10-08,2026-10-09,calendar,\n"),
        ("participant,from,until,reason\nP01,2026-10-08,2026-10-09,calendar\n", ""),
    ],
)
def test_rows_are_added_in_the_tables_own_form(tmp_path: Path, before: str, added: str) -> None:
    """Order of columns, separator, line ends and every byte before are kept; rows that are there are not repeated."""
    path = tmp_path / "absences.csv"
    path.write_bytes(before.encode())
    write_rows(Folder(tmp_path), {"absences": [ROW]}, append=True)
    assert path.read_bytes() == (before + added).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"participant,round\n", "no column 'from'"), (b"", "no column"), ("Zoë".encode("latin-1"), "not saved as UTF-8")],
)
def test_a_table_that_cannot_take_the_rows(tmp_path: Path, content: bytes, reason: str) -> None:
    """A table without the columns that the rows need is told with its file, and stays as it is."""
    path = tmp_path / "absences.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason) as caught:
        write_rows(Folder(tmp_path), {"absences": [ROW]}, append=True)
    assert caught.value.defects[0].file == str(path)
    assert path.read_bytes() == content
