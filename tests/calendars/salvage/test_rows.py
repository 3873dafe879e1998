from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cohortplan.calendars.reading.busy import Busy
from cohortplan.calendars.reading.rows import for_facilitator, for_host, for_participant, window
from cohortplan.calendars.reading.spans import Span
from cohortplan.model import (
    Absence,
    Activity,
    Away,
    Closure,
    Facilitator,
    Host,
    Hours,
    Opening,
    Programme,
    Round,
    Scenario,
    SetSpec,
    Window,
)
from tests.support.builders import cohort, make_scenario

#: Two visit days, and a meeting on the first of them.
DAYS = {
    "D1": [
        ("visit", "visit", "2026-10-08T10:00", "2026-10-08T12:00"),
        ("talk", "meet", "2026-10-08T14:00", "2026-10-08T15:00"),
    ],
    "D2": [("visit", "visit", "2026-10-09T10:00", "2026-10-09T12:00")],
}


def local(text: str) -> datetime:
    """Return a reading of a clock."""
    return datetime.fromisoformat(text)


def scenario(**parts: Any) -> Scenario:
    """Return six people, two visit days of 90 minutes each, started every half hour, and one host."""
    rounds = tuple(
        Round(
            id=name,
            sets=(SetSpec(id=f"{name}.1", least=2, most=3), SetSpec(id=f"{name}.2", least=2, most=3)),
            activities=tuple(
                Activity(
                    id=each,
                    kind="visit" if kind == "visit" else "meet",
                    windows=(Window(start=local(start), end=local(end)),),
                    minutes=90 if kind == "visit" else None,
                    step=30 if kind == "visit" else None,
                )
                for each, kind, start, end in listed
            ),
        )
        for name, listed in DAYS.items()
    )
    programme = Programme(id="p", title="P", starts=date(2026, 9, 1), ends=date(2027, 7, 31))
    given = {"programme": programme, "participants": cohort(6), "rounds": rounds, "hosts": (Host(id="H1", name="H"),)}
    return make_scenario(implied=False, **{**given, **parts})


def spans(given: Scenario, *pairs: str) -> list[Span]:
    """Return times such as "2026-10-08T10:00/11:00" of the programme's clocks as moments."""
    split = (pair.partition("/") for pair in pairs)
    return [(given.utc(local(start)), given.utc(local(f"{start[:11]}{end}"))) for start, _, end in split]


def absent(given: Scenario, *pairs: str) -> tuple[list[tuple[str, str]], str]:
    """Return first and last days of the absences of the first participant, and the cell with busy hours."""
    rows = for_participant(given, given.participants[0], spans(given, *pairs))
    assert all((row["participant"], row["reason"]) == (given.participants[0].id, "calendar") for row in rows.absences)
    assert not rows.partly
    hours = "".join(row["busy"] for row in rows.hours)
    return [(row["from"], row["until"]) for row in rows.absences], hours


@pytest.mark.parametrize(
    ("pairs", "lost", "hours"),
    [
        ([], [], ""),
        (["2026-10-07T00:00/23:59"], [], ""),
        (["2026-10-08T08:00/18:00"], [("2026-10-08", "2026-10-08")], ""),
        (["2026-10-09T11:00/11:30"], [("2026-10-09", "2026-10-09")], ""),
        (["2026-10-09T10:00/10:30"], [], "2026-10-09 10:00-10:30"),
        (["2026-10-08T10:30/11:30"], [], "2026-10-08 10:30-11:30"),
        (["2026-10-08T08:00/18:00", "2026-10-09T08:00/18:00"], [("2026-10-08", "2026-10-09")], ""),
    ],
)
def test_days_on_which_nothing_is_possible_are_absences(
    pairs: list[str], lost: list[tuple[str, str]], hours: str
) -> None:
    """A day counts if nothing of it can be attended, from whatever start; if something can, its busy hours are told."""
    assert absent(scenario(), *pairs) == (lost, hours)


def test_days_that_the_scenario_knows_of_are_not_told_again() -> None:
    """Whoever is away by the tables, or misses the round, needs no further row."""
    given = scenario(absences=(Absence(participant="P01", first=date(2026, 10, 8), last=date(2026, 10, 8)),))
    assert absent(given, "2026-10-08T08:00/18:00") == ([], "")
    given = scenario(absences=(Absence(participant=given.participants[0].id, round="D1"),))
    assert absent(given, "2026-10-08T08:00/18:00") == ([], "")


def host_rows(host: Host, *pairs: str, offered: tuple[str, ...] | None = None) -> Any:
    """Return the rows of a host that is taken at `pairs`, and offers what it does if that is told."""
    given = scenario(hosts=(host,))
    busy = Busy(open=None if offered is None else spans(given, *offered))
    return for_host(given, host, busy, spans(given, *pairs))


def test_a_host_without_a_free_start_is_closed() -> None:
    """A day on which no visit could begin becomes a closure, the other days stay as they are."""
    rows = host_rows(Host(id="H1", name="H"), "2026-10-08T09:00/11:00")
    assert rows.closures == [{"host": "H1", "from": "2026-10-08", "until": "2026-10-08", "reason": "calendar"}]
    assert rows.openings == []


def test_a_host_that_gives_no_hours_has_what_is_left_of_the_windows() -> None:
    """Where a day is taken in part, openings say what is left of all days."""
    rows = host_rows(Host(id="H1", name="H"), "2026-10-08T09:00/10:30")
    assert rows.closures == []
    assert rows.openings == [
        {"host": "H1", "date": "2026-10-08", "from": "10:30", "until": "12:00"},
        {"host": "H1", "date": "2026-10-09", "from": "10:00", "until": "12:00"},
    ]


def test_hours_of_a_host_cannot_be_cut_by_a_table() -> None:
    """Where a host has weekly hours, a day that is taken in part is told, as openings would only add to it."""
    rows = host_rows(Host(id="H1", name="H", hours=(Hours(),)), "2026-10-08T09:00/10:30")
    assert (rows.closures, rows.openings) == ([], [])
    assert rows.partly == ["H1, 2026-10-08: not all of the time that it offers is free"]


def test_what_a_host_offers_becomes_openings() -> None:
    """Availability on visit days, less what is taken, becomes openings, a minute in seconds counting as taken."""
    offered = ("2026-10-08T09:00:30/17:00", "2026-10-09T09:00/10:00", "2026-11-05T09:00/17:00")
    rows = host_rows(Host(id="H1", name="H"), "2026-10-08T12:00/13:00", offered=offered)
    assert rows.openings == [
        {"host": "H1", "date": "2026-10-08", "from": "09:01", "until": "12:00"},
        {"host": "H1", "date": "2026-10-08", "from": "13:00", "until": "17:00"},
    ]


def test_what_is_known_of_a_host_is_not_told_again() -> None:
    """Openings that the scenario has, and days on which the host is closed, need no row."""
    opening = Opening(start=local("2026-10-08T09:00"), end=local("2026-10-08T17:00"))
    closure = Closure(first=date(2026, 10, 9), last=date(2026, 10, 9))
    host = Host(id="H1", name="H", openings=(opening,), closures=(closure,))
    rows = host_rows(host, offered=("2026-10-08T09:00/17:00", "2026-10-09T09:00/17:00"))
    assert (rows.closures, rows.openings, rows.partly) == ([], [], [])


def test_the_window_is_the_programmes_year() -> None:
    """It goes from the first midnight of the programme to the last, as its clocks show them."""
    start, end = window(scenario())
    assert (f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}") == ("2026-08-31 23:00", "2027-07-31 23:00")


def test_facilitators_are_away() -> None:
    """Of days on which facilitators are wanted those count that are taken; the cell has the days of before as well."""
    given = scenario()
    first, second = given.rounds
    carer = Facilitator(id="F1", name="Edda", away=(Away(first=date(2026, 11, 2), last=date(2026, 11, 4)),))
    given = given.but(rounds=(first.model_copy(update={"facilitators": 1}), second), facilitators=(carer,))
    both = [
        (local(f"2026-10-{day:02}T00:00").replace(tzinfo=UTC), local(f"2026-10-{day:02}T22:00").replace(tzinfo=UTC))
        for day in (8, 9)
    ]
    assert for_facilitator(given, carer, both).away == [
        {"facilitator": "F1", "away": "2026-10-08; 2026-11-02 to 2026-11-04"}
    ]
    part = [(local("2026-10-08T13:00").replace(tzinfo=UTC), local("2026-10-08T14:00").replace(tzinfo=UTC))]
    rows = for_facilitator(given, carer, part)
    assert (rows.away, rows.partly) == ([], ["F1, 2026-10-08: no time for 1 activity of 2"])
    away = carer.model_copy(update={"away": (Away(first=date(2026, 10, 1), last=date(2026, 10, 31)),)})
    assert for_facilitator(given.but(facilitators=(away,)), away, both).away == []
