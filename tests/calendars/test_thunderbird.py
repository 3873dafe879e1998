"""Invitations in a real calendar program, and its answers by mail back into the ledger (A7)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from cohortplan.calendars.carriers.files import Files
from cohortplan.calendars.ical import PartStat
from cohortplan.calendars.ledger import Entry, Invitation, Ledger
from cohortplan.calendars.mail import Writer
from cohortplan.calendars.outbox import hand_over
from cohortplan.calendars.replies.sources import Message
from cohortplan.calendars.replies.taking import take
from cohortplan.cli import main
from tests.calendars.carriers.mailserver import Sink, serving
from tests.calendars.ledger.events import OFFICE, event, invitation, publish
from tests.calendars.thunderbird import Thunderbird, thunderbird
from tests.cli.two_days import write_folder, write_plan_file

pytestmark = pytest.mark.slow

ASKED = ["imipAcceptButton", "imipTentativeButton", "imipDeclineButton", "imipMoreButton"]
ANSWERS: list[tuple[str, PartStat]] = [
    ("imipAcceptButton", "ACCEPTED"),
    ("imipTentativeButton", "TENTATIVE"),
    ("imipDeclineButton", "DECLINED"),
]
PROCESSED = "This message contains an event that has already been processed."


class Mailbox:
    """Somebody with Thunderbird, who is told what is published and answers."""

    def __init__(self, folder: Path, program: Thunderbird, sink: Sink) -> None:
        self.folder, self.program, self.sink = folder, program, sink
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.writer = Writer(OFFICE, self.ledger.secret)
        self.begun = datetime.now(UTC) - timedelta(days=1)
        self.steps = self.heard = 0

    def tell(self, *wanted: Invitation) -> list[tuple[Entry, Path]]:
        """Publish a plan; return what it tells, and the messages as files."""
        self.steps += 1
        before = len(list(self.ledger.entries()))
        publish(self.ledger, *wanted, now=self.begun + timedelta(minutes=self.steps))
        carrier = Files(self.folder / "out", self.writer)
        assert hand_over(self.ledger, carrier, lambda: self.begun).failed == 0
        told = list(self.ledger.entries())[before:]
        return [(entry, self.folder / "out" / f"{entry.number:06}-{entry.method.lower()}.eml") for entry in told]

    def read(self, path: Path, button: str = "") -> tuple[str, list[str]]:
        """Open a message and press a button, if one is named; return what the bar said and offered before."""
        shown = self.program.open(path)
        if button:
            assert self.program.press(button) == PROCESSED
        return shown["label"], shown["buttons"]

    def hear(self, number: int) -> None:
        """Wait until so many answers more have come by mail, and take them in."""
        due = self.heard + number
        for _ in range(200):
            if len(self.sink.got) >= due:
                break
            time.sleep(0.05)
        assert len(self.sink.got) == due
        contents = [Message(f"{k}", content) for k, (_, content) in enumerate(self.sink.got[self.heard :])]
        assert {who for who, _ in self.sink.got} <= {OFFICE.address}
        intake = take(self.ledger, contents, {}, datetime.now(UTC))
        assert [each.verdict.name for each in intake.heard] == ["applied"] * number
        self.heard = due

    @property
    def shown(self) -> dict[str, tuple[float, float, str, str]]:
        """What the calendar shows."""
        return {
            uid: (each["start"], each["end"], each["title"], each["place"]) for uid, each in self.program.events.items()
        }


def due(wanted: Sequence[Invitation]) -> dict[str, tuple[float, float, str, str]]:
    """Return what the calendar is to show."""
    return {
        each.event.uid: (
            each.event.start.timestamp(),  # type: ignore[union-attr]
            each.event.end.timestamp(),  # type: ignore[union-attr]
            each.event.summary,
            each.event.location,
        )
        for each in wanted
    }


def test_the_life_of_an_event(tmp_path: Path) -> None:
    """Invited, told again, noted, moved, told of the old time again, cancelled: each is taken for what it is."""
    sink = Sink()
    with serving(sink) as port, thunderbird(tmp_path, "p1@people.example", port) as program:
        box = Mailbox(tmp_path, program, sink)
        [(first, path)] = box.tell(invitation(event()))
        assert box.read(path, "imipAcceptButton") == ("This message contains an invitation to an event.", ASKED)
        box.hear(1)
        assert box.ledger.answers()[first.key] == (0, "ACCEPTED")
        assert box.read(path)[0] == PROCESSED

        [(_, minor)] = box.tell(invitation(event(description="Bring a pen")))
        assert box.read(minor, "imipUpdateButton")[1] == ["imipUpdateButton"]
        assert [each["partstat"] for each in program.events.values()] == ["ACCEPTED"]

        [(_, moved)] = box.tell(invitation(event(hour=14)))
        assert box.read(moved, "imipDeclineButton") == ("This message contains an update to an existing event.", ASKED)
        box.hear(1)
        assert box.ledger.answers()[first.key] == (1, "DECLINED")
        assert box.read(path)[0] == PROCESSED
        assert box.shown == due([invitation(event(hour=14))])

        [(_, gone)] = box.tell()
        expected = ("This message contains an event cancellation.", ["imipDeleteButton"])
        shown = program.open(gone)
        assert (shown["label"], shown["buttons"]) == expected
        program.press("imipDeleteButton")
        assert program.events == {}
        box.hear(0)


def draw(random: Random, number: int) -> list[Invitation]:
    """Return most of the events, at some times and places, with some notes."""
    return [
        invitation(
            event(
                f"visit{k}",
                hour=random.choice([9, 9, 9, 14]),
                location=random.choice(["Moorside", "Moorside", "Dale, Zoë's"]),
                description=random.choice(["", "Bring a pen"]),
            )
        )
        for k in range(number)
        if random.random() < 0.85
    ]


def test_three_hundred_messages(tmp_path: Path) -> None:
    """Over a plan and six others, of some sixty events, each message read twice, the calendar is always as planned.

    What is pressed comes back by mail, and the ledger knows it. Only where an event is on again that its user has
    deleted the program asks first.
    """
    random, sink, pressed, read = Random(1), Sink(), dict[str, PartStat](), 0  # noqa: S311 - nothing is secret here
    with serving(sink) as port, thunderbird(tmp_path, "p1@people.example", port) as program:
        box = Mailbox(tmp_path, program, sink)
        for _ in range(7):
            wanted = draw(random, 60)
            answered = 0
            for entry, path in box.tell(*wanted):
                button, partstat = ANSWERS[entry.number % 3]
                if entry.kind == "cancel":
                    program.open(path)
                    program.press("imipDeleteButton")
                    del pressed[entry.uid]
                elif entry.kind == "minor":
                    assert box.read(path, "imipUpdateButton")[1] == ["imipUpdateButton"]
                else:
                    assert box.read(path, button)[1] == ASKED
                    pressed[entry.uid] = partstat
                    answered += 1
                if entry.kind != "cancel":
                    assert box.read(path)[0] == PROCESSED
                read += 1
            box.hear(answered)
            assert box.shown == due(wanted)
            assert {uid: each["partstat"] for uid, each in program.events.items()} == pressed
        answers = box.ledger.answers()
        latest = [entry for entry in box.ledger.latest().values() if entry.live]
        assert {entry.uid: answers[entry.key] for entry in latest} == {
            entry.uid: (entry.sequence, pressed[entry.uid]) for entry in latest
        }
        again = [entry for entry in box.ledger.entries() if entry.kind == "reinstate"]
        assert len(program.questions) >= len(again) > 0
    assert read >= 300


def test_from_the_plan_to_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the command line publishes is declined in Thunderbird, and the command line says what that means."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text() + '\n[calendars]\norganizer = "office@days.example"\n')
    assert main(["publish", str(folder), str(plan), "--send", "files", "-o", str(tmp_path / "out")]) == 0
    first = min((tmp_path / "out").iterdir())
    sink = Sink()
    with serving(sink) as port, thunderbird(tmp_path / "home", "orla@benning.example", port) as program:
        program.open(first)
        program.press("imipDeclineButton")
        for _ in range(100):
            if sink.got:
                break
            time.sleep(0.05)
    [(who, content)] = sink.got
    assert who == "office@days.example"
    (tmp_path / "answer.eml").write_bytes(content)
    capsys.readouterr()
    assert main(["replies", str(folder), str(tmp_path / "answer.eml")]) == 0
    told = capsys.readouterr().out
    assert "declined   Orla Benning: Morning visit: Marsh Lane Prison" in told
    assert "  2 of 3 members are left. Broken now: set size by 1.\n" in told
