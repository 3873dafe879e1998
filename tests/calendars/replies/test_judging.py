"""What is made of each message, as many programs write them; none counts that should not (A9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.replies.sources import Message
from cohortplan.calendars.replies.taking import Intake, take
from tests.calendars.replies.fixtures import Case, cases
from tests.calendars.replies.letters import ALIASES, ANA, BEN, HOST, WRITTEN, Letter, found_programme

CASES = cases()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return the ledger of a programme that has told people of its events."""
    with Ledger(tmp_path / "ledger.sqlite", durable=False) as found:
        found_programme(found)
        yield found


def read(ledger: Ledger, *contents: bytes) -> Intake:
    """Take messages."""
    return take(ledger, [Message(f"{k}", each) for k, each in enumerate(contents)], ALIASES, WRITTEN)


def test_there_are_enough_cases() -> None:
    """There are more than sixty, each of another name."""
    assert len({case.name for case in CASES}) == len(CASES) > 60


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_message(ledger: Ledger, case: Case) -> None:
    """A message gets its verdict, and what its sender has answered is what it should be; nobody else's changes."""
    before = ledger.answers()
    intake = read(ledger, case.message)
    verdict = next((each.verdict.name for each in intake.heard), "unreadable" if intake.unreadable else "silent")
    assert verdict == case.verdict, intake
    after = ledger.answers()
    changed = {key: answer for key, answer in after.items() if before.get(key) != answer}
    assert [partstat for _, partstat in changed.values()] == ([case.partstat] if case.verdict == "applied" else [])
    assert len(intake.heard) == (case.verdict not in ("silent", "unreadable"))


def test_the_order_of_messages_does_not_matter(ledger: Ledger, tmp_path: Path) -> None:
    """Whoever changes their mind has answered what they wrote last, in whatever order the files are read."""
    said = ["ACCEPTED", "TENTATIVE", "DECLINED", "ACCEPTED", "DECLINED"]
    letters = [Letter(partstat=each, written=WRITTEN + timedelta(minutes=k)).mail for k, each in enumerate(said)]
    for seed in range(8):
        path = tmp_path / f"{seed}.sqlite"
        ledger.copy(path)
        with Ledger(path) as copy:
            shuffled = Random(seed).sample(letters, len(letters))  # noqa: S311 - nothing is secret here
            for part in (shuffled[:2], shuffled[2:]):
                read(copy, *part)
            assert copy.answers()["visit@programme.example", ANA] == (0, "DECLINED")


def test_the_same_message_counts_once(ledger: Ledger) -> None:
    """Reading everything twice hears nothing new."""
    contents = [case.message for case in CASES]
    first, rows = read(ledger, *contents), ledger.replies()
    again = read(ledger, *contents)
    assert again.heard == []
    assert again.known == len(first.heard) + first.known
    assert ledger.replies() == rows


def test_an_address_may_become_known(ledger: Ledger) -> None:
    """What matched nobody counts when the organiser has said whose address it is, and once."""
    content = Letter(sender="ana@club.example").mail
    assert [each.verdict.name for each in read(ledger, content).heard] == ["unmatched"]
    for expected in (["applied"], []):
        intake = take(ledger, [Message("x", content)], {"ana@club.example": ANA}, WRITTEN)
        assert [each.verdict.name for each in intake.heard] == expected
    assert ledger.answers()["visit@programme.example", ANA] == (0, "ACCEPTED")


@pytest.mark.parametrize("name", ["a zone of its own", "UTC", "no zone"])
def test_the_time_of_a_proposal(ledger: Ledger, name: str) -> None:
    """A time in a zone the message describes, in UTC or as clocks there show it is the same moment."""
    (case,) = [each for each in CASES if each.name == name]
    (heard,) = read(ledger, case.message).heard
    assert (f"{heard.reply.start:%d %H:%M %Z}", f"{heard.reply.end:%H:%M}") == ("09 09:00 UTC", "10:00")
    assert heard.reply.partstat == ""


def test_only_what_is_needed_is_kept(ledger: Ledger) -> None:
    """Of all that a reply says nothing is kept but what answers; its remark is clean and not long."""
    canary = "zzsecretzz"
    lines = [f"{name}:{canary}" for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "X-ALT-DESC", "CONTACT", "ATTACH")]
    remark = "COMMENT:Yes\x07\\nwith pleasure " + "x" * 900
    letter = Letter(lines=[*lines, remark], parameters=f";CN={canary};X-NUM={canary}", headers=(f"X-Note: {canary}",))
    (heard,) = read(ledger, letter.mail).heard
    assert heard.reply.comment.startswith("Yes\nwith pleasure")
    assert len(heard.reply.comment) <= 500
    assert canary not in repr(ledger.replies())


def test_a_delegation_names_who_goes(ledger: Ledger) -> None:
    """It is kept as such, and who goes instead is told, but not invited."""
    (case,) = [each for each in CASES if each.name == "delegated"]
    (heard,) = read(ledger, case.message).heard
    assert heard.reply.comment == "cy@people.example goes instead"
    assert ledger.answers()["visit@programme.example", ANA] == (0, "DELEGATED")
    assert {entry.address for entry in ledger.entries()} == {ANA, BEN, HOST}


@pytest.mark.parametrize("text", ["Gern, schöne Grüße"])
@pytest.mark.parametrize(
    "name", ["base64, iso-8859-1", "quoted-printable, utf-8", "8bit, utf-8", "Latin-1 called UTF-8"]
)
def test_remarks_are_read_as_they_were_written(ledger: Ledger, name: str, text: str) -> None:
    """A remark arrives whole, whatever it was encoded in, and even where that is not what is said."""
    (case,) = [each for each in CASES if each.name == name]
    (heard,) = read(ledger, case.message).heard
    assert heard.reply.comment == text


def damaged(random: Random, content: bytes) -> bytes:
    """Return a message with some of its bytes changed, gone, doubled or out of place."""
    found = bytearray(content)
    for _ in range(random.randint(1, 6)):
        first, second = sorted(random.randrange(len(found)) for _ in range(2))
        piece = bytes(found[first : min(second, first + 60)])
        strange = (b"\0", b"BEGIN:VEVENT\r\n", b'"', b"\xff", b"99999999T999999Z", b"DURATION:P99999999999D\r\n")
        match random.randrange(4):
            case 0:
                found[first] = random.randrange(256)
            case 1:
                del found[first : first + len(piece)]
            case 2:
                found[second:second] = piece
            case _:
                found[first:first] = random.choice(strange)
        found = found or bytearray(b"x")
    return bytes(found)


def test_damaged_messages(ledger: Ledger) -> None:
    """Of 600 damaged messages each has a verdict, is unreadable or no answer; nobody answers who was not meant to."""
    random = Random(5)  # noqa: S311 - nothing is secret here
    contents = [damaged(random, random.choice(CASES).message or b"x") for _ in range(600)]
    intake = read(ledger, *contents)
    assert len(intake.heard) + len(intake.unreadable) + len(intake.silent) + intake.known == 600
    assert {each.reply.address for each in intake.of("applied")} <= {ANA, BEN, HOST}


def test_far_too_deep(ledger: Ledger) -> None:
    """Parts within parts without end are told, not followed."""
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (k, k) for k in range(3000))
    intake = read(ledger, b"From: a@b.example\r\n" + deep)
    assert [each.problem for each in intake.unreadable] in (["its parts are nested far too deep"], [])
    assert intake.heard == []
