"""Sets that meet again: rounds that keep the sets of another, and activities with several dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io import read_scenario
from cohortplan.model import Activity, Scenario
from tests.support.folders import base_folder, write_folder

HEADER = "round,title,same_sets,sets,size,activity,kind,activity_title,date,from,until,every,times,minutes,only,place"
DAY = "D1,First day,,3,3-5,visit,visit,,2026-10-08,10:00,12:30,,,90,,"


def written(folder: Path, *rows: str, holidays: str = "") -> Path:
    """Write a scenario with these rounds and without what speaks of others."""
    files = {name: text for name, text in base_folder().items() if name in ("participants.csv", "hosts.csv")}
    settings = base_folder()["scenario.toml"].partition("[[rules]]")[0]
    files |= {"rounds.csv": "\n".join((HEADER, *rows)), "scenario.toml": settings}
    files |= {"holidays.csv": f"from,until,who\n{holidays}\n"} if holidays else {}
    return write_folder(folder, files)


def read(folder: Path, *rows: str, holidays: str = "") -> Scenario:
    """Read such a scenario."""
    return read_scenario(written(folder, *rows, holidays=holidays))


def refused(folder: Path, *rows: str, holidays: str = "") -> list[Defect]:
    """Return why such a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        read(folder, *rows, holidays=holidays)
    return list(refusal.value.defects)


def starts(activities: tuple[Activity, ...]) -> list[str]:
    """Return when activities start, without the year."""
    return [f"{activity.windows[0].start:%d %b %H:%M}" for activity in activities]


def test_a_round_that_keeps_the_sets_adds_to_the_other(tmp_path: Path) -> None:
    """There is one partition with the activities of both; the second round's title names what has none of its own."""
    again = (
        "A1,A week on,D1,,,review,meet,,2026-10-15,10:00,11:00,,,,1,York",
        "A1,,,,,call,meet,Call,16/10/2026,9am,10am",
    )
    scenario = read(tmp_path, again[0], DAY, f"{again[1]},,,,,")
    assert [each.id for each in scenario.rounds] == ["D1"]
    assert [(a.id, a.title, a.only) for a in scenario.rounds[0].activities] == [
        ("visit", "", ()),
        ("review", "A week on", ("D1.1",)),
        ("call", "Call", ()),
    ]


@pytest.mark.parametrize(
    ("rows", "row", "column", "message", "remedy"),
    [
        (("A1,,D9,,,review,meet,,2026-10-15,10:00,11:00,,,,,",), 3, "same_sets", "no round 'D9'", "D1"),
        (("A1,,A1,,,review,meet,,2026-10-15,10:00,11:00,,,,,",), 3, "same_sets", "itself keeps", "earlier round"),
        (
            (
                "A1,,D1,,,review,meet,,2026-10-15,10:00,11:00,,,,,",
                "B1,,A1,,,call,meet,,2026-10-16,10:00,11:00,,,,,",
            ),
            4,
            "same_sets",
            "A1 itself keeps the sets of D1",
            "Write D1",
        ),
        (("A1,,D1,3,,review,meet,,2026-10-15,10:00,11:00,,,,,",), 3, "sets", "those of D1", "empty"),
        (("A1,,D1,,3-5,review,meet,,2026-10-15,10:00,11:00,,,,,",), 3, "size", "those of D1", "empty"),
        (("A1,,D1,,,visit,meet,,2026-10-15,10:00,11:00,,,,,",), 3, "activity", "already have", "name of its own"),
    ],
)
def test_what_cannot_be_kept_is_told(
    tmp_path: Path, rows: tuple[str, ...], row: int, column: str, message: str, remedy: str
) -> None:
    """An unknown round, a chain, sets of its own and a name used twice are each told once, where they stand."""
    found = refused(tmp_path, DAY, *rows)
    assert [(d.file, d.row, d.column) for d in found] == [("rounds.csv", row, column)]
    assert message in found[0].message
    assert remedy in found[0].remedy


def test_one_row_makes_many_dates(tmp_path: Path) -> None:
    """A fortnightly call of six dates is at nine by the clocks before and after they change, numbered and titled."""
    row = "D1,,,,,call,meet,Check-in,2026-10-13,9:00,9:30,14,6,,,online"
    calls = read(tmp_path, DAY, row).rounds[0].activities[1:]
    assert [call.id for call in calls] == [f"call-{k}" for k in range(1, 7)]
    assert calls[0].title == "Check-in (1 of 6)"
    assert starts(calls) == [f"{day} 09:00" for day in ("13 Oct", "27 Oct", "10 Nov", "24 Nov", "08 Dec", "22 Dec")]
    assert {call.place for call in calls} == {"online"}


def test_a_duty_may_belong_to_all_dates_or_one(tmp_path: Path) -> None:
    """The name in the row stands for the whole series, that of a date for this one."""
    row = "D1,,,,,call,meet,,2026-10-13,9:00,9:30,14,3,,,"
    (tmp_path / "duties.csv").write_text("duty,activity\nchair,call\nnotes,call-2\nthanks,calls\n")
    found = refused(tmp_path, DAY, row)
    assert [(d.file, d.row, d.remedy) for d in found] == [("duties.csv", 4, "Did you mean 'call'?")]
    (tmp_path / "duties.csv").write_text("duty,activity\nchair,call\nnotes,call-2\n")
    scenario = read(tmp_path, DAY, row)
    calls = scenario.rounds[0].activities[1:]
    assert [[duty.belongs_to("D1", call) for call in calls] for duty in scenario.duties] == [
        [True, True, True],
        [False, True, False],
    ]


def test_dates_on_holidays_are_made_up_for(tmp_path: Path) -> None:
    """A date that is a holiday of anyone is left out, and one more is added at the end."""
    row = "D1,,,,,call,meet,,2026-10-13,9:00,9:30,7,3,,,"
    calls = read(tmp_path, DAY, row, holidays="2026-10-19,2026-10-23,town=Leeds").rounds[0].activities[1:]
    assert starts(calls) == ["13 Oct 09:00", "27 Oct 09:00", "03 Nov 09:00"]


@pytest.mark.parametrize(
    ("series", "column", "message"),
    [
        ("14,", "times", "number of dates is missing"),
        (",6", "every", "days from date to date is missing"),
        ("0,6", "every", "from 1 to 366"),
        ("14,400", "times", "from 1 to 366"),
        ("often,6", "every", "not a whole number"),
        ("100,6", "date", "outside the programme"),
    ],
)
def test_a_series_that_cannot_be_is_told(tmp_path: Path, series: str, column: str, message: str) -> None:
    """Half a series, numbers that cannot be meant, and dates beyond the programme are told where they stand."""
    found = refused(tmp_path, DAY, f"D1,,,,,call,meet,,2026-10-13,9:00,9:30,{series},,,")
    assert {(d.file, d.row, d.column) for d in found} == {("rounds.csv", 3, column)}
    assert message in found[0].message


def test_a_date_may_not_be_called_as_something_else(tmp_path: Path) -> None:
    """The second date of a series and another activity of that name are told at the row of the later one."""
    rows = "D1,,,,,call,meet,,2026-10-13,9:00,9:30,7,3,,,", "D1,,,,,call-2,meet,,2026-10-14,9:00,9:30,,,,,"
    found = refused(tmp_path, DAY, *rows)
    assert [(d.file, d.row, d.column, d.value) for d in found] == [("rounds.csv", 4, "activity", "call-2")]


def test_a_series_on_nothing_but_holidays_is_told(tmp_path: Path) -> None:
    """If all dates are holidays there is no end of looking, but an answer."""
    found = refused(tmp_path, DAY, "D1,,,,,call,meet,,2026-10-13,9:00,9:30,7,3,,,", holidays="2026-10-09,2126-10-09,")
    assert [(d.row, d.column, d.message) for d in found] == [(3, "times", "the other dates are all holidays")]
