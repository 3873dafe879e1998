"""``lock`` and ``unlock``: rows of locks.csv, made of a plan and taken out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from tests.cli.conftest import Runner
from tests.cli.two_days import plan_content

HEADER = "participant,set,activity,host,start\n"
#: Before both days, and between them.
EARLY, BETWEEN = ("--at", "2026-09-01T09:00Z"), ("--at", "2026-11-01T09:00Z")


def table(folder: Path) -> Path:
    """Return the table of a scenario's locks."""
    return folder / "locks.csv"


def test_a_participant_keeps_the_seats_still_to_come(run: Runner, folder: Path, plan_file: Path) -> None:
    """What is over by then is not locked; a name does as well as an id."""
    told = run("lock", folder, plan_file, "Orla Benning", *BETWEEN)
    assert (told.code, told.err) == (0, "")
    assert told.out == f"Locked in {table(folder)}: 1 seat.\n"
    assert table(folder).read_text() == f"{HEADER}A01,D2.1,,,\n"


@pytest.mark.parametrize(
    ("what", "rows"),
    [
        (["A01"], "A01,D1.1,,,\nA01,D2.1,,,\n"),
        (["A01", "--round", "D2"], "A01,D2.1,,,\n"),
        (["D1.1"], "A01,D1.1,,,\nA02,D1.1,,,\nA03,D1.1,,,\n,D1.1,visit,H1,2026-10-08 10:00\n"),
        (["H3", "A01", "D2.1", "--round", "D2"], None),
        (["host:H3"], ",D2.1,visit,H3,2026-12-03 10:00\n"),
    ],
)
def test_what_is_named_is_locked_as_planned(
    run: Runner, folder: Path, plan_file: Path, what: list[str], rows: str | None
) -> None:
    """A person's seats, a set's members and visits, a host's visits; each row once, however often it was meant."""
    assert run("lock", folder, plan_file, *what, *EARLY).code == 0
    text = table(folder).read_text()
    assert text == HEADER + rows if rows is not None else len(text.splitlines()) == 1 + 4


def test_what_is_over_is_not_locked(run: Runner, folder: Path, plan_file: Path) -> None:
    """Of a person for whom nothing is to come there is nothing to keep; a set that is named is locked all the same."""
    late = ("--at", "2027-01-01T09:00Z")
    told = run("lock", folder, plan_file, "A01", *late)
    assert (told.code, told.out) == (2, "")
    assert f"{plan_file}: the plan has no seat still to come of participant A01" in told.err
    assert run("lock", folder, plan_file, "D1.1", *late).code == 0


def test_a_round_is_locked_whole(run: Runner, folder: Path, plan_file: Path) -> None:
    """All seats and visits of it; what is locked is kept by the plan it was made of."""
    assert run("lock", folder, plan_file, "D2").out == f"Locked in {table(folder)}: 6 seats and 2 visits.\n"
    assert run("check", folder, plan_file) == (0, "Every hard rule is kept; soft cost 50.\n", "")


def test_locking_again_changes_nothing(run: Runner, folder: Path, plan_file: Path) -> None:
    """What is there is not repeated, not even where a person is called by name."""
    table(folder).write_text(f"{HEADER}Orla Benning,D2.1,,,\n")
    before = table(folder).read_bytes()
    told = run("lock", folder, plan_file, "A01", *BETWEEN)
    assert told.out == f"Locked in {table(folder)}: nothing new. 1 lock stood there before.\n"
    assert table(folder).read_bytes() == before


def test_what_somebody_typed_stays(run: Runner, folder: Path, plan_file: Path) -> None:
    """Byte order mark, separator, order of columns and line ends are kept; rows come below."""
    before = "\ufeffSet;Participant\r\nD1.2;A06\r\n"
    table(folder).write_bytes(before.encode())
    assert run("lock", folder, plan_file, "A01", *BETWEEN).code == 0
    assert table(folder).read_bytes() == f"{before}D2.1;A01\r\n".encode()


def test_a_table_that_cannot_take_the_row(run: Runner, folder: Path, plan_file: Path) -> None:
    """A table without the columns of a visit is told, and stays as it is."""
    table(folder).write_text("participant,set\nA06,D1.2\n")
    told = run("lock", folder, plan_file, "H1")
    assert (told.code, told.out) == (2, "")
    assert "locks.csv: there is no column 'activity'. Mend its first row" in told.err
    assert table(folder).read_text() == "participant,set\nA06,D1.2\n"


def test_the_table_may_have_another_name(run: Runner, folder: Path, plan_file: Path) -> None:
    """It is the file that ``[files]`` names."""
    settings = folder / "scenario.toml"
    settings.write_text(f'{settings.read_text()}\n[files]\nlocks = "kept.csv"\n')
    (folder / "kept.csv").write_text(HEADER)
    assert run("lock", folder, plan_file, "A01", *BETWEEN).code == 0
    assert (folder / "kept.csv").read_text() == f"{HEADER}A01,D2.1,,,\n"
    assert not table(folder).exists()


@pytest.mark.parametrize(
    ("row", "what", "message"),
    [
        ("A01,D2.2,,,", "A01", "A01 is locked to sets D2.1 and D2.2 of one round"),
        (",D2.1,visit,H4,", "H3", "visit of set D2.1 is locked in two ways"),
        (",D2.1,visit,H3,2026-12-03 10:30", "H3", "visit of set D2.1 is locked in two ways"),
    ],
)
def test_a_lock_in_the_way_is_told_with_its_row(
    run: Runner, folder: Path, plan_file: Path, row: str, what: str, message: str
) -> None:
    """A contradiction is told with file and row of what is there; nothing is written."""
    before = f"{HEADER}A06,D1.2,,,\n{row}\n"
    table(folder).write_text(before)
    told = run("lock", folder, plan_file, what, *BETWEEN)
    assert (told.code, told.out) == (2, "")
    assert f"locks.csv, row 3: {message}" in told.err
    assert "`cohortplan unlock` it first" in told.err
    assert table(folder).read_text() == before


def test_a_seat_that_cannot_be_kept_is_told(run: Runner, folder: Path, plan_file: Path) -> None:
    """Who misses the round of a damaged plan is not locked to it; the plan is to blame."""
    (folder / "absences.csv").write_text("participant,round\nA01,D2\n")
    rounds = folder / "rounds.csv"
    rounds.write_text(rounds.read_text().replace(",2,3,", ",2,2-3,"))
    told = run("lock", folder, plan_file, "A01", *BETWEEN)
    assert (told.code, told.out) == (2, "")
    assert f"{plan_file}: A01 is locked to set D2.1 of a round they miss" in told.err
    assert not table(folder).exists()


def test_a_vague_plan_is_told(run: Runner, folder: Path, tmp_path: Path) -> None:
    """Somebody in two sets of a round, or in none, cannot be locked."""
    content = plan_content()
    content["rounds"][1]["sets"][1]["members"].append("A01")
    content["rounds"][1]["sets"][0]["members"].append("nobody")
    path = tmp_path / "vague.json"
    path.write_text(json.dumps(content))
    assert "A01 is locked to sets D2.1 and D2.2 of one round" in run("lock", folder, path, "A01", *EARLY).err
    content["rounds"] = content["rounds"][:1]
    path.write_text(json.dumps(content))
    told = run("lock", folder, path, "A01", "D2.1", "--round", "D2", *EARLY)
    assert told.code == 2
    assert "the plan has nothing to be kept of participant A01" in told.err
    assert "the plan has nothing to be kept of set D2.1" in told.err


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("A0l", "Did you mean 'A0"),
        ("Orla Bening", "Did you mean 'Orla Benning'?"),
        ("zz", "Known participants: A01, A02, A03, A04; sets: D1.1"),
        ("host:A01", "there is no host 'A01'"),
    ],
)
def test_unknown_names_are_guessed(run: Runner, folder: Path, plan_file: Path, typed: str, message: str) -> None:
    """What nobody is called is bad input, with the nearest name, or some of those there are."""
    for words in (["lock", folder, plan_file, typed], ["unlock", folder, typed]):
        told = run(*words)
        assert (told.code, told.out) == (2, "")
        assert message in told.err


def test_a_name_of_several_things_is_asked_about(run: Runner, folder: Path, plan_file: Path) -> None:
    """An id that is a participant's and a host's needs its kind in front."""
    hosts = folder / "hosts.csv"
    hosts.write_text(hosts.read_text().replace("H4,", "A01,"))
    plan_file.write_text(plan_file.read_text().replace('"H4"', '"A01"'))
    told = run("lock", folder, plan_file, "A01")
    assert "several have this name: participant A01, host A01" in told.err
    assert "Write participant:A01 or host:A01" in told.err
    assert run("lock", folder, plan_file, "host:A01").code == 0
    assert table(folder).read_text() == f"{HEADER},D2.2,visit,A01,2026-12-03 10:00\n"


def test_locks_are_listed(run: Runner, folder: Path) -> None:
    """Without a plan it shows what is locked and in which row; names become ids."""
    assert run("lock", folder).out == "Nothing is locked.\n"
    assert run("lock", folder, "--json").json == {"file": str(table(folder)), "locks": []}
    table(folder).write_text(f"\n{HEADER}\nOrla Benning,D2.1,,,\n")
    assert run("lock", folder).out.splitlines()[-1].split() == ["4", "A01", "D2.1"]
    lock = {"row": 4, "participant": "A01", "set": "D2.1", "activity": "", "host": "", "start": ""}
    assert run("lock", folder, "--json").json["locks"] == [lock]


def test_what_to_lock_must_be_said(run: Runner, folder: Path, plan_file: Path) -> None:
    """A plan alone is wrong usage."""
    told = run("lock", folder, plan_file)
    assert (told.code, "Say what to lock" in told.err) == (2, True)


def test_classic_instances_have_no_table(run: Runner) -> None:
    """They cannot be locked."""
    assert "a classic instance has no tables" in run("lock", "sgp:2-2-1").err


def test_unlocking_takes_out_those_rows_alone(run: Runner, folder: Path) -> None:
    """Every other byte stays: mark, separator, blank rows, quotation marks, a cell of two lines, line ends."""
    kept = ["\ufeffsep=;\r\n", 'participant;set;"activity"\r\n', "\r\n", '"A02";D1.1;\r\n', "A03 ; D1.1;\n"]
    gone = ['"A01";D1.1;\r\n', "Orla Benning;D2.1;\n"]
    lines = [*kept[:3], gone[0], kept[3], gone[1], kept[4]]
    table(folder).write_bytes("".join(lines).encode())
    told = run("unlock", folder, "A01")
    assert told.out == f"No longer locked in {table(folder)}: 2 seats.\n"
    assert table(folder).read_bytes() == "".join(kept).encode()


def test_unlocking_undoes_locking(run: Runner, folder: Path, plan_file: Path) -> None:
    """What was locked and unlocked leaves the table as it was; what others typed is not touched."""
    before = f"{HEADER}A06,D1.2,,,\n"
    table(folder).write_text(before)
    for what in (["A01"], ["D2.2"], ["H1"], ["D2"], ["A02", "--round", "D1"]):
        assert run("lock", folder, plan_file, *what, *EARLY).code == 0
        assert table(folder).read_text() != before
        assert run("unlock", folder, *what).code == 0
        assert table(folder).read_text() == before


def test_unlocking_what_is_not_locked(run: Runner, folder: Path) -> None:
    """It says so; a table is not made for it."""
    assert run("unlock", folder, "A01") == (0, "Nothing of that was locked.\n", "")
    assert run("unlock", folder, "A01", "--json").json == {"file": str(table(folder)), "removed": []}
    assert not table(folder).exists()


def test_the_same_as_json(run: Runner, folder: Path, plan_file: Path) -> None:
    """What was added, how much was there, and what was removed."""
    row = {"participant": "A01", "set": "D2.1", "activity": "", "host": "", "start": ""}
    told = run("lock", folder, plan_file, "A01", *BETWEEN, "--json").json
    assert told == {"file": str(table(folder)), "added": [row], "known": 0}
    assert run("unlock", folder, "A01", "--json").json["removed"] == [row]


def test_a_plan_is_still_one_of_its_scenario(run: Runner, folder: Path, plan_file: Path) -> None:
    """Locks are made of plans: they do not make a plan one of an older scenario, other changes do."""
    content = json.loads(plan_file.read_text())
    content["scenario"]["sha256"] = read_scenario(folder).sha256
    plan_file.write_text(json.dumps(content))
    assert run("lock", folder, plan_file, "D2").err == ""
    assert run("check", folder, plan_file).err == ""
    (folder / "ties.csv").unlink()
    assert "has changed since" in run("check", folder, plan_file).err


def test_a_table_that_cannot_be_written_stays(
    run: Runner, folder: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stops the writing leaves the table whole, and nothing beside it."""
    table(folder).write_text(f"{HEADER}A06,D1.2,,,\n")
    before = sorted(path.name for path in folder.iterdir())

    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", stop)
    for words in (["lock", folder, plan_file, "D2"], ["unlock", folder, "A06"]):
        assert run(*words).code == 2
        assert table(folder).read_text() == f"{HEADER}A06,D1.2,,,\n"
        assert sorted(path.name for path in folder.iterdir()) == before


def test_the_first_rounds_alone(run: Runner, folder: Path, plan_file: Path) -> None:
    """Of ``SCENARIO#1`` the first round is locked; locks of rounds left out are neither in the way nor lost."""
    table(folder).write_text(f"{HEADER}A01,D2.2,,,\n")
    assert run("lock", f"{folder}#1", plan_file, "A01", *EARLY).code == 0
    assert table(folder).read_text() == f"{HEADER}A01,D2.2,,,\nA01,D1.1,,,\n"
    assert run("unlock", f"{folder}#1", "D1").code == 0
    assert table(folder).read_text() == f"{HEADER}A01,D2.2,,,\n"
