"""Plans as workbooks: written, edited by hand, and read back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import load_workbook

from cohortplan.errors import InputError, PlanError
from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario, write_plan
from cohortplan.io.grids import read_grids
from cohortplan.io.workbook.plans import plan_workbook
from cohortplan.model import Plan, Scenario
from tests.support.workbooks import PLANS, ROOT, edited

FAST = "connect-11"


@cache
def planned(name: str) -> tuple[Scenario, Plan]:
    """Return a shipped scenario and its plan."""
    folder = ROOT / "scenarios" / name
    return read_scenario(folder), read_plan(folder / "plan.json")


@cache
def content(name: str) -> bytes:
    """Return the workbook of a shipped plan."""
    return plan_workbook(*planned(name))


def assert_comes_back(name: str, tmp_path: Path) -> None:
    """Assert that a plan out of its workbook gives the plan file that is shipped, byte for byte."""
    book, file = tmp_path / "plan.xlsx", tmp_path / "plan.json"
    book.write_bytes(content(name))
    plan = read_plan(book)
    assert plan == planned(name)[1]
    write_plan(file, plan)
    assert file.read_bytes() == (ROOT / "scenarios" / name / "plan.json").read_bytes()


def test_a_plan_comes_back_byte_for_byte(tmp_path: Path) -> None:
    """Members, times, duties, manifest and score: the file made of the workbook is the file it was made of."""
    assert_comes_back(FAST, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.parent.name for path in PLANS if path.parent.name != FAST])
def test_other_plans_come_back_byte_for_byte(name: str, tmp_path: Path) -> None:
    """Hosts, facilitators, guests and half a year of sets do, too."""
    assert_comes_back(name, tmp_path)


def test_the_same_plan_is_the_same_bytes() -> None:
    """Nothing in it depends on when it was written; eleven people take less than two seconds' work."""
    first, began = content(FAST), process_time()
    assert plan_workbook(*planned(FAST)) == first
    assert process_time() - began < 2


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the workbook of a plan."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content(FAST))
    return path


def refused(path: Path) -> list[str]:
    """Return why a plan is refused, without the name of the file."""
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    return [str(defect).removeprefix(f"{path}, sheet ") for defect in refusal.value.defects]


def cell_of(book: Any, name: str, after: int = 1) -> Any:
    """Return the cell in which somebody sits in the first round that stands below a row."""
    return next(
        cell
        for row in book["sets"].iter_rows(min_row=after, min_col=2)
        for cell in row
        if str(cell.value or "").startswith(name)
    )


def swap(book: Any, a: str, b: str) -> None:
    """Let two people change places."""
    one, other = cell_of(book, a), cell_of(book, b)
    one.value, other.value = other.value, one.value


def people(name: str = FAST) -> list[str]:
    """Return the names of participants."""
    return [person.name for person in planned(name)[0].participants]


def test_moving_a_name_moves_the_person(book: Path) -> None:
    """What comes back differs in these two seats, and rules are measured on it."""
    scenario, plan = planned(FAST)
    first = plan.rounds[0].sets
    a, b = first[0].members[0], first[1].members[0]
    edited(book, lambda each: swap(each, scenario.people[a].name, scenario.people[b].name))
    found = read_plan(book)
    assert set(found.rounds[0].sets[0].members) == set(first[0].members) - {a} | {b}
    assert found.rounds[1:] == plan.rounds[1:]
    assert evaluate(scenario, found).soft != evaluate(scenario, plan).soft


#: Ways to type somebody; the id decides where the name is another.
WAYS = ("{id}", "{name}", "  {name} ", "{upper}", "{name} {id}", "Married Name (pub) {id}", "{name} (non)")


def test_people_may_be_typed_in_many_ways(book: Path) -> None:
    """By name, by id, by both, whatever the capitals and the mark."""
    scenario, plan = planned(FAST)

    def put(each: Any) -> None:
        for who, way in zip(scenario.participants, WAYS, strict=False):
            cell_of(each, who.name).value = way.format(id=who.id, name=who.name, upper=who.name.upper())

    edited(book, put)
    assert read_plan(book) == plan


#: What somebody types for the first participant, and what they are told.
UNCLEAR = (
    ("{short}", "there is no participant '{short}'. Did you mean '{name}'?"),
    ("Nobody At All", "there is no participant 'Nobody At All'."),
    ("{other} C01", "C01 is {name}, not {other} (found: '{other} C01'). Leave out the id"),
    ("=A1", "there is no participant '=A1'"),
)


def test_names_that_are_not_clear_are_told_with_their_cell(book: Path) -> None:
    """Misspelt, unknown and contradictory names: sheet, row, column, and who may be meant."""
    scenario, _ = planned(FAST)
    who, other = scenario.participants[0], scenario.participants[6]
    words = {"name": who.name, "short": who.name[:-1], "other": other.name}
    wanted = []

    def put(each: Any) -> None:
        row = 1
        for typed, told in UNCLEAR:
            cell = cell_of(each, who.name, row)
            cell.value, row = typed.format(**words), cell.row + 1
            cell.data_type = "s"
            wanted.append(f"sets, row {cell.row}, column {cell.column_letter}: {told.format(**words)}")

    edited(book, put)
    lines = refused(book)
    assert len(lines) == len(wanted)
    assert all(line.startswith(told) for line, told in zip(lines, wanted, strict=True))


def test_a_repeated_name_is_told_with_both_cells(book: Path) -> None:
    """Who sits twice in a round is named, and so is who was overwritten."""
    scenario, _ = planned(FAST)
    who, other = scenario.participants[0], scenario.participants[6]
    edited(book, lambda each: setattr(cell_of(each, who.name), "value", other.name))
    lines = "\n".join(refused(book))
    assert f"{other.name} ({other.id}) sits in this round already, in " in lines
    assert f"{who.name} ({who.id}) sits in no set of round" in lines


def test_who_is_missing_is_told(book: Path) -> None:
    """An emptied cell leaves somebody without a set; it is fine if the sheet of people says so, too."""
    who = planned(FAST)[0].participants[0]
    edited(book, lambda each: setattr(cell_of(each, who.name), "value", None))
    round_id = planned(FAST)[1].rounds[0].id
    assert f"{who.name} ({who.id}) sits in no set of round {round_id}" in refused(book)[0]

    def leave(each: Any) -> None:
        sheet = each["people"]
        column = next(cell.column for cell in sheet[1] if cell.value == round_id)
        sheet.cell(2, column).value = None

    edited(book, leave)
    assert all(who.id not in group.members for group in read_plan(book).rounds[0].sets)


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    """Two of one name keep their seats by their ids; the name alone is not enough."""
    scenario, plan = planned(FAST)
    twin = scenario.participants[0].model_copy(update={"name": scenario.participants[1].name})
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(scenario.but(participants=(twin, *scenario.participants[1:])), plan))
    assert read_plan(path) == plan
    edited(path, lambda each: setattr(cell_of(each, twin.name), "value", twin.name))
    line = refused(path)[0]
    assert f"Write {twin.name} C01 or {twin.name} C02" in line


#: What somebody types into cells, and what they are told; each group into one workbook.
SLIPS = (
    {("sets", "A6"): ("sett", "row 6, column A: this row is about no round and no set")},
    {
        ("sets", "B5"): ("a/b", "row 5, column B: the id of a round should stand here"),
        ("sets", "A40"): ("whatever", "row 40, column A: this row is about no round and no set"),
    },
    {
        ("sets", "C6"): ("M1.1", "row 6, column C: set M1.1 stands below row 5 already"),
        ("sets", "B8"): ("=C8", "row 8, column B: this formula was never calculated"),
        ("sets", "H8"): ("C01", "row 8, column H: this column is no set's"),
        ("timetable", "A2"): ("M11", "row 2, column round: there is no round 'M11'. Did you mean 'M1'?"),
        ("timetable", "B3"): ("M1.9", "row 3, column set: there is no set 'M1.9'."),
        ("timetable", "D4"): ("walk", "row 4, column kind: this is neither visit nor meet"),
        ("timetable", "E5"): ("30 Feb 2027", "row 5, column date: there is no such day"),
        ("timetable", "F6"): ("teatime", "row 6, column from: this is not a time of day"),
        ("timetable", "G7"): ("09:00", "row 7, column until: this ends before it begins"),
        ("timetable", "H8"): ("Hill House", "row 8, column host: there is no host 'Hill House'"),
        ("people", "A3"): ("C01", "row 3, column id: another participant has this id"),
    },
    {("timetable", "A1"): ("rund", "row 1, column round: there is no column 'round'")},
    {("about", "B8"): ("Europe/Lundon", "column timezone: The time zone is not known")},
)


@pytest.mark.parametrize("slips", SLIPS)
def test_slips_have_their_cell(slips: dict[tuple[str, str], tuple[str, str]], book: Path) -> None:
    """Sheet, row and column of a slip are told, and what to do."""

    def put(each: Any) -> None:
        for (sheet, cell), (value, _) in slips.items():
            each[sheet][cell] = value

    edited(book, put)
    lines = "\n".join(refused(book))
    assert [told for (sheet, _), (_, told) in slips.items() if f"{sheet}, {told}" not in lines] == []


def test_a_host_and_a_time_can_be_changed(book: Path) -> None:
    """What the timetable says counts, however times are typed."""
    host = planned(FAST)[0].hosts[0]

    def change(each: Any) -> None:
        sheet = each["timetable"]
        sheet["H2"], sheet["F2"], sheet["G2"] = host.name, "6.30pm", "24:00"

    edited(book, change)
    found = read_plan(book).rounds[0].sets[0].activities[0]
    assert (found.host, f"{found.start:%H:%M %z}", f"{found.end:%d %H:%M}") == (host.id, "18:30 +0100", "07 00:00")


@pytest.mark.slow
def test_times_that_clocks_do_not_tell_are_kept(tmp_path: Path) -> None:
    """Over midnight, in the hour that clocks show twice, and with seconds: the moments are the same."""
    scenario, plan = planned(FAST)
    moments = (
        ("2026-10-06T23:00:00+01:00", "2026-10-07T01:00:00+01:00"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T02:30:00+00:00"),
        ("2026-10-06T10:00:30+01:00", "2026-10-06T11:00:00+01:00"),
        ("2026-10-06T10:00:00+02:00", "2026-10-06T11:00:00+02:00"),
    )
    for start, end in moments:
        text = plan.model_dump_json()
        first = plan.rounds[0].sets[0].activities[0]
        text = text.replace(first.start.isoformat(), start, 1).replace(first.end.isoformat(), end, 1)
        moved = Plan.model_validate_json(text)
        path = tmp_path / "plan.xlsx"
        path.write_bytes(plan_workbook(scenario, moved))
        assert read_plan(path).model_dump_json() == moved.model_dump_json()


@pytest.mark.slow
def test_a_plan_of_strangers_can_be_written(tmp_path: Path) -> None:
    """A plan that names whom the scenario does not know is written, too, and comes back as it was."""
    scenario, plan = planned(FAST)
    text = plan.model_dump_json().replace('"C01"', '"C99"').replace('"host":null', '"host":"H99"', 1)
    strange = Plan.model_validate_json(text)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(scenario, strange))
    assert {group.id: set(group.members) for each in read_plan(path).rounds for group in each.sets} == {
        group.id: set(group.members) for each in strange.rounds for group in each.sets
    }


@pytest.mark.slow
def test_rounds_may_be_called_like_a_column(tmp_path: Path) -> None:
    """A round called name, and one called like another but for a hyphen, do not spoil the sheet of people."""
    scenario, plan = planned(FAST)
    text = plan.model_dump_json().replace('"id":"M1"', '"id":"name"').replace('"id":"M2"', '"id":"M-3"')
    odd = Plan.model_validate_json(text)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(scenario, odd))
    assert read_plan(path) == odd


def test_what_is_sealed_is_not_in_it(tmp_path: Path) -> None:
    """Neither flags nor what people cannot face, neither diets nor reasons: no cell of any sheet has them."""
    scenario, plan = planned(FAST)
    secret = {"flags": ("SECRETFLAG",), "cannot": ({"code": "SECRETCODE"},), "extra": {"diet": "SECRETDIET"}}
    first = type(scenario.participants[0])(**{**scenario.participants[0].model_dump(), **secret})
    sealed = scenario.but(participants=(first, *scenario.participants[1:]))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(sealed, plan))
    texts = [cell.text + cell.comment for grid in read_grids(path) for row in grid.rows for cell in row.cells]
    assert not [text for text in texts if "SECRET" in text]
    assert content(FAST) == path.read_bytes()


def test_names_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    """No cell of the workbook is a formula, whatever people and hosts are called."""
    scenario, plan = planned(FAST)
    odd = scenario.participants[0].model_copy(update={"name": "=HYPERLINK(A1)"})
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(scenario.but(participants=(odd, *scenario.participants[1:])), plan))
    for sheet in load_workbook(path).worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert read_plan(path) == plan


def test_sheets_that_are_not_there(book: Path) -> None:
    """A workbook that is no plan's says which sheets it lacks."""
    edited(book, lambda each: each.remove(each["sets"]))
    with pytest.raises(PlanError, match="this is not the workbook of a plan: it has no sheet sets"):
        read_plan(book)


def test_plan_files_are_not_called_workbooks(book: Path) -> None:
    """JSON under the name of a workbook would be read by nobody."""
    with pytest.raises(InputError, match="a plan is written as JSON"):
        write_plan(book, planned(FAST)[1])


def test_sectors_are_lettered_as_well_as_coloured() -> None:
    """Every name on the sheet of sets has the mark of its sector, so that colour adds nothing."""
    from io import BytesIO

    sheet = load_workbook(BytesIO(content(FAST)))["sets"]
    named = [str(cell.value) for row in sheet.iter_rows(min_row=7, min_col=2) for cell in row if cell.fill.fill_type]
    members = [text for text in named if any(text.startswith(name) for name in people())]
    assert members
    assert all("(" in text for text in members)
