"""What each kind of document says, and what it keeps to itself."""

from __future__ import annotations

import ast
from datetime import datetime
from pathlib import Path

import pytest

from cohortplan.documents.sheets import Document, html, kinds, registry
from cohortplan.model import Charter, Guest, Scenario
from tests.documents.sheets.office import office, sheets
from tests.documents.sheets.reading import words_of_page

SCENARIO, PLAN = office()


def said(document: Document) -> str:
    """Return what a document says."""
    return " ".join(words_of_page(html(document)))


def one(kind: str, to: str, scenario: Scenario = SCENARIO, **how: str) -> str:
    """Return what a document says."""
    return said(sheets(scenario, PLAN, kind, **how)[to])


def test_kinds_look_at_people_as_their_audience_does() -> None:
    """No kind reads people or private facts from the scenario itself: all of that comes from a view."""
    closed = {"participants", "private", "private_of", "ties", "absences", "objections", "flags", "cannot", "extra"}
    for path in Path(kinds.__path__[0]).glob("*.py"):
        read = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert not read & closed, path.name


def test_a_host_reads_counts_and_those_who_agreed() -> None:
    """The prison is told of three people, one vegan, one halal, a hearing loop, and by name of Orla alone."""
    text = one("host-briefing", "H1")
    for word in (
        "4 people",
        "by 09:45",
        "1 halal, 1 vegan and 1 of anything",
        "1 hearing loop",
        "Orla Benning (City Hall)",
    ):
        assert word in text, word
    for word in ("Tomas", "Quayle", "Ngozi", "Farrow", "stairs", "first", "Jane", "1981", "960001", "Gwen"):
        assert word not in text, word


def test_a_gate_reads_what_it_asked_for() -> None:
    """Legal names, dates of birth and documents, as the host lists them; no number, no everyday name; and its end."""
    (document,) = sheets(SCENARIO, PLAN, "gate-pack").values()
    text = said(document)
    for word in ("Orla Jane Benning", "1981-02-03", "passport", "Passport or photocard licence.", "01904 555 0100"):
        assert word in text, word
    assert document.marking == "Confidential. Delete by Tue 13 Oct 2026."
    for word in ("533401872", "City Hall", "vegan", "960001", "Ngozi"):
        assert word not in text, word


def test_a_gate_is_told_what_is_still_to_come() -> None:
    """Where a legal name is missing the list says that it will be sent; a whole list says nothing of the kind."""
    late = "the office has yet to send you what is missing"
    assert late not in one("gate-pack", "D1.1")
    nameless = [
        each.model_copy(update={"legal_name": ""} if each.participant == "A02" else {}) for each in SCENARIO.private
    ]
    assert late in one("gate-pack", "D1.1", SCENARIO.model_copy(update={"private": tuple(nameless)}))


def test_the_clock_tells_the_organiser_what_is_late() -> None:
    """Names are due three weeks before; Orla is not cleared; Ngozi's facts are missing; and nobody else reads that."""
    text = one("gate-clock", "")
    assert "Thu 17 Sep 2026 Marsh Lane Prison Thu 8 Oct 2026 D1.1 3 Orla Benning" in text
    assert "Orla Benning name as on the document, date of birth and document of Ngozi Farrow Tue" in text
    assert "not cleared" not in "".join(said(each) for each in sheets(SCENARIO, PLAN, "gate-pack").values())


def test_a_day_sheet_has_all_that_the_day_needs() -> None:
    """Who, where and when, the way, what to leave behind, whom to ring, what if; a telephone only if agreed."""
    text = one("day-sheet", "D1.1")
    for word in ("Marsh Lane Prison, York", "09:45", "Gwen Pateley", "Tomas Quayle", "+44 1632 960001", "lockers"):
        assert word in text, word
    assert "Selby 37 min 09:08" in text
    assert "Bring the document you were announced with" in text
    for word in ("960002", "vegan", "hearing", "Jane"):
        assert word not in text, word


def test_ways_that_are_not_known_are_told_of() -> None:
    """Of a town that no place is known by, day sheet and timetable say so; where no ways are known at all, nothing."""
    moved = [
        each.model_copy(update={"attributes": {**each.attributes, "town": "Whitby"}}) if each.id == "A02" else each
        for each in SCENARIO.participants
    ]
    scenario = SCENARIO.but(participants=tuple(moved))
    sheet = one("day-sheet", "D1.1", scenario)
    assert "Selby 37 min 09:08" in sheet
    assert "How long it takes from Whitby is not known here: look it up." in sheet
    assert "the way from Whitby is not known here" in one("timetable", "A02", scenario)
    nowhere = scenario.but(places=())
    for to, kind in (("D1.1", "day-sheet"), ("A03", "timetable"), ("A02", "timetable")):
        assert "look it up" not in one(kind, to, SCENARIO if to == "A03" else nowhere)


def test_a_timetable_is_one_persons_year() -> None:
    """Two visits and the celebration, with whom, and when to leave home; in large print one below the other."""
    text = one("timetable", "A03")
    for word in ("Thu 8 Oct", "Marsh Lane Prison", "D2.2 Tomas Quayle and Hana Ridley", "York Guildhall", "09:08"):
        assert word in text, word
    large = sheets(SCENARIO, PLAN, "timetable", size="large")["A03"]
    assert large.size == "large"
    assert {each.size for each in sheets(SCENARIO, PLAN, "day-sheet", size="large").values()} == {"large"}
    assert {word for word in ("09:08", "Ngozi", "Ridley") if word in said(large)} == {"09:08", "Ngozi", "Ridley"}


def test_nobody_leaves_home_twice_a_day() -> None:
    """When to leave stands at the first thing of a day that has a place, also of a venue behind its town."""
    (close, *_) = SCENARIO.events
    start, end = (datetime(2026, 10, 8, 9, minute) for minute in (0, 30))  # noqa: DTZ001 - local times
    coffee = close.model_copy(
        update={"id": "coffee", "title": "Coffee", "start": start, "end": end, "place": "York, Hall"}
    )
    text = one("timetable", "A03", SCENARIO.but(events=(*SCENARIO.events, coffee)))
    assert "Thu 8 Oct 09:00–09:30 Coffee York, Hall 08:" in text
    assert "09:08" not in text


def test_a_facilitator_has_numbers_to_ring() -> None:
    """Telephones and whom to ring in need, what they eat and need in counts; nobody's name beside a diet."""
    document = sheets(SCENARIO, PLAN, "facilitator-pack")["F1"]
    text = said(document)
    for word in ("+44 1632 960002", "Ada 01632 960012", "1 halal and 1 vegan", "1 hearing loop"):
        assert word in text, word
    rows = [f"{each.pairs}" for each in document.blocks if each.block == "facts"]
    assert not any("Orla" in row or "Tomas" in row for row in rows)


def test_a_sponsor_reads_sums_and_of_their_own_person() -> None:
    """The sponsor of Orla reads her name and no other, and small sectors as small."""
    text = one("sponsor-summary", "G1")
    assert "Orla Benning" in text
    assert "fewer than 5 public" in text
    for word in ("Tomas", "Quayle", "Ngozi", "vegan"):
        assert word not in text, word
    assert "Orla" not in one("sponsor-summary", "")


def test_a_guest_reads_where_to_be_and_who_agreed_to_be_named() -> None:
    """The sponsor of Orla comes to the celebration: when, where, how many of what sectors, Orla by name."""
    text = one("guest-sheet", "G1")
    for word in (
        "York Guildhall",
        "14:00–16:00",
        "by 13:45",
        "6 people",
        "2 nonprofit, 2 private and 2 public",
        "Orla Benning (City Hall)",
        "01904 555 0100",
        "York's leaders see each other's work.",
    ):
        assert word in text, word
    for word in ("Tomas", "Quayle", "Ngozi", "vegan", "hearing", "960001", "Jane"):
        assert word not in text, word


def test_a_speaker_is_asked_to_leave_time_for_questions() -> None:
    """A speaker is told who introduces them and what is asked of them, which is not what is asked of a sponsor."""
    speaker = Guest(id="G9", name="Ada Speight", kind="speaker", events=("close",))
    scenario = SCENARIO.but(guests=(*SCENARIO.guests, speaker))
    text = one("guest-sheet", "G9", scenario)
    for word in ("leave half of your time for questions", "Who introduces you the programme office", "1 person"):
        assert word in text, word
    assert "sponsor" not in text
    assert "questions" not in one("guest-sheet", "G1")


def test_a_change_note_says_what_and_not_why() -> None:
    """Each of the six reads what is new for them."""
    found = sheets(SCENARIO, PLAN, "change-note")
    assert set(found) == {"A01", "A02", "A03", "A04", "A05", "A06"}
    assert "Ouse Hospital on Thu 3 Dec 2026 at 10:00, instead of Harbour Bakery" in said(found["A01"])


def test_the_end_report_learns_from_the_figures() -> None:
    """One seat in six stayed empty: larger sets; it names no participant."""
    text = one("end-report", "")
    assert "they came 5 times: 83%" in text
    assert "17% of the seats stayed empty" in text
    assert "size 4 instead of 3" in text
    for word in ("Orla", "Tomas", "A03", "vegan"):
        assert word not in text, word


@pytest.mark.parametrize(("kind", "to"), [("end-report", ""), ("sponsor-summary", "G1"), ("facilitator-pack", "F1")])
def test_reports_open_with_the_charter(kind: str, to: str) -> None:
    """What the programme is for comes first, all four parts of it; without a charter there is no word of it."""
    charter = Charter(purpose="zzwhy", vision="zzwhither", engagement=("zzhow", "zzso"), measures=("zzhowmuch",))
    scenario = SCENARIO.but(charter=charter)
    opening = "Charter Purpose zzwhy Vision zzwhither Rules of engagement: zzhow zzso Measures: zzhowmuch"
    document = sheets(scenario, PLAN, kind)[to]
    assert f"{document.title} {document.lead} {opening}" in said(document)
    assert "Charter" not in one(kind, to, SCENARIO.but(charter=Charter()))


def test_the_run_sheet_knows_who_could_step_in() -> None:
    """The museum held in reserve stands beside each visit, and on no sheet that others read."""
    assert "Rail Museum" in one("run-sheet", "")
    for kind in registry().values():
        if kind.audience != "organiser":
            assert not any("Rail Museum" in said(each) for each in sheets(SCENARIO, PLAN, kind.name).values())


@pytest.mark.parametrize("kind", ["set-list", "sign-in", "certificates", "badges", "table-cards"])
def test_the_offices_own_lists_name_everyone(kind: str) -> None:
    """Together they name all six, and tell nothing sealed of them."""
    text = " ".join(said(document) for document in sheets(SCENARIO, PLAN, kind).values())
    for name in ("Orla Benning", "Tomas Quayle", "Ngozi Farrow", "Hana Ridley", "Piers Landon", "Maeve Corry"):
        assert name in text, name
    for word in ("vegan", "hearing", "stairs", "Jane", "960001"):
        assert word not in text, word


def test_hidden_names_leave_no_document_broken() -> None:
    """If a programme hides names from everyone, documents still come, without them."""
    hide = dict.fromkeys(("self", "fellow", "facilitator", "sponsor", "organiser"), ("name",))
    hidden = SCENARIO.but(privacy=SCENARIO.privacy.model_copy(update={"hide": hide}))
    for kind in registry():
        text = " ".join(said(document) for document in sheets(hidden, PLAN, kind).values())
        assert "Tomas" not in text or kind == "gate-pack", kind
