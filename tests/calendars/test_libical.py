"""All that is written, judged by libical: the library of Evolution, KDE and many servers (A6)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from cohortplan.calendars.feeds import feeds
from cohortplan.calendars.ical import render
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Ledger, Reply
from cohortplan.calendars.replies.proposals import refusal
from cohortplan.io import read_plan, read_scenario
from tests.calendars.ledger.events import NOW, OFFICE, event, history, invitation, publish
from tests.calendars.replies.letters import Letter

pytestmark = pytest.mark.slow

#: The system's Python, which has the system's libraries.
PYTHON = "/usr/bin/python3"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
#: Those that are shipped with a plan.
PLANS = ("threesector-30x10", "connect-11", "masterclass-48", "cop-lived-36")


def objections(folder: Path, contents: Iterable[bytes]) -> list[list[str] | None]:
    """Return what libical objects to in each calendar file."""
    paths = []
    for number, content in enumerate(contents):
        paths.append(folder / f"{number}.ics")
        paths[-1].write_bytes(content)
    script = Path(__file__).with_name("libical.py")
    done = subprocess.run([PYTHON, script, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr}\n`.ci/programs` installs what is needed"
    found: list[list[str] | None] = json.loads(done.stdout)
    return found


def test_it_finds_what_is_wrong(tmp_path: Path) -> None:
    """A message without ORGANIZER, without UID or with two attendees is found, so that silence means something."""
    sound = Letter().calendar
    organizer = "ORGANIZER;CN=Office:mailto:office@programme.example\r\n"
    wrong = (sound.replace(organizer, ""), sound.replace("UID:visit@programme.example\r\n", ""))
    several = Letter(attendees=[f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}@people.example" for who in "ab"]).calendar
    found = objections(tmp_path, [each.encode() for each in (sound, *wrong, several)])
    assert [bool(each) for each in found] == [False, True, True, True]


def test_messages(tmp_path: Path) -> None:
    """Invitations, small and large changes, cancellations and reinstatements, of hours and of days: no objection."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        entries = history(ledger)
    assert {entry.kind for entry in entries} == {"new", "minor", "major", "cancel", "reinstate"}
    assert objections(tmp_path, [entry.content for entry in entries]) == [[]] * len(entries)


def test_a_refusal(tmp_path: Path) -> None:
    """Of DECLINECOUNTER libical knows the older standard, without ATTENDEE and SEQUENCE: it objects to these."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        publish(ledger, invitation(event()))
        (entry,) = ledger.entries()
    reply = Reply(NOW, "s", entry.uid, entry.address, "COUNTER", 0, NOW, "", "", "proposal", NOW, NOW)
    (found,) = objections(tmp_path, [refusal(entry, reply, OFFICE, NOW).content])
    assert [line.split()[4] for line in found or ()] == ["ATTENDEE", "SEQUENCE"]


def test_answers(tmp_path: Path) -> None:
    """The answers that the tests of `replies` rest on are sound, but for Outlook's, which have no ORGANIZER."""
    said = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
    letters = [Letter(program=name, partstat=each) for name in ("thunderbird", "google", "apple") for each in said]
    times = ("DTSTART;TZID=Own:20261009T100000", "DTEND;TZID=Own:20261009T110000")
    letters.append(Letter(program="apple", method="COUNTER", zone="Own", lines=times))
    assert objections(tmp_path, [each.calendar.encode() for each in letters]) == [[]] * len(letters)
    ((objection,),) = objections(tmp_path, [Letter(program="outlook").calendar.encode()])  # type: ignore[misc]
    assert "ORGANIZER" in objection


@pytest.mark.parametrize("name", PLANS)
def test_feeds(tmp_path: Path, name: str) -> None:
    """No objection to any calendar of the shipped plans."""
    folder = SCENARIOS / name
    scenario = read_scenario(folder)
    plan = read_plan(folder / "plan.json")
    contents = [render(feed.calendar) for feed in feeds(scenario, items(scenario, plan, "secret"))]
    assert len(contents) > len(scenario.participants)
    assert objections(tmp_path, contents) == [[]] * len(contents)


def test_the_system_has_a_python() -> None:
    """What is run here is there."""
    assert shutil.which(PYTHON)
