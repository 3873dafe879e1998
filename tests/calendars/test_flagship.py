"""The flagship is published, one visit goes to another host, somebody declines: with real programs all the way (A7)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from email import message_from_bytes
from pathlib import Path

import httpx
import pytest

from cohortplan.calendars.carriers import dav
from cohortplan.calendars.ledger import LEDGER, Ledger
from tests.calendars.carriers.cyrus import cyrus
from tests.calendars.carriers.mailserver import Sink, serving
from tests.calendars.carriers.servers import Home, radicale
from tests.calendars.thunderbird import Thunderbird, thunderbird

pytestmark = pytest.mark.slow

FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "threesector-30x10"
#: The visit of this set on 21 January, and the host that it is to go to instead.
SET, BEFORE, AFTER = "D6.3", "H06", "R3"
#: P02, who has Thunderbird.
CALLUM = "callum.denby@south-riding-hospitals.example"
OFFICE = "programme@threesectors.example"
#: Whom the move concerns: five members and two hosts are told of it, by what kind of message.
TOLD = {
    CALLUM: "REQUEST",
    "rosalind.tolson@don-parcels.example": "REQUEST",
    "gareth.illingworth@five-weirs-mental-health.example": "REQUEST",
    "beatrix.earnshaw@rother-hospice.example": "REQUEST",
    "winifred.abbs@penistone-line-bakers.example": "REQUEST",
    "visits@danum-park-school.example": "CANCEL",
    "visits@portobello-materials-laboratory.example": "REQUEST",
}
CHANGED = [*(f"participant-{who}" for who in ("P02", "P04", "P15", "P20", "P24")), "programme", "set-D6~3"]
GAP = """
Set D6.3, Morning visit: Portobello Materials Laboratory (R3), Thu 21 Jan 2027: Callum Denby does not come.
  4 of 5 members are left. Broken now: set size by 1 and mix by 1.
  Set D6.3 has 4 members; 5 to 7 are wanted.
  Set D6.3 has 1 member with sector public; 2 to 3 are wanted.
"""


class Desk:
    """An organiser at the command line, with calendar servers, and a mail server that everyone shares."""

    def __init__(self, folder: Path, homes: Sequence[Home], sink: Sink, smtp_port: int) -> None:
        self.homes, self.sink, self.folder = homes, sink, folder / "programme"
        self.mail = f'host = "127.0.0.1"\nport = {smtp_port}\nsecurity = "none"\nper_minute = 10000'
        shutil.copytree(FLAGSHIP, self.folder)

    def run(self, *typed: object) -> str:
        """Run the command; return what it prints."""
        command = [str(Path(sys.executable).with_name("cohortplan")), *map(str, typed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self) -> list[str]:
        """Publish the plan to each calendar server and by mail; return how many things went out each time."""
        own = (FLAGSHIP / "scenario.toml").read_text()
        ways = [("caldav", "--mail-invites", home) for home in self.homes]
        told = []
        for send, *options, home in [*ways, ("mail", self.homes[0])]:
            server = f'url = "{home.url}"\nuser = "{home.user}"\nlayout = "each"'
            settings = f"{own}\n[calendars.caldav]\n{server}\n[calendars.smtp]\n{self.mail}\n"
            (self.folder / "scenario.toml").write_text(settings)
            said = self.run("publish", self.folder, self.folder / "plan.json", "--send", send, *options)
            told += [line for line in said.splitlines() if line.startswith("Handed over")]
        return told

    def move(self) -> None:
        """Let the one set visit another host, as one would in the file."""
        path = self.folder / "plan.json"
        plan = json.loads(path.read_text())
        (visit,) = [group["activities"][0] for each in plan["rounds"] for group in each["sets"] if group["id"] == SET]
        assert visit["host"] == BEFORE
        visit["host"] = AFTER
        path.write_text(json.dumps(plan))

    def held(self) -> list[dict[str, str]]:
        """Return the events on each server, as CALENDAR/UID.ics, and their versions."""
        return [
            {path.removeprefix(httpx.URL(home.url).path): etag for path, etag in home.etags().items()}
            for home in self.homes
        ]

    def letters(self, folder: Path, to: str) -> list[Path]:
        """Take the messages that have come for somebody out of the mail server; return them as files."""
        folder.mkdir()
        paths = []
        for content in [content for who, content in self.sink.got if who == to]:
            paths.append(folder / f"{len(paths):03}.eml")
            paths[-1].write_bytes(content)
        self.sink.got[:] = [(who, content) for who, content in self.sink.got if who != to]
        return paths

    def answers(self, folder: Path, number: int) -> str:
        """Wait for so many answers and take them in; return what is said of them."""
        for _ in range(200):
            if sum(who == OFFICE for who, _ in self.sink.got) >= number:
                break
            time.sleep(0.05)
        assert len(self.letters(folder, OFFICE)) == number
        return self.run("replies", self.folder, folder)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Run the servers."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    sink = Sink()
    with ExitStack() as stack:
        homes = []
        for server in (radicale, cyrus):
            place = tmp_path / server.__name__
            place.mkdir()
            homes.append(stack.enter_context(server(place)))
        yield Desk(tmp_path, homes, sink, stack.enter_context(serving(sink)))


@pytest.fixture
def program(desk: Desk, tmp_path: Path) -> Iterator[Thunderbird]:
    """Run Thunderbird for one of the participants."""
    (port,) = [line.partition(" = ")[2] for line in desk.mail.splitlines() if line.startswith("port")]
    with thunderbird(tmp_path / "callum", CALLUM, int(port)) as found:
        yield found


def method(content: bytes) -> str:
    """Return what a message asks of a calendar."""
    (found,) = {
        str(part.get_param("method")) for part in message_from_bytes(content).walk() if part.get_param("method")
    }
    return found


def calendars(paths: set[str]) -> list[str]:
    """Return the calendar of each event."""
    return sorted(path.partition("/")[0] for path in paths)


def check_servers(before: list[dict[str, str]], after: list[dict[str, str]]) -> None:
    """Check that on each server the visit's own events have another version, one is gone, one is new, and no more."""
    for old, new in zip(before, after, strict=True):
        both = old.keys() & new.keys()
        assert len(old) == 1261
        assert calendars({path for path in both if old[path] != new[path]}) == CHANGED
        assert calendars(old.keys() - both) == [f"host-{BEFORE}"]
        assert calendars(new.keys() - both) == [f"host-{AFTER}"]
    assert before[0].keys() == before[1].keys()
    assert after[0].keys() == after[1].keys()


def test_one_visit_goes_elsewhere(desk: Desk, program: Thunderbird, tmp_path: Path) -> None:
    """Exactly its events are touched, on two servers, in the mail, and in Thunderbird; a decline shows the gap."""
    events, messages = "Handed over: {} event{}.", "Handed over: {} message{}."
    assert desk.publish() == [events.format(1261, "s")] * 2 + [messages.format(1030, "s")]
    for letter in desk.letters(tmp_path / "invitations", CALLUM):
        program.open(letter)
        program.press("imipAcceptButton")
    held, shown = desk.held(), program.events
    assert "33 answers taken, 0 answers left aside" in desk.answers(tmp_path / "accepted", 33)

    desk.sink.got.clear()
    desk.move()
    assert desk.publish() == [events.format(9, "s")] * 2 + [messages.format(7, "s")]
    check_servers(held, moved := desk.held())
    assert {who: method(content) for who, content in desk.sink.got} == TOLD
    assert len(desk.sink.got) == len(TOLD)

    (letter,) = desk.letters(tmp_path / "update", CALLUM)
    assert program.open(letter)["label"] == "This message contains an update to an existing event."
    program.press("imipDeclineButton")
    now = program.events
    (uid,) = [uid for uid in shown if shown[uid] != now[uid]]
    assert now.keys() == shown.keys()
    assert (shown[uid]["title"], now[uid]["title"]) == (
        "Morning visit: Danum Park School",
        "Morning visit: Portobello Materials Laboratory",
    )

    assert GAP in desk.answers(tmp_path / "declined", 1)
    with Ledger(desk.folder / LEDGER) as ledger:
        assert ledger.answers()[uid, CALLUM] == (1, "DECLINED")
    (line,) = [line for line in desk.run("ledger", desk.folder, "--who", "P02").splitlines() if "Portobello" in line]
    assert line.split()[-4:] == ["done,", "mail", "done", "declined"]
    assert desk.publish() == [events.format(0, "s")] * 2 + [messages.format(0, "s")]
    assert desk.held() == moved
