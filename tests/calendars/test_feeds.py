import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import icalendar
import pytest

from cohortplan.calendars.feeds import Feed, feeds, write_feeds
from cohortplan.calendars.ical import Event, render
from cohortplan.calendars.items import items
from cohortplan.calendars.projection import first_name
from cohortplan.errors import PlanError
from cohortplan.model import (
    Absence,
    Activity,
    Cannot,
    Duty,
    Host,
    Participant,
    Plan,
    PlannedActivity,
    Programme,
    Round,
    Scenario,
    SetSpec,
    Tie,
    Window,
)
from cohortplan.model import Event as CohortEvent
from tests.calendars.reading import times, unfolded
from tests.support.builders import make_scenario
from tests.support.plans import make_plan

PEOPLE = ("Amara Blythe", "Dr Callum Denby", "Ellwood, Farida", "Gareth Illingworth", "Hasan Jessop", "Ines Kirkby")
SURNAMES = ("Blythe", "Denby", "Ellwood", "Illingworth", "Jessop", "Kirkby")
FIRST_NAMES = ("Amara", "Callum", "Farida", "Gareth", "Hasan", "Ines")
CONTACT = "office@programme.example"
SEATS = {"D1": "P1 P2 P3 | P4 P5 P6", "D2": "P1 P5 P6 | P2 P3 P4"}
VISITS = {
    ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 120),
    ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 120),
    ("D2.1", "visit"): ("H2", "2026-10-25T09:00", 120),
    ("D2.2", "visit"): ("H1", "2027-03-28T09:00", 120),
}


def local(text: str) -> datetime:
    """Return a wall-clock time."""
    return datetime.fromisoformat(text)


def canary(field: str, number: int) -> str:
    """Return a string that occurs nowhere else."""
    return f"zz{field}{number}zz"


def participant(number: int) -> Participant:
    """Return a participant every closed field of whom holds a canary."""
    return Participant(
        id=f"P{number}",
        name=PEOPLE[number - 1],
        email=f"{canary('mail', number)}@example.org",
        attributes={
            "sector": ("public", "private", "nonprofit")[number % 3],
            "organisation": canary("employer", number),
            "town": canary("town", number),
        },
        flags=(canary("flag", number),),
        cannot=(Cannot(code=canary("code", number)),),
        asks=(canary("ask", number),),
        offers=(canary("offer", number),),
        extra={"diet": canary("diet", number), "needs": canary("need", number)},
        leaves=date(2027, 4, 30) if number == 6 else None,
    )


def day(round_id: str, start: str, end: str, **more: Any) -> Round:
    """Return a round with one visit in the time given and two sets of two to four."""
    window = Window(start=local(start), end=local(end))
    visit = Activity(id="visit", kind="visit", windows=(window,), minutes=120)
    sets = tuple(SetSpec(id=f"{round_id}.{k}", least=2, most=4) for k in (1, 2))
    return Round(id=round_id, sets=sets, activities=(visit, *more.get("activities", ())))


def scenario(**parts: Any) -> Scenario:
    """Return six people, three hosts (one idle), two days with visits, one meeting and one event of the cohort."""
    meeting_window = Window(start=local("2026-10-08T14:00"), end=local("2026-10-08T15:30"))
    meeting = Activity(id="review", title="Peer review", windows=(meeting_window,), place="Town Hall, Leeds")
    return make_scenario(
        implied=False,
        **{
            "programme": Programme(
                id="spring 26-27",
                title="Spring Programme",
                starts=date(2026, 9, 1),
                ends=date(2027, 7, 31),
                planned_on=date(2026, 8, 17),
                contact=CONTACT,
            ),
            "participants": tuple(participant(number) for number in range(1, 7)),
            "hosts": (
                Host(id="H1", name="Moorside Prison", kind="prison", town="Doncaster", lat=53.5228, lon=-1.1285),
                Host(id="H2", name="Dale, Radio; FM", kind="radio", town="Leeds"),
                Host(id="H3", name="Quiet Hospital", kind="hospital"),
            ),
            "rounds": (
                day("D1", "2026-10-08T10:00", "2026-10-08T13:00", activities=(meeting,)),
                day("D2", "2026-10-25T09:00", "2027-03-28T12:00"),
            ),
            "events": (
                CohortEvent(
                    id="kick", title="Kick-off", start=local("2026-09-24T09:00"), end=local("2026-09-24T17:00")
                ),
                CohortEvent(
                    id="close",
                    title="Close",
                    start=local("2027-05-13T18:00"),
                    end=local("2027-05-13T21:00"),
                    place="Hull",
                ),
            ),
            "ties": (Tie(a="P1", b="P2", source=canary("tie", 1)),),
            "absences": (
                Absence(participant="P3", first=date(2026, 12, 1), last=date(2026, 12, 9), reason=canary("absence", 3)),
            ),
            **parts,
        },
    )


def plan_of(given: Scenario, visits: dict[tuple[str, str], tuple[str, str, int]] | None = None) -> Plan:
    """Return the plan of `SEATS` and `VISITS`, with the review of the first day."""
    plan = make_plan(given, SEATS, VISITS if visits is None else visits)
    review = PlannedActivity(
        id="review",
        kind="meet",
        start=given.aware(local("2026-10-08T14:00")),
        end=given.aware(local("2026-10-08T15:30")),
    )
    first, second = plan.rounds
    sets = tuple(each.model_copy(update={"activities": (*each.activities, review)}) for each in first.sets)
    return plan.model_copy(update={"rounds": (first.model_copy(update={"sets": sets}), second)})


def by_path(given: Scenario, plan: Plan) -> dict[str, Feed]:
    """Return the feeds by path."""
    return {str(feed.path): feed for feed in feeds(given, items(given, plan))}


SCENARIO = scenario()
PLAN = plan_of(SCENARIO)
FEEDS = by_path(SCENARIO, PLAN)


def text_of(feed: Feed) -> str:
    """Return everything a feed says, unfolded, with its path."""
    return "\n".join([str(feed.path), *unfolded(render(feed.calendar))])


def summaries(feed: Feed) -> list[str]:
    """Return the summaries of a feed's events."""
    return [event.summary for event in feed.calendar.events]


def test_everyone_has_a_calendar() -> None:
    """There is one feed for each participant, each set of each round, each host, idle ones too, and the programme."""
    assert list(FEEDS) == [
        *(f"participants/P{k}.ics" for k in range(1, 7)),
        *(f"sets/{name}.ics" for name in ("D1.1", "D1.2", "D2.1", "D2.2")),
        *(f"hosts/H{k}.ics" for k in range(1, 4)),
        "programme.ics",
    ]
    assert [(feed.audience, feed.name) for feed in FEEDS.values()][-2:] == [
        ("host", "Quiet Hospital"),
        ("programme", "Spring Programme"),
    ]


def test_a_participant_sees_their_own_year() -> None:
    """Own visits, meetings and the cohort's events, in order of time; with whom, by first name; where."""
    feed = FEEDS["participants/P2.ics"]
    assert summaries(feed) == ["Kick-off", "Visit: Moorside Prison", "Peer review", "Visit: Moorside Prison", "Close"]
    visit, review = feed.calendar.events[1:3]
    assert visit.description == f"Spring Programme, set D1.1\nWith Amara, Farida\nContact: {CONTACT}"
    assert (visit.location, visit.geo, visit.categories) == (
        "Moorside Prison, Doncaster",
        (53.5228, -1.1285),
        ("Visit",),
    )
    assert (review.location, review.geo, review.categories) == ("Town Hall, Leeds", None, ("Meeting",))


def test_a_duty_is_told_to_those_who_have_it() -> None:
    """The joining text of P2 names P2's part; no other person's, set's or host's text or overview names a duty."""
    duties = (Duty(id="chair", title="Chairs the review"), Duty(id="notes"))
    given = scenario(duties=duties)
    first, *others = PLAN.rounds
    groups = []
    for group in first.sets:
        held = {"chair": group.members[1:2], "notes": group.members[1:], "stray": group.members}
        done = tuple(each.model_copy(update={"duties": held}) for each in group.activities)
        groups.append(group.model_copy(update={"activities": done}))
    plan = PLAN.model_copy(update={"rounds": (first.model_copy(update={"sets": tuple(groups)}), *others)})
    found = by_path(given, plan)
    visit = found["participants/P2.ics"].calendar.events[1]
    assert visit.description.splitlines()[1] == "Your part: Chairs the review, notes"
    parts = {
        path: re.findall(r"Your part: ([^\n]*)", text_of(feed).replace("\\n", "\n")) for path, feed in found.items()
    }
    assert {path for path, told in parts.items() if told} == {f"participants/P{k}.ics" for k in (2, 3, 5, 6)}
    assert set(parts["participants/P3.ics"]) == {"notes"}
    for feed in found.values():
        if feed.audience != "participant":
            assert not re.search("Chairs|notes|stray", text_of(feed))


def test_nobody_is_asked_to_events_after_they_left() -> None:
    """The close in May is in the calendars of those who are still there."""
    assert "Close" in summaries(FEEDS["participants/P1.ics"])
    assert "Close" not in summaries(FEEDS["participants/P6.ics"])


def test_a_host_sees_how_many_come_and_whom_to_ask() -> None:
    """A host's event has the programme, the set, the head-count and the contact."""
    first = FEEDS["hosts/H1.ics"].calendar.events[0]
    assert first.summary == "Spring Programme: Visit, 3 people"
    assert first.description == f"Spring Programme, set D1.1, 3 people\nContact: {CONTACT}"
    assert first.location == "Moorside Prison, Doncaster"


def test_an_idle_host_has_a_valid_empty_calendar() -> None:
    """Who receives nobody yet still gets a calendar to subscribe to."""
    parsed = icalendar.Calendar.from_ical(render(FEEDS["hosts/H3.ics"].calendar))
    assert (parsed.events, parsed.errors) == ([], [])


def test_the_programme_shows_every_visit_without_taking_time() -> None:
    """The overview has each set's activities and the cohort's events, none of which blocks its reader's time."""
    feed = FEEDS["programme.ics"]
    assert len(feed.calendar.events) == 4 + 2 + 2
    assert {event.transp for event in feed.calendar.events} == {"TRANSPARENT"}
    assert "D1.2: Visit: Dale, Radio; FM" in summaries(feed)


def test_no_closed_field_is_in_any_feed() -> None:
    """Privacy canary: addresses, employers, flags, codes, diets, needs, ties and reasons reach no calendar at all."""
    for feed in FEEDS.values():
        assert not re.search(r"zz[a-z]+\d+zz", text_of(feed)), feed.path


def test_no_surname_is_in_any_feed() -> None:
    """Participants and sets see first names; nobody sees full names."""
    for feed in FEEDS.values():
        assert not [name for name in SURNAMES if name in text_of(feed)], feed.path


def test_no_name_is_in_what_hosts_and_the_public_see() -> None:
    """Privacy canary: hosts' calendars and the overview hold no participant's name or id."""
    for feed in FEEDS.values():
        if feed.audience in ("host", "programme"):
            assert not [name for name in FIRST_NAMES if name in text_of(feed)], feed.path
            assert not re.search(r"\bP[1-6]\b", text_of(feed)), feed.path


def test_participants_see_the_names_of_their_own_set_only() -> None:
    """No calendar of a participant or a set names people of another set at that time."""
    ids = {f"P{k}": name for k, name in enumerate(FIRST_NAMES, 1)}
    for planned in PLAN.rounds:
        for group in planned.sets:
            for member in group.members:
                events = FEEDS[f"participants/{member}.ics"].calendar.events
                about = " ".join(event.description for event in events if f"set {group.id}" in event.description)
                assert about
                assert [name for key, name in ids.items() if name in about] == [
                    ids[key] for key in group.members if key != member
                ]


def test_closed_fields_change_no_byte() -> None:
    """Feeds are a projection: other values in every closed field give the same files."""
    blank = tuple(
        Participant(id=p.id, name=p.name, leaves=p.leaves, attributes=p.attributes) for p in SCENARIO.participants
    )
    attributes = {"sector": "public", "organisation": "Elsewhere", "town": "Nowhere"}
    blank = tuple(p.model_copy(update={"attributes": attributes}) for p in blank)
    other = scenario(participants=blank, ties=(), absences=())
    redrawn = [render(f.calendar) for f in feeds(other, items(other, PLAN))]
    assert redrawn == [render(f.calendar) for f in FEEDS.values()]


def events_by_uid(found: dict[str, Feed]) -> dict[str, Event]:
    """Return all events of all feeds by UID."""
    return {event.uid: event for feed in found.values() for event in feed.calendar.events}


def test_uids_are_unique_and_stay_when_time_and_host_change() -> None:
    """A moved visit keeps its UID for participants and sets; only hosts get and lose events."""
    events = [event for feed in FEEDS.values() for event in feed.calendar.events]
    assert len(events_by_uid(FEEDS)) == len(events)
    moved = {**VISITS, ("D1.1", "visit"): ("H3", "2026-10-08T11:00", 120)}
    again = by_path(SCENARIO, plan_of(SCENARIO, moved))
    for path, feed in FEEDS.items():
        same = [event.uid for event in feed.calendar.events]
        assert (sorted(event.uid for event in again[path].calendar.events) == sorted(same)) == (
            path not in ("hosts/H1.ics", "hosts/H3.ics")
        )
    (uid,) = {event.uid for event in FEEDS["sets/D1.1.ics"].calendar.events if "Visit" in event.summary}
    assert events_by_uid(FEEDS)[uid].start != events_by_uid(again)[uid].start


def test_uids_tell_nothing_and_stay_for_ever() -> None:
    """A UID is a version 5 UUID at a name made of the programme's id; that it never changes is pinned here."""
    for uid in events_by_uid(FEEDS):
        name, _, domain = uid.partition("@")
        assert UUID(name).version == 5
        assert domain == "spring-26-27.cohortplan.invalid"
    assert FEEDS["programme.ics"].calendar.events[0].uid.startswith("cdcd2e53-fac0-52b6-8606-acb33caac406@")


def test_time_stamp_comes_from_the_scenario() -> None:
    """DTSTAMP is the day of planning at midnight UTC, or else the programme's first day."""
    assert {event.dtstamp for event in events_by_uid(FEEDS).values()} == {datetime(2026, 8, 17, tzinfo=UTC)}
    programme = SCENARIO.programme.model_copy(update={"planned_on": None})
    later = by_path(scenario(programme=programme), PLAN)
    assert {event.dtstamp for event in events_by_uid(later).values()} == {datetime(2026, 9, 1, tzinfo=UTC)}


def test_files_are_equal_byte_for_byte(tmp_path: Path) -> None:
    """Two runs, one from a plan that went through its file format, write the same bytes."""
    reread = Plan.model_validate_json(PLAN.model_dump_json())
    first = write_feeds(tmp_path / "first", feeds(SCENARIO, items(SCENARIO, PLAN)))
    second = write_feeds(tmp_path / "second", feeds(SCENARIO, items(SCENARIO, reread)))
    assert [path.relative_to(tmp_path / "first") for path in first] == [
        path.relative_to(tmp_path / "second") for path in second
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path for path in (tmp_path / "first").rglob("*") if path.is_file()) == sorted(first)


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_read_back(path: str) -> None:
    """The icalendar library reads each feed without complaint, and finds each event at its moment with its text."""
    feed = FEEDS[path]
    data = render(feed.calendar)
    parsed: Any = icalendar.Calendar.from_ical(data)
    assert parsed.errors == []
    assert "METHOD" not in parsed
    assert times(data) == [(event.start, event.end) for event in feed.calendar.events]
    for got, event in zip(parsed.events, feed.calendar.events, strict=True):
        assert (str(got["UID"]), str(got["SUMMARY"]), str(got["LOCATION"] if event.location else "")) == (
            event.uid,
            event.summary,
            event.location,
        )
        assert (got.start.astimezone(UTC), got.end.astimezone(UTC)) == (event.start, event.end)


def test_an_empty_plan_gives_valid_empty_sets_and_hosts(tmp_path: Path) -> None:
    """Before anything is planned there are the cohort's events, and empty calendars that parse."""
    empty = PLAN.model_copy(update={"rounds": ()})
    for path in write_feeds(tmp_path, feeds(SCENARIO, items(SCENARIO, empty)))[:-1]:
        parsed = icalendar.Calendar.from_ical(path.read_bytes())
        assert len(parsed.events) == (0 if path.parent.name in ("sets", "hosts") else 1 if path.stem == "P6" else 2)


def test_what_the_scenario_does_not_know_is_left_out() -> None:
    """Unknown people, hosts, sets, rounds and activities of a damaged plan reach no calendar."""
    text = PLAN.model_dump_json()
    for known, unknown in (("P3", "P9"), ("H2", "H9"), ("D2.2", "D9.9"), ('"review"', '"dance"')):
        damaged = Plan.model_validate_json(text.replace(known, unknown))
        found = "".join(text_of(feed) for feed in feeds(SCENARIO, items(SCENARIO, damaged)))
        assert unknown not in found
    strange = PLAN.model_copy(update={"rounds": (PLAN.rounds[0].model_copy(update={"id": "D9"}),)})
    assert summaries(by_path(SCENARIO, strange)["sets/D1.1.ics"]) == []


def test_a_member_listed_twice_counts_once() -> None:
    """A set that names a person twice, as a damaged plan may, still has each event once and the right head-count."""
    found = by_path(SCENARIO, Plan.model_validate_json(PLAN.model_dump_json().replace('"P3"', '"P3","P3"')))
    assert [render(feed.calendar) for feed in found.values()] == [render(feed.calendar) for feed in FEEDS.values()]


@pytest.mark.parametrize(
    ("right", "wrong"), [('"host":"H1"', '"host":null'), ('"meet","host":null', '"meet","host":"H1"')]
)
def test_a_visit_has_a_host_and_a_meeting_has_none(right: str, wrong: str) -> None:
    """A visit to nobody and a meeting at a host, which a damaged plan may hold, are left out."""
    text = PLAN.model_dump_json()
    assert right in text
    found = by_path(SCENARIO, Plan.model_validate_json(text.replace(right, wrong)))
    assert len(found["programme.ics"].calendar.events) == len(FEEDS["programme.ics"].calendar.events) - 2


@pytest.mark.parametrize(
    ("right", "wrong"), [("2026-10-25T11:00", "2026-10-25T08:00"), ("2026-10-25T11:00", "9999-12-31T11:00")]
)
def test_impossible_times_are_refused(right: str, wrong: str) -> None:
    """A plan whose activity ends before it begins, or in a year beyond all calendars, names set and activity."""
    text = PLAN.model_dump_json()
    assert right in text
    with pytest.raises(PlanError, match=r"set D2\.1: visit"):
        list(items(SCENARIO, Plan.model_validate_json(text.replace(right, wrong))))


def test_index_lists_every_feed_and_holds_no_formula(tmp_path: Path) -> None:
    """The list has path, audience, name and count of each feed; cells that a spreadsheet would run are text."""
    people = (SCENARIO.participants[0].model_copy(update={"name": "=HYPERLINK(1)"}), *SCENARIO.participants[1:])
    hosts = (SCENARIO.hosts[0].model_copy(update={"name": "@sum, or not"}), *SCENARIO.hosts[1:])
    renamed = scenario(participants=people, hosts=hosts)
    *_, index = write_feeds(tmp_path, feeds(renamed, items(renamed, PLAN)))
    rows = list(csv.DictReader(index.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == {
        "path": "participants/P1.ics",
        "audience": "participant",
        "name": "'=HYPERLINK(1)",
        "events": "5",
    }
    assert {"path": "hosts/H1.ics", "audience": "host", "name": "'@sum, or not", "events": "2"} in rows
    assert [row["path"] for row in rows] == list(FEEDS)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk gives up half-way, the published file is as it was and no scrap is left."""
    write_feeds(tmp_path, FEEDS.values())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        write_feeds(tmp_path, list(FEEDS.values())[3:])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amara Blythe", "Amara"),
        ("Ellwood, Farida", "Farida"),
        ("Prof. Dr. Ines Calder", "Ines"),
        ("Denby, Dr Jo", "Jo"),
        ("Ash", "Ash"),
        ("Dr", "Dr"),
        ("Ash,", "Ash,"),
        ("", ""),
    ],
)
def test_first_names(name: str, expected: str) -> None:
    """People are called by their first name, without titles, however the sheet spells the name."""
    assert first_name(name) == expected


def test_who_has_left_is_in_no_calendar_of_later_days_of_the_round() -> None:
    """P2 leaves between the two visit days of round D2: the later visit has no P2, for nobody, and two people."""
    people = tuple(
        person.model_copy(update={"leaves": date(2026, 11, 30)}) if person.id == "P2" else person
        for person in SCENARIO.participants
    )
    found = by_path(scenario(participants=people), PLAN)
    assert not [event for event in found["participants/P2.ics"].calendar.events if event.start.year == 2027]
    later = [e for e in found["participants/P3.ics"].calendar.events if e.start.date() == date(2027, 3, 28)]
    assert ["With Gareth" in event.description for event in later] == [True]
    assert [e.summary[-8:] for e in found["hosts/H1.ics"].calendar.events if e.start.year == 2027] == ["2 people"]
