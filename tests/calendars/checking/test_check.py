from __future__ import annotations

import random
from dataclasses import replace

import pytest

from cohortplan.calendars.checking.base import SERIES
from cohortplan.calendars.checking.check import check, rules
from cohortplan.calendars.ical import Calendar, render
from tests.calendars.checking import seeds
from tests.calendars.checking.seeds import FEED, MAIL, PUBLISH, REQUEST, SEEDS, Seed, message
from tests.calendars.salvage.corpus import damaged

SOUND = {
    "feed.ics": FEED,
    "publish.ics": PUBLISH,
    "request.eml": MAIL,
    **{f"{name}.ics": message(name) for name in ("REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER")},
    "empty.ics": render(Calendar("Nothing yet")),
}


def broken(*files: tuple[str, bytes]) -> set[str]:
    """Return the rules that files break."""
    return {finding.rule for finding in check(files)}


@pytest.mark.parametrize("name", SOUND)
def test_sound_files_are_found_sound(name: str) -> None:
    """What our own writer makes of each kind of calendar and message breaks no rule, not even with a warning."""
    assert check([(name, SOUND[name])]) == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.rule)
def test_each_defect_is_found_and_only_that(seed: Seed) -> None:
    """Of a sound file with one defect, the rule that it breaks is told, and no other."""
    assert broken((seed.name, seed.broken)) == {seed.rule}


def test_every_rule_has_a_defect() -> None:
    """No rule is without a file that breaks it, and there are more than thirty."""
    names = {rule.id for rule in rules()}
    assert names == {seed.rule for seed in SEEDS}
    assert len(names) > 30


def test_every_rule_says_where_it_is_written_and_what_must_hold() -> None:
    """Each has a section of an RFC, a remedy, and a docstring that states it."""
    for rule in (*rules(), *SERIES.all.values()):
        assert rule.section.startswith("RFC ")
        assert rule.remedy
        assert rule.find.__doc__


def test_a_finding_tells_line_section_and_remedy() -> None:
    """The line is that of the file, folded lines counted; the sentence has all that is needed to mend it."""
    data = FEED.replace(b"GEO:53.5", b"GEO:93.5")
    (finding,) = check([("year.ics", data)])
    line = data[: data.index(b"GEO:")].count(b"\n") + 1
    assert str(finding) == (
        f"year.ics, line {line}: error: GEO is no place on Earth: 93.522800;-1.128500 (RFC 5545, 3.8.1.6). "
        "Write latitude;longitude in degrees, such as 53.959000;-1.082000"
    )


def test_versions_of_an_event_are_held_against_each_other() -> None:
    """A later message with a lower SEQUENCE is found, whichever file comes first; one that raises it is sound."""
    later = replace(seeds.VISIT, dtstamp=seeds.STAMP.replace(day=2), sequence=1)
    first, second = ("a.ics", REQUEST), ("b.ics", message("REQUEST", later))
    for files in ((first, second), (second, first)):
        (finding,) = check(files)
        assert (finding.rule, finding.file) == ("sequence-falls", "b.ics")
    assert check([first, ("b.ics", message("CANCEL", replace(later, sequence=3)))]) == []


def test_a_mailbox_is_many_messages() -> None:
    """Each message of an mbox is checked by itself, stored with line feeds and quoted lines as it is."""
    stored = [each.replace(b"\r\n", b"\n") for each in (MAIL, MAIL.replace(b'method="REQUEST"', b'method="REPLY"'))]
    box = b"".join(b"From office Thu Oct  8 10:00:00 2026\n" + each + b"\n" for each in stored)
    (finding,) = check([("box", box)])
    assert (finding.rule, finding.file) == ("method-parameter", "box, message 2")


@pytest.mark.parametrize("encoding", ["quoted-printable", "8bit", "7bit"])
def test_line_ends_of_a_stored_message_are_not_the_senders(encoding: str) -> None:
    """Where a message was stored with line feeds, its calendar part is not blamed for them."""
    body = message("CANCEL").replace("é".encode(), b"e")
    head = f"From: office@programme.example\nContent-Type: text/calendar; method=CANCEL\nX-To: {encoding}\n"
    coding = f"Content-Transfer-Encoding: {encoding}\n\n"
    coded = body.replace(b"=", b"=3D") if encoding == "quoted-printable" else body
    letter = (head + coding).encode() + coded.replace(b"\r\n", b"\n")
    assert broken(("a.eml", letter)) == {"no-text"}


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"From \n\n", b"BEGIN:\r\n" * 3, b":;:;\r\nEND:X\r\n"])
@pytest.mark.parametrize("name", ["a.ics", "a.eml", "a.mbox", "a"])
def test_nothing_is_too_broken_to_be_checked(name: str, data: bytes) -> None:
    """Whatever the bytes, the checker answers."""
    check([(name, data)])


def test_damaged_messages_are_checked() -> None:
    """Nor is any message, in a mailbox or not, whatever becomes of it on the way."""
    rng = random.Random(3)  # noqa: S311 - nothing secret is drawn
    box = b"From x\n" + MAIL + b"\n\nFrom y\n" + MAIL.replace(b"\r\n", b"\n")
    for name, data in [("a.eml", MAIL), ("a.mbox", box)] * 50:
        check([(name, damaged(data, rng))])
