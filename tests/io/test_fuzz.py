"""Whatever stands in the files, reading gives a scenario or a plan, or a list of defects."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cohortplan.errors import PlanError, ScenarioError
from cohortplan.io import read_plan, read_scenario, write_plan
from cohortplan.model import Plan, Scenario
from tests.support.folders import Grid, base_folder, write_folder

BASE = base_folder()
TABLES = [name for name in BASE if name.endswith(".csv")]
PLAN = json.dumps(
    {
        "format": "cohortplan-plan/1",
        "scenario": {"id": "starter", "sha256": "0"},
        "manifest": {"seed": 1, "budget": {"seconds": 1.5}},
        "score": {"soft": 3},
        "rounds": [
            {
                "id": "D1",
                "sets": [
                    {
                        "id": "D1.1",
                        "members": ["P01", "P02"],
                        "activities": [
                            {
                                "id": "visit",
                                "kind": "visit",
                                "host": "H1",
                                "start": "2026-10-08T10:00:00+01:00",
                                "end": "2026-10-08T11:30:00+01:00",
                            }
                        ],
                    }
                ],
            }
        ],
    },
    indent=2,
)

#: Pieces that readers stumble over, and anything else.
PIECES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b'"', b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b",,,", b"[[[[", b"]]", b"{}", b"=", b"'''", b"\\u0000"]
    ),
    st.sampled_from(
        [b"-9223372036854775808", b"1e999", b"nan", b"0x" + b"f" * 40, b"9" * 5000, b"0001-01-01", b"#", b";"]
    ),
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.dates().map(str),
    st.times().map(str),
    st.sampled_from(
        ["*", ";", "D1.1", "P01", "H1", "5-7", "0", "-", "yes", "24:00", "stairs from", "until", "\u200b", "CON"]
    ),
)


def outcome(contents: dict[str, bytes]) -> Scenario | ScenarioError:
    """Read a folder with these files."""
    with TemporaryDirectory() as folder:
        try:
            return read_scenario(write_folder(Path(folder), contents))
        except ScenarioError as error:
            return error


def assert_told(result: Scenario | ScenarioError) -> None:
    """Check that what is refused is refused with places and remedies."""
    if isinstance(result, ScenarioError):
        assert result.defects
        assert all(defect.file and defect.message and defect.remedy for defect in result.defects)


def plan_or_refusal(path: Path) -> Plan | PlanError:
    """Read a plan file."""
    try:
        return read_plan(path)
    except PlanError as error:
        return error


@settings(max_examples=40)
@given(st.sampled_from(sorted(BASE)), st.binary(max_size=300))
def test_any_bytes_in_any_file(name: str, content: bytes) -> None:
    """A file of random bytes is never an accident."""
    assert_told(outcome({**{file: text.encode() for file, text in BASE.items()}, name: content}))


@settings(max_examples=40)
@given(st.sampled_from(sorted(BASE)), st.integers(0, 4000), st.integers(0, 30), PIECES)
def test_any_bytes_inside_a_file(name: str, start: int, length: int, piece: bytes) -> None:
    """Random bytes in place of some of a file's are never an accident."""
    content = BASE[name].encode()
    start %= len(content) + 1
    changed = content[:start] + piece + content[start + length :]
    assert_told(outcome({**{file: text.encode() for file, text in BASE.items()}, name: changed}))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(TABLES), st.integers(0, 99), st.integers(0, 99), VALUES), min_size=1, max_size=4)
)
def test_any_text_in_any_cells(changes: list[tuple[str, int, int, str]]) -> None:
    """Random values in some cells are never an accident."""
    grids = {name: Grid(BASE[name]) for name in TABLES}
    for name, row, column, value in changes:
        rows = grids[name].rows
        rows[row % len(rows)][column % len(rows[0])] = value
    contents = {name: text.encode() for name, text in BASE.items()}
    assert_told(outcome({**contents, **{name: grid.text().encode("utf-8", "replace") for name, grid in grids.items()}}))


@settings(max_examples=100)
@given(st.integers(0, 4000), st.integers(0, 30), PIECES)
def test_any_bytes_inside_a_plan(start: int, length: int, piece: bytes) -> None:
    """A plan file with random bytes is refused, or read and written again without loss."""
    content = PLAN.encode()
    start %= len(content) + 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(content[:start] + piece + content[start + length :])
        result = plan_or_refusal(path)
        if isinstance(result, PlanError):
            assert result.defects
            assert all(defect.file and defect.message and defect.remedy for defect in result.defects)
        else:
            write_plan(path, result)
            assert read_plan(path) == result
