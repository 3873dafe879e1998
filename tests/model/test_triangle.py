from __future__ import annotations

import pickle
from itertools import combinations

import pytest
from pydantic import TypeAdapter, ValidationError

from cohortplan.model.triangle import LARGEST, Triangle, TriangleField

FIELD: TypeAdapter[Triangle] = TypeAdapter(TriangleField)


def test_every_pair_has_its_entry() -> None:
    """Entries are found by pair in either order, and row by row."""
    triangle = Triangle(range(6))
    pairs = [(j, i) for i in range(4) for j in range(i)]
    assert (
        [triangle.between(*pair) for pair in pairs] == [triangle.between(*pair[::-1]) for pair in pairs] == [*range(6)]
    )
    assert [list(triangle.row(i)) for i in range(4)] == [[], [0], [1, 2], [3, 4, 5]]
    assert len(pairs) == len(list(combinations(range(triangle.size), 2)))


def test_it_cannot_be_changed() -> None:
    """What is handed out is to be looked at only."""
    with pytest.raises(TypeError):
        Triangle([1]).entries[0] = 2


def test_written_and_read_it_is_the_same() -> None:
    """As JSON, and pickled for another process; one thing has no pairs."""
    for triangle in (Triangle([LARGEST, 0, 7]), Triangle([])):
        assert FIELD.validate_json(FIELD.dump_json(triangle)) == triangle
        copy = pickle.loads(pickle.dumps(triangle))  # noqa: S301 - our own bytes
        assert (copy, hash(copy), copy.size) == (triangle, hash(triangle), triangle.size)
    assert Triangle([1]) != Triangle([2])
    assert FIELD.dump_python(Triangle([5, 7, 9])) == ["5", "7 9"]


@pytest.mark.parametrize("entries", [[1, 2], [-1], [LARGEST + 1], [1.5], ["1"]])
def test_what_is_no_triangle_is_refused(entries: list[object]) -> None:
    """Two entries, or one that is negative, too large or no whole number, make none."""
    with pytest.raises(ValueError, match=r"entry|pairs"):
        Triangle(entries)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["12", [1, 2], ["1", "2"], ["1 2"], ["x"], ["-1"], ["9" * 30], {}])
def test_rows_that_are_no_triangle_are_refused(value: object) -> None:
    """A field wants a list of rows, the k-th with k whole numbers."""
    with pytest.raises(ValidationError):
        FIELD.validate_python(value)
