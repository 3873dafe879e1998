"""What the rows of each table become."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io import read_scenario
from cohortplan.model import (
    Absence,
    Closure,
    Event,
    Holiday,
    Hours,
    Opening,
    Place,
    Scenario,
    SeatLock,
    SetSpec,
    Tie,
    VisitLock,
    Way,
    Window,
)
from tests.support.folders import Grid, base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path, base_folder())


def refused(folder: Path) -> list[Defect]:
    """Return why a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(folder)
    return list(refusal.value.defects)


def put(folder: Path, table: str, row: int, **values: str) -> None:
    """Change cells of a row; ``from_`` stands for ``from``."""
    path = folder / f"{table}.csv"
    grid = Grid(path.read_text(encoding="utf-8"))
    for column, value in values.items():
        grid.put(row, column.rstrip("_"), value)
    path.write_text(grid.text(), encoding="utf-8")


def add(folder: Path, table: str, *lines: str) -> None:
    """Append rows to a table."""
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def moment(text: str) -> datetime:
    """A moment of wall-clock time."""
    return datetime.fromisoformat(text)


class TestParticipants:
    """``participants.csv``."""

    def test_a_row_is_a_person(self, folder: Path) -> None:
        """Attributes, flags, access codes and dates arrive; columns of the organiser's own are kept."""
        person = read_scenario(folder).people["P13"]
        assert (person.name, person.email) == ("Zoë Ormerod", "zoe@starter.example")
        assert person.attributes == {"sector": "public", "organisation": "Nidd Libraries", "town": "Leeds"}
        assert person.flags == ("first", "only")
        assert [(each.code, each.first) for each in person.cannot] == [("stairs", None), ("H4", date(2027, 1, 1))]
        assert (person.joins, person.leaves) == (date(2026, 9, 1), date(2027, 7, 31))
        assert person.extra == {"diet": ""}

    def test_topics_are_lists_of_words(self, folder: Path) -> None:
        """Asks and offers are separated as flags are, may hold more than an id, and count once."""
        lines = (folder / "participants.csv").read_text(encoding="utf-8").splitlines()
        cells = {1: "asks,offers", 2: "fundraising; pay/rewards;fundraising,", 3: ',"budgets, law"'}
        lines = [f"{line},{cells.get(row, ',')}" for row, line in enumerate(lines, start=1)]
        (folder / "participants.csv").write_text("\n".join(lines), encoding="utf-8")
        people = read_scenario(folder).people
        assert (people["P01"].asks, people["P01"].offers) == (("fundraising", "pay/rewards"), ())
        assert (people["P02"].asks, people["P02"].offers) == ((), ("budgets", "law"))
        assert people["P13"].asks == people["P13"].offers == ()

    def test_a_topic_as_long_as_a_letter_is_refused(self, folder: Path) -> None:
        """What people ask for is a few words."""
        put(folder, "participants", 2, diet="x" * 600)
        put(folder, "participants", 1, diet="asks")
        assert [(d.row, d.column, d.message) for d in refused(folder)] == [
            (2, "asks", "this is longer than 500 characters")
        ]

    def test_nothing_of_an_unknown_column_is_lost(self, folder: Path) -> None:
        """Headings and cells of unknown columns are kept as typed, line breaks and all."""
        put(folder, "participants", 2, diet=" no nuts,\nno  fish ")
        put(folder, "participants", 1, diet="Dietary  needs / Wünsche")
        assert read_scenario(folder).people["P01"].extra == {"Dietary needs / Wünsche": "no nuts,\nno  fish"}

    def test_a_column_that_seems_to_be_meant_otherwise_is_not_kept_in_silence(self, folder: Path) -> None:
        """A heading like that of a column that matters is questioned: "Flag" would hide who must not be alone."""
        put(folder, "participants", 1, flags="Flag")
        assert [(d.row, d.column, d.remedy) for d in refused(folder)] == [
            (1, "Flag", "Call it 'flags' if that is meant, or something less like it")
        ]

    def test_an_attribute_without_a_column_is_told_with_the_likely_one(self, folder: Path) -> None:
        """A mistyped heading is named next to the attribute that has no column."""
        put(folder, "participants", 1, sector="Sectr")
        assert [(d.message, d.value, d.remedy) for d in refused(folder)] == [
            ("there is no column 'sector'", "Sectr", "Rename 'Sectr' if that is meant")
        ]

    def test_capitals_of_allowed_values_do_not_matter(self, folder: Path) -> None:
        """A value is taken as the attribute's list spells it, for hosts as for people."""
        put(folder, "participants", 2, sector="PUBLIC")
        put(folder, "hosts", 2, sector="Public")
        scenario = read_scenario(folder)
        assert scenario.people["P01"].get("sector") == scenario.host["H1"].sector == "public"

    def test_invisible_leftovers_are_removed(self, folder: Path) -> None:
        """Blanks of any kind, decomposed letters, line breaks and turned directions do not make another name."""
        put(folder, "participants", 2, id="\u200bP01 ", name="\u2067Bronwe\u0301n\u00a0 \n \u202eAshdown\ufeff")
        assert read_scenario(folder).people["P01"].name == "Bronwén Ashdown"


class TestHosts:
    """``hosts.csv``, ``openings.csv`` and ``closures.csv``."""

    def test_a_row_is_a_host(self, folder: Path) -> None:
        """Numbers, yes and no, codes and weekly hours arrive under the model's names."""
        host = read_scenario(folder).host["H2"]
        assert (host.capacity, host.least, host.most_visits, host.lead_days, host.reserve) == (6, 3, 2, 14, False)
        assert (host.kind, host.function, host.sector) == ("hospital", "health", "public")
        assert host.hours == (Hours(weekdays=(1, 3), opens=time(9, 30), closes=time(12, 30)),)
        assert read_scenario(folder).host["H3"].barriers == ("stairs",)
        assert read_scenario(folder).host["H3"].hours == ()

    def test_hours_may_be_given_in_part(self, folder: Path) -> None:
        """Days alone mean all day, times alone mean every day."""
        put(folder, "hosts", 2, days="Mon", from_="", until="")
        put(folder, "hosts", 3, days="", from_="9am", until="24:00")
        hosts = read_scenario(folder).host
        assert hosts["H1"].hours == (Hours(weekdays=(0,)),)
        assert hosts["H2"].hours == (Hours(opens=time(9), closes=time(0)),)

    def test_a_leader_has_hours_of_their_own(self, folder: Path) -> None:
        """Days alone mean all day, times alone every day; they do not touch the host's own hours."""
        grid = Grid((folder / "hosts.csv").read_text(encoding="utf-8"))
        for row, cells in zip(
            grid.rows, (("leader_days", "leader_from", "leader_until"), ("Mon-Wed", "", "")), strict=False
        ):
            row.extend(cells)
        grid.rows[2].extend(("", "9:00", "12:00"))
        (folder / "hosts.csv").write_text(grid.text(), encoding="utf-8")
        hosts = read_scenario(folder).host
        assert hosts["H1"].leader == (Hours(weekdays=(0, 1, 2)),)
        assert hosts["H2"].leader == (Hours(opens=time(9), closes=time(12)),)
        assert hosts["H2"].hours == (Hours(weekdays=(1, 3), opens=time(9, 30), closes=time(12, 30)),)
        assert hosts["H3"].leader == ()
        put(folder, "hosts", 3, leader_until="8:00")
        assert [(d.row, d.column, d.message) for d in refused(folder)] == [
            (3, "leader_until", "the host's leader leaves before coming")
        ]

    def test_openings_and_closures_find_their_hosts(self, folder: Path) -> None:
        """By id, by name, or with a star for all; a closure without an end is of one day."""
        add(folder, "openings", "Airedale General Hospital,1/12/2026,10.00,11.30")
        add(folder, "closures", "Radio Canalside,2026-10-12,,outage")
        host = read_scenario(folder).host
        assert host["H2"].openings == (Opening(start=moment("2026-12-01T10:00"), end=moment("2026-12-01T11:30")),)
        holidays = Closure(first=date(2026, 12, 21), last=date(2027, 1, 1), reason="Christmas")
        assert host["H1"].closures == (holidays,)
        assert host["H4"].closures == (
            holidays,
            Closure(first=date(2026, 10, 12), last=date(2026, 10, 12), reason="outage"),
        )

    def test_what_concerns_all_hosts_is_told_once(self, folder: Path) -> None:
        """A starred closure that ends before it begins is one defect, not one for each host."""
        put(folder, "closures", 2, until="2026-12-20")
        assert [(d.file, d.row, d.column) for d in refused(folder)] == [("closures.csv", 2, "until")]


class TestPlaces:
    """``places.csv`` and ``travel.csv``."""

    def test_rows_are_places_and_ways(self, folder: Path) -> None:
        """Places have a position; ways go from places or hosts to others."""
        (folder / "places.csv").write_text("place,lat,lon\nLeeds,53.8008,-1.5491\nBradford,53.795,-1.7594\n")
        (folder / "travel.csv").write_text("from,to,minutes\nLeeds,H1,35\nBradford,Leeds,25\n")
        scenario = read_scenario(folder)
        assert scenario.places[0] == Place(id="Leeds", lat=53.8008, lon=-1.5491)
        assert scenario.ways == (Way(a="Leeds", b="H1", minutes=35), Way(a="Bradford", b="Leeds", minutes=25))
        assert scenario.atlas.minutes("H1", "Leeds") == 35

    def test_slips_are_told_where_they_are(self, folder: Path) -> None:
        """A position that is none, a time that is no number, and a place that is not known are each named."""
        (folder / "places.csv").write_text("place,lat,lon\nLeeds,153.8008,-1.5491\nBradford,53.795,\n")
        (folder / "travel.csv").write_text("from,to,minutes\nLeeds,H1,soon\nLeeds,H9,5\n")
        assert [(d.file, d.row, d.column) for d in refused(folder)] == [
            ("places.csv", 2, "lat"),
            ("places.csv", 3, "lon"),
            ("travel.csv", 2, "minutes"),
        ]
        (folder / "places.csv").write_text("place,lat,lon\nLeeds,53.8008,-1.5491\n")
        (folder / "travel.csv").write_text("from,to,minutes\nLeeds,H9,5\n")
        assert [(d.file, d.row, d.column) for d in refused(folder)] == [("travel.csv", 2, "to")]


class TestRounds:
    """``rounds.csv``."""

    def test_rows_make_rounds(self, folder: Path) -> None:
        """Sets are named after their round; rows of one round are its activities."""
        first = read_scenario(folder).rounds[0]
        assert (first.id, first.title, first.contacts) == ("D1", "First visit day", True)
        assert first.sets == tuple(SetSpec(id=f"D1.{k}", least=3, most=5) for k in (1, 2, 3))
        visit, review = first.activities
        assert (visit.kind, visit.title, visit.minutes, visit.step) == ("visit", "Morning visit", 90, 30)
        assert visit.windows == (Window(start=moment("2026-10-08T10:00"), end=moment("2026-10-08T12:30")),)
        assert (review.kind, review.place) == ("meet", "Halifax Minster Rooms")

    def test_an_activity_may_have_several_windows(self, folder: Path) -> None:
        """Further rows of one activity are further windows, and need not stand together."""
        add(
            folder, "rounds", "D1,,,,,visit,,,2026-10-09,10:00,12:00,,,,,", "D2,,,,,visit,,,2026-11-13,10:00,12:00,,,,,"
        )
        assert [len(each.activities[0].windows) for each in read_scenario(folder).rounds] == [2, 2]

    def test_a_window_typed_twice_is_refused(self, folder: Path) -> None:
        """Two rows that say the same are a slip, even if one leaves out what the other says."""
        add(folder, "rounds", "D1,,,,,visit,,,8 Oct 2026,10am,12:30,,,,,")
        assert [(d.row, d.message) for d in refused(folder)] == [(6, "this row says the same as row 2")]

    def test_sizes_may_differ_by_set(self, folder: Path) -> None:
        """A list of sizes gives the number of sets too."""
        put(folder, "rounds", 2, sets="", size="4;4-5;5")
        sizes = [(spec.least, spec.most) for spec in read_scenario(folder).rounds[0].sets]
        assert sizes == [(4, 4), (4, 5), (5, 5)]

    def test_only_some_sets_may_do_something(self, folder: Path) -> None:
        """Sets are named in full or by their number."""
        put(folder, "rounds", 3, only="1; D1.3")
        assert read_scenario(folder).rounds[0].activities[1].only == ("D1.1", "D1.3")

    def test_the_kind_may_be_the_name(self, folder: Path) -> None:
        """An activity called visit is a visit unless told otherwise; any other must say."""
        put(folder, "rounds", 2, kind="")
        put(folder, "rounds", 3, kind="Meeting")
        assert [a.kind for a in read_scenario(folder).rounds[0].activities] == ["visit", "meet"]
        put(folder, "rounds", 3, kind="")
        assert [(d.row, d.column) for d in refused(folder)] == [(3, "kind")]

    def test_a_defect_of_one_window_names_its_row(self, folder: Path) -> None:
        """The second window's row is blamed for the second window."""
        add(folder, "rounds", "D1,,,,,visit,,,2027-10-09,10:00,12:00,,,,,")
        assert [(d.file, d.row, d.column) for d in refused(folder)] == [("rounds.csv", 6, "date")]


class TestHolidays:
    """``holidays.csv``, and the weekdays of ``participants.csv``."""

    def test_rows_are_holidays(self, folder: Path) -> None:
        """Without an end a holiday is one day; it is everyone's, or of those with a value of an attribute."""
        add(folder, "holidays", "3/5/2027,,,", "2026-10-12,2026-10-16,,sector = PUBLIC")
        assert read_scenario(folder).holidays[1:] == (
            Holiday(
                first=date(2026, 10, 26), last=date(2026, 10, 30), reason="half-term", attribute="town", value="Leeds"
            ),
            Holiday(first=date(2027, 5, 3), last=date(2027, 5, 3)),
            Holiday(first=date(2026, 10, 12), last=date(2026, 10, 16), attribute="sector", value="public"),
        )

    def test_what_is_planned_on_a_holiday_is_told_where_it_stands(self, folder: Path) -> None:
        """The blame falls on the activity's date, with how many have a holiday then."""
        put(folder, "rounds", 3, date="2026-10-27")
        assert [(d.file, d.row, d.column, d.message) for d in refused(folder)] == [
            ("rounds.csv", 3, "date", "D1/review is on a holiday of 4 of 13 participants, half-term")
        ]

    def test_weekdays_are_those_on_which_somebody_works(self, folder: Path) -> None:
        """Blanks, commas and ranges are understood; who has none works on all of them."""
        put(folder, "participants", 1, diet="weekdays")
        grid = Grid((folder / "participants.csv").read_text(encoding="utf-8"))
        for row in range(2, grid.last + 1):
            grid.put(row, "weekdays", "Mon Tue Thu" if row == 2 else "")
        (folder / "participants.csv").write_text(grid.text(), encoding="utf-8")
        people = read_scenario(folder).people
        assert (people["P01"].weekdays, people["P02"].weekdays) == ((0, 1, 3), ())


class TestAttendance:
    """What happened: ``attendance.csv`` and ``confirmed.csv``."""

    def test_of_several_rows_the_last_counts_and_all_are_kept(self, folder: Path) -> None:
        """P02 is corrected to have been there; P02's second answer is yes."""
        scenario = read_scenario(folder)
        assert len(scenario.attendance) == 4
        assert scenario.register.find("P02", "D2", "visit") == scenario.attendance[3]
        assert scenario.stayed_away == {"D2": set()}
        assert [each.confirms for each in scenario.confirmed] == [True, False, True, True]

    def test_people_may_be_named(self, folder: Path) -> None:
        """Whoever types rows may use names."""
        put(folder, "attendance", 2, participant="Alun Gathercole")
        put(folder, "confirmed", 2, met="Alun Gathercole")
        scenario = read_scenario(folder)
        assert (scenario.attendance[0].participant, scenario.confirmed[0].met) == ("P06", "P06")

    def test_a_row_that_contradicts_another_is_told_where_it_stands(self, folder: Path) -> None:
        """Without a correction the later of two rows is to blame."""
        put(folder, "attendance", 5, correction="")
        put(folder, "confirmed", 5, correction="")
        found = [(d.file, d.row, d.column, d.message.partition(",")[0]) for d in refused(folder)]
        assert found == [
            ("attendance.csv", 5, "present", "an earlier row says otherwise"),
            ("confirmed.csv", 5, "confirms", "an earlier row says otherwise"),
        ]


class TestOthers:
    """``events.csv``, ``ties.csv``, ``absences.csv`` and ``locks.csv``."""

    def test_rows_become_parts(self, folder: Path) -> None:
        """Each row arrives whole; people and hosts may be named by id or name."""
        put(folder, "ties", 3, a="Priya Fothergill")
        put(folder, "locks", 3, host="Radio Canalside")
        scenario: Scenario = read_scenario(folder)
        assert scenario.events[:1] == (
            Event(
                id="welcome",
                title="Welcome evening",
                start=moment("2026-09-17T17:30"),
                end=moment("2026-09-17T19:30"),
                place="Halifax Minster Rooms",
                format="plenary",
            ),
        )
        assert scenario.ties[:2] == (
            Tie(a="P03", b="P09", source="hospice board", since=date(2024, 5, 1)),
            Tie(a="P05", b="P06", source="chamber of commerce"),
        )
        assert scenario.absences == (
            Absence(participant="P11", round="D2", reason="abroad"),
            Absence(participant="P06", first=date(2026, 11, 10), last=date(2026, 11, 20), reason="leave"),
        )
        assert scenario.seat_locks == (SeatLock(participant="P03", set="D1.1"),)
        start = moment("2026-11-12T10:30")
        assert scenario.visit_locks == (VisitLock(set="D2.2", activity="visit", host="H4", start=start),)

    def test_a_name_that_two_people_share_is_not_enough(self, folder: Path) -> None:
        """A shared name is refused where it is used, not where it is given."""
        put(folder, "participants", 3, name="Alun Gathercole")
        assert [(d.file, d.row, d.column, d.remedy) for d in refused(folder)] == [
            ("absences.csv", 3, "participant", "Use the id"),
            ("objections.csv", 3, "participant", "Use the id"),
        ]

    def test_a_name_slightly_wrong_brings_the_right_one(self, folder: Path) -> None:
        """The remedy names the person and the id."""
        put(folder, "absences", 3, participant="Alan Gathercole")
        assert refused(folder)[0].remedy == "Did you mean 'Alun Gathercole' (P06)?"

    def test_a_tie_turned_round_is_the_same(self, folder: Path) -> None:
        """Ties have no direction."""
        add(folder, "ties", "P09,P03,knows,hospice board,2024-05-01")
        assert [(d.row, d.message) for d in refused(folder)] == [(7, "this row says the same as row 2")]

    def test_a_tie_may_have_a_day_by_which_it_is_needed(self, folder: Path) -> None:
        """The day arrives; what is no day is refused."""
        put(folder, "ties", 3, need_by="30/11/2026")
        assert read_scenario(folder).ties[1].need_by == date(2026, 11, 30)
        put(folder, "ties", 3, need_by="November")
        assert [(d.file, d.row, d.column, d.value) for d in refused(folder)] == [("ties.csv", 3, "need_by", "November")]

    def test_a_day_that_a_hard_rule_cannot_keep_is_told_where_it_stands(self, folder: Path) -> None:
        """Nobody meets before the first round: the blame falls on the cell, not on the rule."""
        put(folder, "ties", 3, need_by="2026-09-30")
        text = (folder / "scenario.toml").read_text()
        rule = '[[rules]]\nrule = "need_by"\nhard = true\n\n'
        (folder / "scenario.toml").write_text(text.replace("# What one unit", f"{rule}# What one unit"))
        assert [(d.file, d.row, d.column) for d in refused(folder)] == [("ties.csv", 3, "need_by")]

    def test_a_lock_is_of_a_person_or_a_visit(self, folder: Path) -> None:
        """A row that mixes the two is refused."""
        put(folder, "locks", 2, host="H1")
        assert [(d.row, d.column) for d in refused(folder)] == [(2, "")]


def test_a_row_of_totals_is_to_be_deleted(folder: Path) -> None:
    """What a spreadsheet adds below a table is told once, as a row too many and not as cells to fill in."""
    add(folder, "hosts", "Total,12")
    assert [(defect.message, defect.remedy) for defect in refused(folder)] == [
        ("this row holds totals", "Delete the row")
    ]
