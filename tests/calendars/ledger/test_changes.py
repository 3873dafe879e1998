"""How much of a change each change is, by the rules of RFC 5546."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from cohortplan.calendars.ledger import Ledger, Reply
from cohortplan.cli.messages import told
from cohortplan.model import zones
from tests.calendars.ledger.events import NOW, event, invitation, publish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a new ledger."""
    with Ledger(tmp_path / "ledger.sqlite") as found:
        yield found


def test_nothing_changed_is_nothing_told(ledger: Ledger) -> None:
    """Publishing the same again, later, adds neither messages nor a revision."""
    assert [change.kind for change in publish(ledger, invitation(event()))] == ["new"]
    assert publish(ledger, invitation(event()), now=NOW + timedelta(days=1)) == []
    assert len(ledger.plans()) == 1


@pytest.mark.parametrize(
    ("fields", "kind", "sequence"),
    [
        ({"hour": 11}, "major", 1),
        ({"location": "Dale Radio"}, "major", 1),
        ({"geo": (53.5, -1.4)}, "major", 1),
        ({"summary": "A visit"}, "minor", 0),
        ({"description": "Bring a pen"}, "minor", 0),
        ({"categories": ("Visit",)}, "minor", 0),
    ],
)
def test_time_and_place_are_major(ledger: Ledger, fields: dict[str, object], kind: str, sequence: int) -> None:
    """Another time or place raises SEQUENCE; anything else keeps it and has a later DTSTAMP."""
    publish(ledger, invitation(event()))
    (change,) = publish(ledger, invitation(event(**fields)))  # type: ignore[arg-type]
    assert (change.kind, change.event.sequence) == (kind, sequence)
    assert change.before is not None
    assert change.event.dtstamp > change.before.dtstamp


def test_a_life(ledger: Ledger) -> None:
    """New, moved, cancelled, on again, cancelled: one identifier, and SEQUENCE rises at every step."""
    told = [publish(ledger, invitation(event()))[0], publish(ledger, invitation(event(hour=12)))[0]]
    told += [publish(ledger)[0], publish(ledger, invitation(event(hour=12)))[0], publish(ledger)[0]]
    assert [(str(change.kind), change.method, change.event.sequence) for change in told] == [
        ("new", "REQUEST", 0),
        ("major", "REQUEST", 1),
        ("cancel", "CANCEL", 2),
        ("reinstate", "REQUEST", 3),
        ("cancel", "CANCEL", 4),
    ]
    assert len({change.event.uid for change in told}) == 1
    stamps = [change.event.dtstamp for change in told]
    assert stamps == sorted(set(stamps))


def test_a_cancellation_repeats_what_was_told(ledger: Ledger) -> None:
    """It has the summary and times last told, STATUS:CANCELLED and its one attendee."""
    publish(ledger, invitation(event(hour=14)))
    (change,) = publish(ledger)
    (about,) = icalendar.Calendar.from_ical(change.content).events
    assert (str(about["SUMMARY"]), about["STATUS"], about["SEQUENCE"]) == ("Visit", "CANCELLED", 1)
    assert about.start == event(hour=14).start
    assert str(about["ATTENDEE"]) == "mailto:p1@people.example"


def test_another_mailbox_is_invited_anew(ledger: Ledger) -> None:
    """A corrected address gets the event with a SEQUENCE above all told before; the old one is told it is off."""
    publish(ledger, invitation(event(), address="wrong@people.example"))
    told = publish(ledger, invitation(event(), address="right@people.example"))
    assert [(c.method, c.invitation.address, c.event.sequence) for c in told] == [
        ("CANCEL", "wrong@people.example", 1),
        ("REQUEST", "right@people.example", 2),
    ]


def test_a_clock_set_back_does_not_set_stamps_back(ledger: Ledger) -> None:
    """DTSTAMP rises although the machine's clock has fallen."""
    (first,) = publish(ledger, invitation(event()))
    (second,) = publish(ledger, invitation(event(hour=11)), now=NOW - timedelta(days=3))
    assert second.event.dtstamp > first.event.dtstamp


def test_an_answer_outlives_a_minor_change_alone(ledger: Ledger) -> None:
    """Who accepted has still accepted when a note is added, and is asked again when the time moves."""
    (first,) = publish(ledger, invitation(event()))
    ledger.hear(Reply(NOW, "s", first.event.uid, first.invitation.address, "REPLY", 0, NOW, "ACCEPTED", "", "applied"))
    (minor,) = publish(ledger, invitation(event(description="Bring a pen")))
    (major,) = publish(ledger, invitation(event(description="Bring a pen", hour=15)))
    assert b"PARTSTAT=ACCEPTED" in minor.content.replace(b"\r\n ", b"")
    assert b"PARTSTAT=NEEDS-ACTION" in major.content.replace(b"\r\n ", b"")


def test_making_a_date_firm_asks_nobody_again(ledger: Ledger) -> None:
    """From provisional to firm SEQUENCE rises, as STATUS changes, and an answer stays."""
    (first,) = publish(ledger, invitation(event(status="TENTATIVE")))
    ledger.hear(Reply(NOW, "s", first.event.uid, first.invitation.address, "REPLY", 0, NOW, "ACCEPTED", "", "applied"))
    (firm,) = publish(ledger, invitation(event()))
    assert (firm.kind, firm.event.sequence) == ("status", 1)
    assert b"STATUS:TENTATIVE" in first.content
    assert b"STATUS:CONFIRMED" in firm.content
    assert b"PARTSTAT=ACCEPTED" in firm.content.replace(b"\r\n ", b"")


def test_messages_carry_no_alarms(ledger: Ledger) -> None:
    """Reminders are for files and feeds: no message has one, and adding one tells nobody anything."""
    (first,) = publish(ledger, invitation(event(alarms=(60,))))
    assert b"VALARM" not in first.content
    assert publish(ledger, invitation(replace(event(), alarms=(30,)))) == []


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what lets a new tzdata come in which London keeps the hours of Paris."""
    known = zones.zone_data

    def arrive() -> None:
        monkeypatch.setattr(zones, "zone_data", lambda key: known("Europe/Paris" if "London" in key else key))
        zones.zone.cache_clear()

    yield arrive
    zones.zone.cache_clear()


def test_new_rules_move_the_moment(ledger: Ledger, later: Callable[[], None]) -> None:
    """At the same time by the clock, but another moment: it is told anew, everyone is asked, and it is known why."""
    publish(ledger, invitation(event(hour=10)))
    later()
    (change,) = publish(ledger, invitation(event(hour=9)))
    assert (change.kind, change.event.sequence, change.by_other_rules) == ("major", 1, True)
    assert b"PARTSTAT=NEEDS-ACTION" in change.content.replace(b"\r\n ", b"")
    assert told(change) == (
        "Person P1: Visit, Thu 8 Oct 2026 11:00 as before, 60 minutes earlier by new rules of Europe/London"
    )
    assert publish(ledger, invitation(event(hour=9))) == []


def test_new_rules_move_the_clocks(ledger: Ledger, later: Callable[[], None]) -> None:
    """At the same moment, but another time by the clock: programs that go by the clock have to be told."""
    publish(ledger, invitation(event(hour=10)))
    later()
    (change,) = publish(ledger, invitation(event(hour=10)))
    assert (change.kind, change.event.sequence, change.by_other_rules) == ("major", 1, False)
    assert told(change) == "Person P1: Visit, from Thu 8 Oct 2026 11:00 to Thu 8 Oct 2026 12:00"
    assert publish(ledger, invitation(event(hour=10))) == []


def test_a_move_is_a_move_whatever_the_rules(ledger: Ledger) -> None:
    """What is planned for another time is not put down to rules of zones."""
    publish(ledger, invitation(event(hour=10)))
    (change,) = publish(ledger, invitation(event(hour=11)))
    assert (change.kind, change.by_other_rules) == ("major", False)


def test_ledgers_that_do_not_know_the_clocks(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what was told before ledgers kept what clocks show, nobody is told again."""
    with monkeypatch.context() as patch:
        patch.setattr("cohortplan.calendars.ledger.entries.clocks", lambda _: None)
        publish(ledger, invitation(event()))
    assert [entry.clocks for entry in ledger.entries()] == [None]
    assert publish(ledger, invitation(event())) == []
