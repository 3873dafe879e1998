"""What is made of each message, as many programs write them; none counts that should not (A9)."""

from __future__ import annotations

from collections.abc import Iterator
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
    with Ledger(tmp_path / "ledger.sqlite") as found:
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
    from datetime import timedelta

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
