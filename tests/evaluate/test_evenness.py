"""How evenly something is shared out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortplan.evaluate.evenness import Evenness, evenness, gini, jain, percentile

NUMBERS = st.lists(st.integers(0, 1000), min_size=1, max_size=30)


def test_percentiles_and_gini() -> None:
    """Of ten numbers nine do not exceed the ninth; equal shares have a Gini of 0, one holder of all 1 - 1/n."""
    assert percentile(range(1, 11), 0.9) == 9
    assert percentile([7], 0.9) == 7
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([0, 0]) == 0


def test_jain_is_the_share_of_those_who_have_something() -> None:
    """All alike give 1, one of four who has all a quarter; where there is nothing to share nobody is worse off."""
    assert jain([3, 3, 3]) == 1
    assert jain([0, 0, 0, 8]) == 0.25
    assert jain([0, 0]) == 1


def test_numbers_in_any_order_have_one_summary() -> None:
    """The least, the median and the most come with both indices; of nobody nothing can be said."""
    assert evenness([4, 0, 2, 2]) == Evenness(0, 2, 4, 0.375, 0.667)
    assert evenness([]) is None


@given(NUMBERS)
def test_both_indices_are_their_definitions(numbers: list[int]) -> None:
    """Gini is half the relative mean difference of all pairs; the two indices stay in their ranges."""
    total, count = sum(numbers), len(numbers)
    differences = sum(abs(a - b) for a in numbers for b in numbers)
    assert gini(sorted(numbers)) == pytest.approx(differences / (2 * count * total) if total else 0)
    assert 1 / count - 1e-9 <= jain(numbers) <= 1 + 1e-9
