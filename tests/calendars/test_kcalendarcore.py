"""All that is written, read by KCalendarCore, the library of KDE's calendar programs: nothing is lost (A6)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cohortplan.calendars.feeds import feeds
from cohortplan.calendars.ical import Attendee, Calendar, Event, render
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Entry, Ledger, Reply
from cohortplan.calendars.replies.proposals import refusal
from cohortplan.io import read_plan, read_scenario
from tests.calendars.engines.test_engines import nights
from tests.calendars.ledger.events import NOW, OFFICE, event, history
from tests.calendars.replies.letters import Letter
from tests.calendars.test_libical import PLANS, SCENARIOS

pytestmark = pytest.mark.slow

_LIBRARY = "KF5CalendarCore"


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile what reads with it."""
    made = tmp_path_factory.mktemp("kde") / "kcalendarcore"
    source = Path(__file__).with_name("kcalendarcore.cpp")
    command = f'g++ -fPIC -std=c++17 "{source}" -o "{made}" $(pkg-config --cflags --libs {_LIBRARY})'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr[-2000:]}\n`.ci/programs` installs what is needed"
    return made


Found = tuple[str, list[dict[str, Any]]]


def read(program: Path, folder: Path, contents: Sequence[bytes], complaints: int = 0) -> list[Found]:
    """Return the method and the events of each calendar file; check how many complaints there are about them."""
    paths = []
    for number, content in enumerate(contents):
        paths.append(folder / f"{number}.ics")
        paths[-1].write_bytes(content)
    done = subprocess.run([program, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("Failed")) == (0, complaints), done.stderr
    assert complaints or not done.stderr
    return [(each["method"], sorted(each["events"], key=lambda one: one["uid"])) for each in json.loads(done.stdout)]


def due(about: Event) -> dict[str, Any]:
    """Return what is to be read of an event."""

    def moment(time: Any) -> Any:
        return time.timestamp() if isinstance(time, datetime) else time.isoformat()

    who, asked = about.organizer, about.attendee
    return {
        "uid": about.uid,
        "start": moment(about.start),
        "end": moment(about.end),
        "summary": about.summary,
        "description": about.description,
        "location": about.location,
        "geo": about.geo and pytest.approx(list(about.geo), abs=1e-5),  # it keeps single precision
        "categories": list(about.categories),
        "status": about.status,
        "sequence": about.sequence,
        "transp": about.transp,
        "class": about.class_,
        "related": about.related,
        "conference": [about.conference] if about.conference else [],
        "alarms": list(about.alarms),
        "organizer": [who.name, who.address] if who else ["", ""],
        "attendees": [[asked.name, asked.address, asked.partstat, True]] if asked else [],
    }


@pytest.mark.parametrize("name", PLANS)
def test_feeds(program: Path, tmp_path: Path, name: str) -> None:
    """Every event of every calendar of the shipped plans is read as it is."""
    scenario, plan = read_scenario(SCENARIOS / name), read_plan(SCENARIOS / name / "plan.json")
    written = [feed.calendar for feed in feeds(scenario, items(scenario, plan, "secret"))]
    found = read(program, tmp_path, [render(each) for each in written])
    expected = [("", [due(one) for one in sorted(each.events, key=lambda one: one.uid)]) for each in written]
    assert found == expected


def test_everything_that_an_event_may_have(program: Path, tmp_path: Path) -> None:
    """Texts with all that is special, days, reminders, a conference, a relation, and the nights when clocks change.

    It takes a comma in a category for the end of it, escaped or not; ours have none.
    """
    notes = {"description": "Ring; then wait,\nplease: \\o/ – Zoë 👩‍🚒 日本", "categories": ("Visit", "Travel")}
    more = {"geo": (53.8, -1.5), "alarms": (1440, 60), "related": "x@y", "conference": "https://meet.example/a"}
    full = event("full", **notes, **more)
    shown = (full, replace(full, uid="other", status="TENTATIVE", transp="TRANSPARENT", class_="PUBLIC"), *nights())
    ((_, found),) = read(program, tmp_path, [render(Calendar("", events=shown))])
    assert found == [due(each) for each in sorted(shown, key=lambda one: one.uid)]


def told(entry: Entry) -> tuple[str, list[dict[str, Any]]]:
    """Return what is to be read of a message in the ledger."""
    cancelled = entry.method == "CANCEL"
    asked = Attendee(entry.name, entry.address)
    about = replace(entry.event, organizer=OFFICE, attendee=asked)
    return entry.method.title(), [due(replace(about, status="CANCELLED") if cancelled else about)]


def test_messages(program: Path, tmp_path: Path) -> None:
    """Invitations, small and large changes, cancellations, reinstatements and a refusal: each is what it is.

    Of refusals it knows the older standard, as libical does: it complains of ATTENDEE and SEQUENCE, and reads them.
    """
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        entries = history(ledger)
    assert {entry.kind for entry in entries} == {"new", "minor", "major", "cancel", "reinstate"}
    assert read(program, tmp_path, [entry.content for entry in entries]) == [told(entry) for entry in entries]
    reply = Reply(NOW, "s", entries[0].uid, entries[0].address, "COUNTER", 0, NOW, "", "", "proposal", NOW, NOW)
    ((method, (found,)),) = read(program, tmp_path, [refusal(entries[0], reply, OFFICE, NOW).content], complaints=2)
    assert (method, found["uid"], found["attendees"][0][1]) == ("Decline Counter", entries[0].uid, entries[0].address)


def test_answers(program: Path, tmp_path: Path) -> None:
    """The answers that the tests of `replies` rest on are answers to it, too, and say the same."""
    said = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
    letters = [Letter(program=name, partstat=each) for name in ("thunderbird", "google", "apple") for each in said]
    found = read(program, tmp_path, [each.calendar.encode() for each in letters])
    assert [(method, each["attendees"][0][2]) for method, (each,) in found] == [("Reply", each) for each in said] * 3
