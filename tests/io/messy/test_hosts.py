"""What is done with rows of hosts, each mess both ways: mended, and asked about."""

from __future__ import annotations

import pytest

from cohortplan.io.messy.fixers.hours import read_hours
from tests.io.messy.rows import asked, column, fates, imported, table

HEAD = "Host,Organisation,Max group,When,Times,Contact\n"


@pytest.mark.parametrize(
    ("when", "times", "days", "hours"),
    [
        ("any time but Fridays", "", "Mon;Tue;Wed;Thu", ("", "")),
        ("Any time, except Mon and Fri", "pm", "Tue;Wed;Thu", ("13:00", "17:00")),
        ("Tues & Thurs", "10-12.30", "Tue;Thu", ("10:00", "12:30")),
        ("Weds pm", "", "Wed", ("13:00", "17:00")),
        ("Mon-Wed, 2-4", "", "Mon;Tue;Wed", ("14:00", "16:00")),
        ("any time", "9am to 1pm", "", ("09:00", "13:00")),
        ("mornings", "", "", ("09:00", "12:30")),
    ],
)
def test_times(when: str, times: str, days: str, hours: tuple[str, str]) -> None:
    """Weekdays and times become the days and hours in which a host can be visited."""
    found = imported(f'{HEAD}Radio Canalside,Mill,8,"{when}",{times},Jo\n')
    assert asked(found) == []
    (row,) = table(found, "hosts.csv")
    assert (row.get("days", ""), (row.get("from", ""), row.get("until", ""))) == (days, hours)


def test_hours_in_columns_of_their_own() -> None:
    """Times of day become such as the table has; dates that are offered without hours take them."""
    text = "Host,Organisation,When,From,Until\nRadio,Mill,Mon,9am,12\nHub,Post,8 Oct,9.30,4\nArts,Loom,Tue,lunch,\n"
    found = imported(text)
    assert column(found, "from", "hosts.csv")[0] == "09:00"
    assert column(found, "until", "hosts.csv")[0] == "12:00"
    assert [(row["from"], row["until"]) for row in table(found, "openings.csv")] == [("09:30", "16:00")]
    assert asked(found) == [("clocks", 4)]


@pytest.mark.parametrize(("when", "times"), [("depends", ""), ("Mon", "2ish"), ("Mon, after lunch", "")])
def test_times_that_are_not_clear(when: str, times: str) -> None:
    """What gives no hours is asked about; an answer is read like the cell."""
    text = f'{HEAD}Radio Canalside,Mill,8,"{when}",{times},Jo\n'
    assert asked(imported(text)) == [("hours", 2)]
    (row,) = table(imported(text, answers={"hours": "14:00-16:00"}), "hosts.csv")
    assert (row["from"], row["until"]) == ("14:00", "16:00")


@pytest.mark.parametrize(
    ("when", "times", "openings"),
    [
        ("8 Oct pm; 15 Oct 10-12", "", [("2026-10-08", "13:00", "17:00"), ("2026-10-15", "10:00", "12:00")]),
        ("8/10, 15/10", "2-4", [("2026-10-08", "14:00", "16:00"), ("2026-10-15", "14:00", "16:00")]),
        ("Thurs 8 Oct 2026, 2 to 4", "", []),
        ("Thurs 8 Oct 2026 2 to 4", "", [("2026-10-08", "14:00", "16:00")]),
        ("10/13 pm and 10/8 am", "", [("2026-10-13", "13:00", "17:00"), ("2026-10-08", "09:00", "12:30")]),
    ],
)
def test_single_dates(when: str, times: str, openings: list[tuple[str, str, str]]) -> None:
    """Dates that a host offers become openings, with their hours; nothing else is left of them."""
    found = imported(f'{HEAD}Radio Canalside,Mill,8,"{when}",{times},Jo\n')
    rows = table(found, "openings.csv")
    assert [(row["date"], row["from"], row["until"]) for row in rows] == openings
    assert bool(asked(found)) == (not openings)
    (row,) = table(found, "hosts.csv")
    assert [row.get(name, "") for name in ("days", "from", "until")] == ["", "", ""]


def test_single_dates_without_a_time() -> None:
    """Dates that come without hours are asked about; the answer is that of all of them."""
    text = f'{HEAD}Radio Canalside,Mill,8,"8 Oct, 15 Oct",,Jo\n'
    assert asked(imported(text)) == [("offers", 2)]
    assert asked(imported(text, answers={"offers": "afternoonish"})) == [("offers", 2)]
    found = imported(text, answers={"offers": "2-4"})
    assert [row["from"] for row in table(found, "openings.csv")] == ["14:00", "14:00"]


@pytest.mark.parametrize("text", ["", "2", "12-10", "25-26", "10:75-11", "noon"])
def test_no_hours(text: str) -> None:
    """What is no stretch of a day is none."""
    assert read_hours(text) is None


def test_ranges() -> None:
    """A range gives the fewest and the most; a number wrapped in words is read."""
    found = imported(f"{HEAD}A Mill,,6–8,,,\nB Mill,,max 8ish,,,\nC Mill,,loads,,,\n")
    rows = table(found, "hosts.csv")
    assert [(row["min"], row["capacity"]) for row in rows] == [("6", "8"), ("", "8"), ("", "")]
    assert asked(found) == [("capacities", 4)]


def test_notice() -> None:
    """Notice is counted in days."""
    rows = ("2 weeks", "10", "long", "A month's notice", "three weeks")
    found = imported(
        "\n".join(["Host,Organisation,Notice needed", *(f"{k} Mill,,{row}" for k, row in enumerate(rows))])
    )
    assert column(found, "lead_days", "hosts.csv") == ["14", "10", "", "30", "21"]
    assert asked(found) == [("capacities", 4)]


def test_of_a_last_visit_the_month_will_do() -> None:
    """Nothing is counted from it: a month is kept as it is known, and only what is no time at all is asked about."""
    found = imported(
        "Host,Type,Max group,Last visited\nA Mill,mill,8,March 2025\nB Mill,mill,8,Sept '24\nC Mill,mill,8,once\n"
    )
    assert column(found, "last_visited", "host-details.csv") == ["2025-03", "2024-09", "once"]
    assert column(found, "kind", "hosts.csv") == ["mill"] * 3
    assert asked(found) == [("dates", 4)]


def test_hosts_to_be_confirmed() -> None:
    """TBC is no host until it is said who it is; a host marked so waits until it is said whether it counts."""
    text = f"{HEAD}TBC,,8,,,\nRadio Canalside (TBC),Mill,8,,,\n,Worth Foods,8,,,\n"
    found = imported(text)
    assert fates(found)[1:] == ["asked", "asked", "kept"]
    assert column(found, "name", "hosts.csv") == ["Worth Foods"]
    counted = imported(text, answers={"hosts": "yes"})
    assert column(counted, "name", "hosts.csv") == ["yes", "Radio Canalside", "Worth Foods"]
    assert fates(imported(text, answers={"hosts": "-"}))[1:] == ["set aside", "asked", "kept"]
    assert fates(imported(text, answers={"hosts": "no"}))[2:] == ["set aside", "kept"]


def test_contacts_who_have_left() -> None:
    """A contact who has left is asked about, and stays until somebody else is named."""
    text = f"{HEAD}Radio Canalside,Mill,8,,,Jo Lund (left in March)\n"
    assert column(imported(text), "contact", "host-details.csv") == ["Jo Lund (left in March)"]
    assert column(imported(text, answers={"left": "Al Reed"}), "contact", "host-details.csv") == ["Al Reed"]


@pytest.mark.parametrize(
    ("one", "other", "fate"),
    [
        ("HMP Ridge", "Ridge, HMP", "merged"),
        ("Ridge, HMP", "hmp ridge", "merged"),
        ("The Calder Hosp", "Calder Hospital", "merged"),
        ("Ridge HMP", "HMP Ridge", "asked"),
        ("Canalside Radio", "Radio Canalsyde", "asked"),
        ("North Hospital", "South Hospital", "kept"),
        ("Hospital, North", "Hospital, South", "kept"),
        ("Aire Hospital, ward 1", "Aire Hospital, ward 2", "kept"),
        ("Post Hub", "Rail Museum", "kept"),
        ("Ltd", "The", "kept"),
    ],
)
def test_hosts_whose_words_stand_in_another_order(one: str, other: str, fate: str) -> None:
    """Around a comma the words may change places; without one it is asked, and slips are; other sides are others."""
    text = f'{HEAD}"{one}",A,8,Mon,,Jo\n"{other}",B,8,Mon,,Jo\n'
    found = imported(text)
    assert fates(found)[1:] == ["kept", fate]
    if fate == "asked":
        answered = [fates(imported(text, answers={"duplicates": word}))[2] for word in ("yes", "no")]
        assert (asked(found), answered) == ([("duplicates", 3)], ["merged", "kept"])


def test_the_same_host_twice() -> None:
    """A host that stands in the sheet twice is one."""
    found = imported(f"{HEAD}Radio Canalside,Mill,8,,,\nradio canalside,,,Mon,,\n")
    assert fates(found)[1:] == ["kept", "merged"]
    assert column(found, "days", "hosts.csv") == ["Mon"]


def test_what_the_scenario_does_not_read() -> None:
    """What a host's row says beside that is kept in a file of its own."""
    found = imported("Host,Organisation,Last visited,Notes\nA Mill,Mill,5/3/2026,=1+1\nB Mill,,,lovely\n")
    assert column(found, "last_visited", "host-details.csv") == ["2026-03-05", ""]
    assert column(found, "Notes", "host-details.csv") == ["", "lovely"]
