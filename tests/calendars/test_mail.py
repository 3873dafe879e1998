"""Messages: whole for people and for programs, the same bytes each time, and safe whatever names hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from cohortplan.calendars.ical import Event, Mailbox
from cohortplan.calendars.ledger import Entry, Invitation, Ledger
from cohortplan.calendars.mail import Writer
from tests.calendars.ledger.events import NOW, OFFICE, event, invitation, publish

SECRET = "0123456789abcdef" * 2


def entries(path: Path, *plans: tuple[Invitation, ...]) -> list[Entry]:
    """Publish one plan after another; return what is to be told."""
    with Ledger(path / "ledger.sqlite", durable=False) as ledger:
        for plan in plans:
            publish(ledger, *plan)
        return list(ledger.entries())


def written(entry: Entry, *earlier: Entry) -> EmailMessage:
    """Write a message and read it again."""
    read = message_from_bytes(Writer(OFFICE, SECRET).write(entry, earlier), policy=policy.SMTP)
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    """Return the only part of a type."""
    (found,) = [each for each in mail.walk() if each.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


def test_a_message_is_the_same_each_time(tmp_path: Path) -> None:
    """Two writers of one programme write the same bytes, those of another programme other names."""
    (entry,) = entries(tmp_path, (invitation(event()),))
    first, again = Writer(OFFICE, SECRET).write(entry), Writer(OFFICE, SECRET).write(entry)
    assert first == again
    assert Writer(OFFICE, SECRET[::-1]).write(entry) != first


def test_programs_find_the_object_twice_unharmed(tmp_path: Path) -> None:
    """As text/calendar with the object's own method, and as a file; both are the ledger's bytes."""
    (entry,) = entries(tmp_path, (invitation(event(summary="Café, 10 %")),))
    mail = written(entry)
    inline, attached = part(mail, "text/calendar"), part(mail, "application/ics")
    assert inline.get_payload(decode=True) == attached.get_payload(decode=True) == entry.content
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_content_charset() == "utf-8"
    assert attached.get_filename() == "invite.ics"


def test_people_read_all_of_it_without_a_calendar(tmp_path: Path) -> None:
    """Title, day, times with their zone, place and notes stand in the text and in the page."""
    about = event(
        summary="Visit: Moorside", location="Moorside, Leeds", description="Bring a pen\nContact: us@x.example"
    )
    (entry,) = entries(tmp_path, (invitation(about),))
    mail = written(entry)
    for kind in ("text/plain", "text/html"):
        text = part(mail, kind).get_content()
        for said in ("Visit: Moorside", "Thursday 8 October 2026, 11:00 to 12:00 (Europe/London)", "Moorside, Leeds"):
            assert said in text
        assert "Bring a pen" in text
    assert mail["Subject"] == "Invitation: Visit: Moorside, Thu 8 Oct 2026"


def test_from_is_who_invites(tmp_path: Path) -> None:
    """Programs compare the sender with the organizer; an answer goes to the same mailbox."""
    (entry,) = entries(tmp_path, (invitation(event()),))
    mail = written(entry)
    assert mail["From"].addresses[0].addr_spec == mail["Reply-To"].addresses[0].addr_spec == OFFICE.address
    assert f"mailto:{OFFICE.address}".encode() in entry.content.replace(b"\r\n ", b"")
    assert mail["To"].addresses[0].addr_spec == "p1@people.example"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_messages_about_one_event_are_a_thread(tmp_path: Path) -> None:
    """An update names the message before it, and is called what it is."""
    told = entries(tmp_path, (invitation(event()),), (invitation(event(hour=12)),), ())
    first, second, last = written(told[0]), written(told[1], told[0]), written(told[2], told[0], told[1])
    assert second["In-Reply-To"] == first["Message-ID"]
    assert last["References"] == f"{first['Message-ID']} {second['Message-ID']}"
    assert [each["Subject"].split(":")[0] for each in (first, second, last)] == ["Invitation", "Changed", "Cancelled"]
    assert "your calendar removes it" in part(last, "text/plain").get_content().lower()


def test_dates_are_when_it_was_published(tmp_path: Path) -> None:
    """The date is that of the version, not of the writing."""
    (entry,) = entries(tmp_path, (invitation(event()),))
    assert written(entry)["Date"].datetime == NOW


@pytest.mark.parametrize(
    "name",
    ["Eve\r\nBcc: all@people.example", 'Eve "The" O\\Neil <eve@x.example>', "Ève\u2028Ö", "=?utf-8?q?x?=", "a" * 300],
)
def test_names_are_data(tmp_path: Path, name: str) -> None:
    """No name becomes a header, an address or a line of its own."""
    about = event(summary=f"Visit {name}", location=name, description=name)
    given = Invitation("participant", "P1", name, "p1@people.example", about)
    (entry,) = entries(tmp_path, (given,))
    raw = Writer(Mailbox(name, OFFICE.address), SECRET).write(entry)
    mail = message_from_bytes(raw, policy=policy.SMTP)
    assert mail["Bcc"] is None
    assert [each.addr_spec for each in mail["To"].addresses] == ["p1@people.example"]
    assert [each.addr_spec for each in mail["From"].addresses] == [OFFICE.address]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_markup_is_text(tmp_path: Path) -> None:
    """What a name holds of markup is shown, not obeyed."""
    (entry,) = entries(tmp_path, (invitation(event(summary="<script>x</script> & co")),))
    page = part(written(entry), "text/html").get_content()
    assert "<script>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; &amp; co" in page


def test_whole_days_and_nights(tmp_path: Path) -> None:
    """A residential is told by its days, a night visit with both dates, each as clocks there show it."""
    days = Event(uid="r@x", dtstamp=NOW, start=date(2027, 3, 27), end=date(2027, 3, 29), summary="Retreat")
    night = Event(
        uid="n@x",
        dtstamp=NOW,
        start=datetime(2026, 10, 24, 21, tzinfo=UTC),
        end=datetime(2026, 10, 25, 6, tzinfo=UTC),
        summary="Night",
        zone="Europe/London",
    )
    first, second = entries(tmp_path, (invitation(days), invitation(night)))
    assert "Saturday 27 March 2027 to Sunday 28 March 2027" in part(written(first), "text/plain").get_content()
    said = "Saturday 24 October 2026, 22:00 to Sunday 25 October 2026, 06:00 (Europe/London)"
    assert said in part(written(second), "text/plain").get_content()
