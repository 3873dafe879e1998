"""``show``: sets, timetable, a person's and a host's year."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.cli.output import Table
from tests.cli.conftest import Runner
from tests.cli.two_days import FILES


@pytest.fixture
def show(run: Runner, folder: Path, plan_file: Path) -> Runner:
    """Show the plan of the small scenario."""
    return lambda *typed: run("show", folder, plan_file, *typed)


def test_sets_is_the_first_thing_shown(show: Runner) -> None:
    """Without a view, the sets are shown."""
    assert show() == show("sets")


def test_sets_name_the_members_with_their_sectors(show: Runner) -> None:
    """A row for each set; a mark in letters tells each member's sector; visits name the host."""
    lines = show("sets").out.splitlines()
    assert lines[0] == "Two days in York: learning sets ((pub) public, (pri) private, (non) nonprofit)"
    assert lines[1].split() == ["round", "set", "size", "members", "visits"]
    assert "Orla Benning (pub), Tomas Quayle (pri), Ngozi Farrow (non)" in lines[2]
    assert lines[2].endswith("Marsh Lane Prison, York")
    assert len(lines) == 6


def test_timetable_tells_local_times_in_order(show: Runner) -> None:
    """Visits and events by time, on the programme's clocks in summer and winter alike."""
    rows = show("timetable", "--json").json["rows"]
    assert [(row["day"], row["from"], row["until"], row["sets"], row["where"]) for row in rows] == [
        ("Thu 8 Oct 2026", "10:00", "11:30", "D1.1", "Marsh Lane Prison, York"),
        ("Thu 8 Oct 2026", "10:00", "11:30", "D1.2", "Minster Radio, York"),
        ("Thu 3 Dec 2026", "10:00", "11:30", "D2.1", "Ouse Hospital, Selby"),
        ("Thu 3 Dec 2026", "10:00", "11:30", "D2.2", "Harbour Bakery, Hull"),
        ("Thu 13 May 2027", "14:00", "16:00", "", "York Guildhall"),
    ]
    assert [row["persons"] for row in rows] == [3, 3, 3, 3, 6]


def test_sets_that_do_the_same_share_a_row(run: Runner, folder: Path, plan_file: Path) -> None:
    """A meeting of several sets is one row of the timetable."""
    text = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(text.replace('"host": "H2"', '"host": "H1"'), encoding="utf-8")
    rows = run("show", folder, plan_file, "timetable", "--json").json["rows"]
    assert (rows[0]["sets"], rows[0]["persons"]) == ("D1.1, D1.2", 6)


def test_tasks_are_due_before_visits(run: Runner, folder: Path, plan_file: Path) -> None:
    """Notice and names are due so many days before a visit, in order; what was due before planning is marked."""
    hosts = (folder / "hosts.csv").read_text(encoding="utf-8").splitlines()
    days = ("lead_days,clearance,clearance_days", "42,list-A,14", "42,,", ",,", ",,0")
    (folder / "hosts.csv").write_text("\n".join(map(",".join, zip(hosts, days, strict=True))), encoding="utf-8")
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text().replace("[charter]", "planned_on = 2026-09-01\n[charter]"))
    found = run("show", folder, plan_file, "tasks", "--json").json
    assert found["title"] == "Two days in York: tasks (as of 2026-09-01)"
    assert [
        (row["due"], row["note"], row["task"], row["host"], row["sets"], row["persons"]) for row in found["rows"]
    ] == [
        ("Thu 27 Aug 2026", "past", "tell the host", "Marsh Lane Prison (H1)", "D1.1", 3),
        ("Thu 27 Aug 2026", "past", "tell the host", "Minster Radio (H2)", "D1.2", 3),
        ("Thu 24 Sep 2026", "", "hand in the names", "Marsh Lane Prison (H1)", "D1.1", 3),
        ("Thu 3 Dec 2026", "", "hand in the names", "Harbour Bakery (H4)", "D2.2", 3),
    ]


def test_tasks_name_nobody(show: Runner) -> None:
    """Without notice and names to give there is nothing to do; a plan's people are in none of it."""
    assert show("tasks", "--json").json["rows"] == []
    assert "Benning" not in show("tasks").out


def test_a_person_sees_their_own_year(show: Runner) -> None:
    """A person's sets with the others in them, the events, and how many people they meet."""
    lines = show("person", "A01").out.splitlines()
    assert lines[0] == "Orla Benning (A01), public, City Hall, meets 4 people"
    assert len(lines) == 5
    assert "Tomas Quayle (pri), Ngozi Farrow (non)" in lines[2]
    assert "Orla Benning" not in "".join(lines[2:])
    assert "Celebration" in lines[4]


def test_who_has_left_is_not_expected_at_events(run: Runner, folder: Path, plan_file: Path) -> None:
    """An event after a person's last day is not in that person's year."""
    people = (folder / "participants.csv").read_text(encoding="utf-8").splitlines()
    dated = [people[0] + ",leaves", people[1] + ",2027-01-31", *(line + "," for line in people[2:])]
    (folder / "participants.csv").write_text("\n".join(dated), encoding="utf-8")
    assert "Celebration" not in run("show", folder, plan_file, "person", "A01").out
    assert "Celebration" in run("show", folder, plan_file, "person", "A02").out


def test_who_is_away_on_the_day_is_not_expected(run: Runner, folder: Path, plan_file: Path) -> None:
    """Away on one day of a round of two, a person is in its set, but not counted on that day or shown its visit."""
    rounds = folder / "rounds.csv"
    more = "D1,First day,yes,2,3,visit,visit,Morning visit,2026-10-09,10:00,12:00,90\n"
    rounds.write_text(rounds.read_text(encoding="utf-8") + more, encoding="utf-8")
    (folder / "absences.csv").write_text("participant,from,until\nA01,2026-10-08,2026-10-08\n", encoding="utf-8")
    rows = run("show", folder, plan_file, "timetable", "--json").json["rows"]
    assert [row["persons"] for row in rows] == [2, 3, 3, 3, 6]
    assert len(run("show", folder, plan_file, "person", "A01", "--json").json["rows"]) == 2
    assert "Orla Benning" in run("show", folder, plan_file, "sets").out
    assert "Orla Benning" not in run("show", folder, plan_file, "person", "A02").out.splitlines()[2]


def test_a_host_sees_head_counts_and_no_names(show: Runner) -> None:
    """No participant's name, id or address is in a host's view."""
    told = show("host", "H1").out
    assert told.splitlines()[0] == "Marsh Lane Prison (H1): 1 visit"
    assert " ".join(told.splitlines()[2].split()) == "Thu 8 Oct 2026 10:00 11:30 D1 D1.1 Morning visit 3"
    for line in FILES["participants.csv"].strip().splitlines()[1:]:
        person, name, email, *_ = line.strip().split(",")
        assert person not in told
        assert name not in told
        assert not email or email not in told


@pytest.mark.parametrize(("view", "name", "guess"), [("person", "A1", "A01"), ("host", "H11", "H1")])
def test_an_unknown_id_is_guessed(show: Runner, view: str, name: str, guess: str) -> None:
    """A wrong id is bad input, with the nearest right one."""
    told = show(view, name)
    assert (told.code, told.out) == (2, "")
    assert f"Did you mean {guess!r}?" in told.err


@pytest.mark.parametrize("typed", [["person"], ["host"], ["sets", "D1"], ["everything"]])
def test_views_take_an_id_or_not(show: Runner, typed: list[str]) -> None:
    """An ID is needed where one is shown, and nowhere else."""
    assert show(*typed).code == 2


def test_sealed_fields_are_never_shown(show: Runner) -> None:
    """Flags stay with the organiser: no view prints them."""
    shown = [show("sets"), show("timetable"), show("person", "A01"), show("host", "H1")]
    assert not any("lived_experience" in each.out for each in shown)


def test_names_are_data(run: Runner, folder: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that looks like markup is printed as it is, piped and on a terminal."""
    people = folder / "participants.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Orla Benning", "[red]Orla[/red]"), encoding="utf-8")
    assert "[red]Orla[/red] (pub)" in run("show", folder, plan_file).out
    monkeypatch.setattr("cohortplan.cli.output.Table.show", Table._ruled)
    monkeypatch.setenv("COLUMNS", "200")
    assert "[red]Orla[/red] (pub)" in run("show", folder, plan_file).out
