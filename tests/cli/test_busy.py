"""``busy``: when people and hosts have no time, from their calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner

CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:zz-secret-zz
DTSTART;VALUE=DATE:20261008
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20261203T100000Z
DTEND:20261203T110000Z
ATTENDEE;PARTSTAT=DECLINED:mailto:orla@benning.example
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20261203T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendars(tmp_path: Path) -> Path:
    """Return a folder with the calendars of a participant and a host, called by their ids."""
    path = tmp_path / "calendars"
    path.mkdir()
    for name in ("A01", "H1"):
        (path / f"{name}.ics").write_text(CALENDAR)
    return path


def test_a_participant(run: Runner, folder: Path, calendars: Path) -> None:
    """The day that is taken becomes an absence; what was left out is told on standard error, and no more."""
    told = run("busy", folder, calendars / "A01.ics", "--participant", "A01")
    assert told.code == 0
    assert told.out.splitlines() == [
        "absences.csv",
        "participant  from        until       reason",
        "A01          2026-10-08  2026-10-08  calendar",
    ]
    assert told.err.splitlines() == [
        "A01: 3 entries in 1 file, 1 time taken during the programme.",
        "  it takes no time: 1",
        "  it was declined: 1",
    ]


def test_hours_of_a_day(run: Runner, folder: Path, calendars: Path) -> None:
    """Where a visit has other hours, those that are taken become the person's cell, which the scenario then reads."""
    rounds = folder / "rounds.csv"
    rounds.write_text(rounds.read_text().replace("2026-10-08,10:00,12:00", "2026-10-08,09:00,17:00"))
    lines = rounds.read_text().splitlines()
    rounds.write_text("\n".join([f"{lines[0]},step", *(f"{line},30" for line in lines[1:])]) + "\n")
    times = "DTSTART:20261008T090000Z\nDTEND:20261008T103000Z"
    calendar = CALENDAR.replace("DTSTART;VALUE=DATE:20261008", times)
    (calendars / "A01.ics").write_text(calendar)
    told = run("busy", folder, calendars / "A01.ics")
    assert told.out.splitlines()[2] == "A01          2026-10-08 10:00-11:30"
    people = folder / "participants.csv"
    head, first, *rest = people.read_text().splitlines()
    people.write_text(
        "\n".join([f"{head},busy", f"{first},2026-10-08 10:00-11:30", *(f"{row}," for row in rest)]) + "\n"
    )
    assert run("check", folder).code == 0


def test_a_folder(run: Runner, folder: Path, calendars: Path) -> None:
    """Of a folder each file is that of whose id it has; the JSON has the rows of all tables."""
    told = run("busy", folder, calendars, "--json").json
    assert [row["participant"] for row in told["absences"]] == ["A01"]
    assert [(row["host"], row["from"]) for row in told["closures"]] == [("H1", "2026-10-08"), ("H1", "2026-12-03")]
    assert told["calendars"][0]["left_out"] == {"it takes no time": 1, "it was declined": 1}
    assert "zz" not in str(told)


def test_another_mailbox(run: Runner, folder: Path, calendars: Path) -> None:
    """What somebody declined from another of their mailboxes does not count either."""
    typed = ("busy", folder, calendars / "H1.ics", "--participant", "A02", "--json")
    assert len(run(*typed).json["absences"]) == 2
    assert len(run(*typed, "--address", "Orla@Benning.example").json["absences"]) == 1


def test_tables_are_written_and_read_back(run: Runner, folder: Path, calendars: Path) -> None:
    """The rows can be added to the scenario's own tables, once: it then knows of them."""
    rounds = folder / "rounds.csv"
    rounds.write_text(rounds.read_text().replace(",2,3,visit", ",2,2-3,visit"))
    assert run("busy", folder, calendars, "-o", folder).code == 0
    assert (folder / "absences.csv").read_text().splitlines()[1] == "A01,2026-10-08,2026-10-08,calendar"
    assert run("check", folder).code == 0
    assert run("busy", folder, calendars, "-o", folder, "--append").out == "Nothing has to be added to the tables.\n"


def test_tables_are_never_overwritten(run: Runner, folder: Path, calendars: Path, tmp_path: Path) -> None:
    """A table that is there is bad input, unless rows are to be added to it."""
    target = tmp_path / "tables"
    assert run("busy", folder, calendars, "-o", target).code == 0
    before = {path: path.read_bytes() for path in target.iterdir()}
    told = run("busy", folder, calendars, "-o", target)
    assert (told.code, told.err.count("the file is there already")) == (2, 2)
    assert run("busy", folder, calendars, "-o", target, "--append").code == 0
    assert {path: path.read_bytes() for path in target.iterdir()} == before


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (["A01.ics", "--participant", "A99"], "there is no participant of this id (found: 'A99')"),
        (["A01.ics", "--host", "A01"], "there is no host of this id (found: 'A01')"),
        (["A01.ics", "--host", "H1", "--participant", "A01"], "exclude each other"),
        (["A01.ics", "--append"], "--append needs -o"),
        (["nobody.ics"], "nobody has this id (found: 'nobody')"),
        (["empty"], "there is no calendar"),
        (["missing.ics", "--host", "H1"], "the file cannot be read"),
    ],
)
def test_wrong_input(run: Runner, folder: Path, calendars: Path, typed: list[str], reason: str) -> None:
    """Ids and files that there are not are told, and the exit code is 2."""
    (calendars / "empty").mkdir()
    name, *options = typed
    told = run("busy", folder, calendars / name, *options)
    assert (told.code, told.out) == (2, "")
    assert reason in told.err


def test_a_facilitator(run: Runner, folder: Path, calendars: Path) -> None:
    """The cell that says when a facilitator is away is printed, to be put into the row that is there; it reads so."""
    table = folder / "facilitators.csv"
    table.write_text("facilitator,name,away\nF1,Edda Rowan,2026-11-02 to 2026-11-04\n")
    rows = (folder / "rounds.csv").read_text().splitlines()
    (folder / "rounds.csv").write_text(
        "\n".join(row + (",1" if k else ",facilitators") for k, row in enumerate(rows)) + "\n"
    )
    (calendars / "F1.ics").write_text(CALENDAR)
    told = run("busy", folder, calendars / "F1.ics")
    assert told.code == 0
    cell = "2026-10-08; 2026-11-02 to 2026-11-04; 2026-12-03"
    assert told.out.splitlines()[0] == "facilitators.csv, the whole cell of each"
    assert told.out.splitlines()[2].split(maxsplit=1) == ["F1", cell]
    found = run("busy", folder, calendars / "F1.ics", "--facilitator", "F1", "--json").json
    assert found["facilitators"] == [{"facilitator": "F1", "away": cell}]
    table.write_text(f"facilitator,name,away\nF1,Edda Rowan,{cell}\n")
    assert "Nothing has to be added" in run("busy", folder, calendars / "F1.ics").out
    assert run("busy", folder, calendars / "F1.ics", "--facilitator", "F9").code == 2
