"""``history``: what came of a plan, and what the next cohort knows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from tests.cli.conftest import Runner


@pytest.fixture
def following(folder: Path, tmp_path: Path) -> Path:
    """Return next year's folder: the same hosts, two of the people under other ids, others instead of the rest."""
    path = tmp_path / "next"
    path.mkdir()
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("2027-", "2028-").replace("2026-", "2027-")
        (path / file.name).write_text(text.replace('"two-days"', '"next"'), encoding="utf-8")
    people = (path / "participants.csv").read_text(encoding="utf-8")
    for old, new in (("Orla Benning", "Uma Verrall"), ("Ngozi Farrow", "Wes Xiu"), ("Piers Landon", "Yara Zell")):
        people = people.replace(old, new)
    people = people.replace("A04,Hana Ridley", "A05,Kit Hale").replace("A05,Yara Zell", "A04,Hana Ridley")
    (path / "participants.csv").write_text(people.replace("orla@", "uma@"), encoding="utf-8")
    (path / "ties.csv").unlink()
    return path


@pytest.fixture
def recorded(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> Path:
    """Return the folder with attendance of both days, on the second of which A04 was away, and a survey."""
    for name, away in (("D1", ""), ("D2", "A04\n")):
        (tmp_path / "sheet.csv").write_text(f"participant\n{away}", encoding="utf-8")
        options = ("--listed", "absent", "--round", name, "--today", "2027-01-01")
        assert run("attend", folder, plan_file, tmp_path / "sheet.csv", *options).code == 0
    (tmp_path / "survey.csv").write_text("participant,met,both\nA04,A06,yes\nA05,A06,\n", encoding="utf-8")
    assert run("confirm", folder, tmp_path / "survey.csv", "--today", "2026-10-12").code == 0
    return folder


def test_three_networks_are_told_round_by_round(run: Runner, recorded: Path, plan_file: Path) -> None:
    """On the second day six pairs were to meet, four did; two of the first are confirmed, one by both."""
    told = run("history", recorded, plan_file)
    assert told.out.splitlines()[1:] == [
        "round  planned  attended  confirmed by both  away",
        "D1           6  6         1                  0",
        "D2           6  4         0                  1",
        "Of 12 meetings of two people that were planned so far 10 came about: 83%.",
        "2 pairs say that they met: 1 by both, 1 by one of the two.",
        "2 pairs missed each other and have not met since: the plan brings 0 of them together later, 2 not.",
        "Not yet: A02 and A04, A03 and A04. `solve --keep PLAN` plans what is to come again.",
    ]
    shown = run("history", recorded, plan_file, "--json").json
    assert shown["owed"][0] == {"pair": ["A02", "A04"], "missed": ["D2"], "later": ""}
    assert shown["confirmed"] == {"by_both": 1, "by_one": 1}
    assert shown["realised"] == {"planned": 12, "attended": 10}


def test_contacts_become_ties_of_those_who_are_there_again(
    run: Runner, recorded: Path, plan_file: Path, following: Path
) -> None:
    """Hana Ridley (A04) and Maeve Corry (A06) met and both say so; Tomas Quayle (A02) met neither of them."""
    told = run("history", recorded, plan_file, "--into", following)
    assert told.out.splitlines()[-2:] == [
        "3 participants of next were in two-days, too: 1 tie alive on 2027-09-01, 0 faded.",
        f"1 row added to ties.csv, 4 rows to bookings.csv of {following}.",
    ]
    (tie,) = read_scenario(following).ties
    assert (tie.pair, tie.kind, tie.source, f"{tie.since}") == (("A04", "A06"), "knows", "two-days", "2026-10-08")


def test_hosts_remember_who_came(run: Runner, recorded: Path, plan_file: Path, following: Path) -> None:
    """Three people were at the fourth host, as one stayed away; last year's visits do not use up this year's."""
    run("history", recorded, plan_file, "--into", following)
    hosts = read_scenario(following).host
    assert [(booking.people, f"{booking.start:%F}") for booking in hosts["H4"].bookings] == [(2, "2026-12-03")]
    programme = read_scenario(following).programme
    assert hosts["H4"].booked_visits(programme.starts, programme.ends) == 0


def test_handing_on_twice_changes_nothing(run: Runner, recorded: Path, plan_file: Path, following: Path) -> None:
    """The next cohort has each tie and each booking once."""
    run("history", recorded, plan_file, "--into", following)
    before = [(following / f"{name}.csv").read_bytes() for name in ("ties", "bookings")]
    told = run("history", recorded, plan_file, "--into", following)
    assert f"0 rows added to ties.csv, 0 rows to bookings.csv of {following}." in told.out
    assert [(following / f"{name}.csv").read_bytes() for name in ("ties", "bookings")] == before


def test_ties_fade(run: Runner, recorded: Path, plan_file: Path, following: Path) -> None:
    """With a half-life of 160 days a confirmed meeting of 328 days ago is faded; with 170 it lasts until the autumn."""
    told = run("history", recorded, plan_file, "--into", following, "--half-life", "160")
    assert "0 ties alive on 2027-09-01, 1 faded." in told.out
    run("history", recorded, plan_file, "--into", following, "--half-life", "170", "--refresh")
    (tie,) = read_scenario(following).ties
    assert f"{tie.need_by}" == "2027-09-13"


def test_where_nothing_is_recorded_the_plan_stands_and_that_is_told(
    run: Runner, folder: Path, plan_file: Path, following: Path
) -> None:
    """Nobody recorded who came."""
    told = run("history", folder, plan_file, "--into", following)
    assert told.out.splitlines()[-1] == "Nothing is recorded of D1, D2: the plan stands for what happened there."


def test_a_next_cohort_that_cannot_be_used_is_told(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """There is no such folder."""
    told = run("history", folder, plan_file, "--into", tmp_path / "nowhere")
    assert (told.code, told.out) == (2, "")
    assert "there is no such folder" in told.err
