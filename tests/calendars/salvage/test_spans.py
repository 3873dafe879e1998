from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cohortplan.calendars.reading.spans import Span, meet, union, within, without

ZERO = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 12)
SPANS = st.lists(st.tuples(HOURS, HOURS), max_size=5)


def times(pairs: list[tuple[int, int]]) -> list[Span]:
    """Return pairs of hours as stretches of time."""
    return [(ZERO + timedelta(hours=start), ZERO + timedelta(hours=end)) for start, end in pairs]


def hours(spans: list[Span]) -> set[int]:
    """Return the hours that `spans` cover, each by its start."""
    return {k for k in range(13) for start, end in spans if start <= ZERO + timedelta(hours=k) < end}


@given(SPANS, SPANS)
def test_spans_are_sets_of_time(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    """Union, difference and intersection cover the hours that those of the sets of hours do, sorted and apart."""
    a, b = times(left), times(right)
    assert hours(union([*a, *b])) == hours(a) | hours(b)
    assert hours(without(a, b)) == hours(a) - hours(b)
    assert hours(within(a, b)) == hours(a) & hours(b)
    for found in (union(a), without(a, b), within(a, b)):
        assert all(before[1] < after[0] for before, after in pairwise(found))
    assert all(meet(union(a), *span) == bool(hours(a) & hours([span])) for span in union(b))
