"""Published calendars, copied from a server by vdirsyncer and shown by khal (A5)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cohortplan.calendars import publishing
from cohortplan.calendars.carriers import dav
from cohortplan.calendars.ical import Event
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Invitation, Ledger
from tests.calendars import programme
from tests.calendars.carriers.servers import Home, radicale
from tests.calendars.carriers.test_caldav import Desk
from tests.calendars.ledger.events import NOW, OFFICE, event

pytestmark = pytest.mark.slow

_VDIRSYNCER = """
[general]
status_path = "{folder}/status"
[pair office]
a = "here"
b = "there"
collections = ["{name}"]
[storage here]
type = "filesystem"
path = "{folder}/calendars"
fileext = ".ics"
[storage there]
type = "caldav"
url = "{home.url}"
username = "{home.user}"
password = "{home.password}"
"""
_KHAL = """
[calendars]
[[{name}]]
path = {folder}/calendars/{name}
type = calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal-{number}.db
"""
_ROW = "{uid}|{start-long}|{end-long}|{title}|{location}"


class Copy:
    """A folder into which one calendar of a server is copied, and back."""

    def __init__(self, folder: Path, home: Home, name: str) -> None:
        self.root, self.name, self.calendar, self.looks = folder, name, folder / "calendars" / name, 0
        self.calendar.mkdir(parents=True)
        (folder / "vdirsyncer.conf").write_text(_VDIRSYNCER.format(folder=folder, home=home, name=name))
        self._run("vdirsyncer", "discover")

    def sync(self) -> int:
        """Copy what has changed on either side; return how many events that were."""
        return self._run("vdirsyncer", "sync").stderr.count("Copying ")

    @property
    def files(self) -> dict[Path, bytes]:
        """The files of the calendar."""
        return {path: path.read_bytes() for path in self.calendar.iterdir()}

    def listed(self, zone: str) -> list[str]:
        """Return the rows of the calendar, as khal shows them in a zone."""
        self.looks += 1  # khal looks at the time of a file, which need not have changed: it starts anew
        conf = _KHAL.format(folder=self.root, name=self.name, zone=zone, number=self.looks)
        (self.root / "khal.conf").write_text(conf)
        shown = self._run("khal", "list", "2026-09-01", "2027-08-01", "--day-format", "", "--format", _ROW)
        return sorted(line for line in shown.stdout.splitlines() if line.strip())

    def _run(self, program: str, *typed: str) -> subprocess.CompletedProcess[str]:
        folders = {name: str(self.root) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        command = [str(Path(sys.executable).with_name(program)), "-c", str(self.root / f"{program}.conf"), *typed]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **folders})
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return an organiser with calendars on Radicale."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    (tmp_path / "server").mkdir()
    with radicale(tmp_path / "server") as home, Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        yield Desk(ledger, home)


def row(about: Event, zone: str) -> str:
    """Return what khal is to show of an event."""
    assert isinstance(about.start, datetime)
    assert isinstance(about.end, datetime)
    start, end = (f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for moment in (about.start, about.end))
    return "|".join((about.uid, start, end, about.summary, about.location))


def test_480_visits(desk: Desk, tmp_path: Path) -> None:
    """Every row is the plan's, as clocks in London and in New York show it; of 48 that move, 48 files change."""
    copy, before = None, dict[Path, bytes]()
    for late in (0, 48):
        publishing.publish(desk.ledger, programme.scenario(), programme.plan(late), OFFICE, NOW)
        assert desk.send().failed == 0
        copy = copy or Copy(tmp_path / "copy", desk.home, "programme")
        assert copy.sync() == (late or 480)
        planned = items(programme.scenario(), programme.plan(late), desk.ledger.secret)
        due = [item.event for item in planned if item.audience == "programme"]
        for zone in ("Europe/London", "America/New_York"):
            assert copy.listed(zone) == sorted(row(each, zone) for each in due)
        after = copy.files
        assert len(after) == 480
        assert sum(before.get(path) != content for path, content in after.items()) == (late or 480)
        before = after
    assert copy is not None
    assert copy.sync() == 0


def test_a_hosts_answer_comes_back(desk: Desk, tmp_path: Path) -> None:
    """What a host writes into its copy is on the server, stays when we change a note, and goes when the visit moves."""
    desk.layout = "each"

    def host(**fields: object) -> Invitation:
        return Invitation("host", "H1", "Dale Radio", "dale@hosts.example", event(**fields))  # type: ignore[arg-type]

    desk.put(host())
    copy = Copy(tmp_path / "copy", desk.home, "host-H1")
    assert copy.sync() == 1
    ((path, content),) = copy.files.items()
    assert b"PARTSTAT=NEEDS-ACTION" in content
    path.write_bytes(content.replace(b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=ACCEPTED"))
    assert copy.sync() == 1

    def told() -> str:
        return str(desk.look(collection="host-H1/")["ATTENDEE"].params["PARTSTAT"])

    assert told() == "ACCEPTED"
    assert desk.put(host(description="Bring a pen")).failed == 0
    assert told() == "ACCEPTED"
    assert copy.sync() == 1
    assert b"Bring a pen" in next(iter(copy.files.values()))
    assert desk.put(host(hour=14)).failed == 0
    assert told() == "NEEDS-ACTION"
    assert copy.sync() == 1
