"""The plan file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cohortplan.errors import PlanError
from cohortplan.io import read_plan, write_plan
from cohortplan.model import Plan
from tests.support import make_scenario
from tests.support.plans import make_plan


@pytest.fixture
def plan() -> Plan:
    """A plan of two sets, one of which visits a host in summer time and one in winter time."""
    visits = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180), ("D3.1", "visit"): ("H2", "2026-11-05T10:00", 180)}
    seats = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D3": "P01 P03 P05 P07 | P02 P04 P06 P08"}
    return make_plan(make_scenario(), seats, visits)


def write(path: Path, **changes: Any) -> Path:
    """Write the smallest plan file, with changes."""
    content = {"format": "cohortplan-plan/1", "scenario": {"id": "test"}, "rounds": [], **changes}
    path.write_text(json.dumps(content))
    return path


def defects(path: Path) -> list[str]:
    """Return why a plan file is refused."""
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    assert all(defect.file == str(path) and defect.remedy for defect in refusal.value.defects)
    return [defect.message for defect in refusal.value.defects]


def test_a_plan_comes_back_as_it_was(plan: Plan, tmp_path: Path) -> None:
    """Reading what was written gives an equal plan, and writing that gives the same bytes."""
    noted = plan.model_copy(update={"manifest": {"b": 1, "a": {"z": [1.5], "y": "Zoë"}}, "score": {"soft": 3}})
    write_plan(tmp_path / "a.json", noted)
    back = read_plan(tmp_path / "a.json")
    write_plan(tmp_path / "b.json", back)
    assert back == noted
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_file_has_the_promised_form(plan: Plan, tmp_path: Path) -> None:
    """Names, order, indent and times with offset are as documented, and the manifest's order does not matter."""
    for name, manifest in (("a", {"x": 1, "y": 2}), ("b", {"y": 2, "x": 1})):
        write_plan(tmp_path / name, plan.model_copy(update={"manifest": manifest}))
    text = (tmp_path / "a").read_text(encoding="utf-8")
    content = json.loads(text)
    assert list(content) == ["format", "scenario", "manifest", "score", "rounds"]
    assert text == json.dumps(content, indent=2, ensure_ascii=False) + "\n" == (tmp_path / "b").read_text()
    first, last = (content["rounds"][k]["sets"][0]["activities"][0] for k in (0, 1))
    assert list(first) == ["id", "kind", "host", "start", "end"]
    assert (first["start"], last["start"]) == ("2026-10-08T10:00:00+01:00", "2026-11-05T10:00:00+00:00")


def test_duties_are_written_where_there_are_any(plan: Plan, tmp_path: Path) -> None:
    """An activity names who has which duty; one without is written as it always was, and both come back."""
    first, *others = plan.rounds
    group = first.sets[0]
    done = group.activities[0].model_copy(update={"duties": {"chair": ("P01",), "notes": ("P02", "P03")}})
    sets = (group.model_copy(update={"activities": (done,)}), *first.sets[1:])
    held = plan.model_copy(update={"rounds": (first.model_copy(update={"sets": sets}), *others)})
    write_plan(tmp_path / "a", held)
    written = json.loads((tmp_path / "a").read_text())["rounds"]
    assert written[0]["sets"][0]["activities"][0]["duties"] == {"chair": ["P01"], "notes": ["P02", "P03"]}
    assert "duties" not in written[1]["sets"][0]["activities"][0]
    assert read_plan(tmp_path / "a") == held


def test_duties_that_are_no_lists_of_ids_are_told_with_their_place(tmp_path: Path) -> None:
    """A name where a list should be, and what is no id."""
    times = {"start": "2026-10-08T10:00:00+01:00", "end": "2026-10-08T11:00:00+01:00"}
    activity = {"id": "visit", "kind": "visit", "host": "H1", **times, "duties": {"chair": "P01", "notes": ["a/b"]}}
    sets = [{"id": "D1.1", "members": [], "activities": [activity]}]
    place = "round D1, set D1.1, activity visit, duties"
    assert defects(write(tmp_path / "plan.json", rounds=[{"id": "D1", "sets": sets}])) == [
        f"{place}, chair: this must be a list",
        f"{place}, notes, notes 1: this cannot be an id",
    ]


def test_what_json_cannot_hold_is_refused_before_writing(plan: Plan, tmp_path: Path) -> None:
    """Infinity and objects do not reach the file."""
    for value in (float("inf"), object(), "\ud800"):
        with pytest.raises(ValueError, match=r"JSON|hold|surrogates"):
            write_plan(tmp_path / "a.json", plan.model_copy(update={"manifest": {"x": value}}))
    assert not list(tmp_path.iterdir())


def test_all_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    """Each wrong value is named by round, set and activity, all at once."""
    activity = {"id": "visit", "kind": "tour", "host": 7, "start": "2026-10-08T10:00:00", "end": "soon"}
    sets = [{"id": "D1.1", "members": ["P01", "a/b"], "activities": [activity]}, {"members": "P02", "colour": "red"}]
    found = defects(write(tmp_path / "plan.json", rounds=[{"id": "D1", "sets": sets}]))
    place = "round D1, set D1.1, activity visit"
    assert f"{place}, kind: this must be 'visit' or 'meet'" in found
    assert f"{place}, host: this must be text" in found
    assert f"{place}, start: this time has no offset from UTC" in found
    assert "round D1, set D1.1, members 2: this cannot be an id" in found
    assert "round D1, set 2, id: this is missing" in found
    assert "round D1, set 2, colour: this name is not known" in found
    assert len(found) == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ('{"format":\n oops}', "this is not JSON"),
        ("[]", "this is not a plan"),
        ('{"format": "cohortplan-plan/2"}', "this is not a plan"),
        ("BEGIN:VCALENDAR", "this is not JSON"),
        ("[" * 100_000, "nested far too deep"),
        ('{"format": ' + "9" * 5000 + "}", "a number is far too large"),
        ('{"format": 1, "format": 2}', "a name is used twice"),
        ('{"format": NaN}', "no number that a plan can hold"),
        ('{"score": 1e999}', "no number that a plan can hold"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, message: str, tmp_path: Path) -> None:
    """Other files, other versions and what JSON forbids are refused with a sentence."""
    (tmp_path / "plan.json").write_text(text)
    assert [message in found for found in defects(tmp_path / "plan.json")] == [True]


def test_the_line_of_a_slip_is_named(tmp_path: Path) -> None:
    """A slip in the file's form is told with its line."""
    path = tmp_path / "plan.json"
    path.write_text('{\n "format": "cohortplan-plan/1",\n oops\n}')
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    assert refusal.value.defects[0].row == 3


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A missing file, a folder, another encoding and NUL are refused with a sentence; a byte order mark is not."""
    (tmp_path / "utf16").write_bytes('{"a": 1}'.encode("utf-16"))
    (tmp_path / "nul").write_bytes(b'{"a": "\0"}')
    assert defects(tmp_path / "none") == ["the file does not exist"]
    assert defects(tmp_path) == ["this is a folder, where a file should be"]
    assert "UTF-16" in defects(tmp_path / "utf16")[0]
    assert "U+0000" in defects(tmp_path / "nul")[0]
    marked = write(tmp_path / "marked")
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    assert read_plan(marked).rounds == ()


def test_a_workbook_is_told_apart_from_text(tmp_path: Path) -> None:
    """A renamed workbook gets one sentence; only tables are to be saved as CSV."""
    (tmp_path / "plan.json").write_bytes(b"PK\x03\x04\x14\0\x06\0")
    (tmp_path / "wide.json").write_bytes('{"a": 1}'.encode("utf-16"))
    assert defects(tmp_path / "plan.json") == ["this is a workbook or an archive, not a file of text"]
    with pytest.raises(PlanError) as refusal:
        read_plan(tmp_path / "wide.json")
    assert "CSV" not in refusal.value.defects[0].remedy
