"""How the rest of a budget is spent."""

from __future__ import annotations

from collections import Counter

import numpy as np

from cohortplan.solvers.search.grouping.arms import STEP, Arms


def spend(budget: float, means: list[float], deviation: float) -> Counter[tuple[int, int]]:
    """Return how much each arm of one mode was given where level k has this mean, at the cost of ``STEP**k``."""
    rng = np.random.default_rng(0)
    arms, spent = Arms(1), Counter[tuple[int, int]]()
    while (left := budget - sum(spent.values())) > 0:
        arm = arms.choose(left)
        level = min(arm[0], len(means) - 1)
        arms.note(*arm, rng.normal(means[level], deviation), float(STEP ** arm[0]))
        spent[arm] += STEP ** arm[0]
    return spent


def test_length_is_paid_for_where_it_helps() -> None:
    """If every step up gains more than a deviation most goes to long descents, otherwise to short ones."""
    growing = spend(1000.0, [0.0, 10.0, 20.0, 30.0, 40.0], 1.0)
    level = spend(1000.0, [0.0] * 5, 10.0)
    assert sum(cost for (k, _), cost in growing.items() if k >= 3) > 500
    assert sum(cost for (k, _), cost in level.items() if k < 3) > 500


def test_what_does_not_fit_is_not_begun() -> None:
    """An arm dearer than what is left is not chosen while another fits; if none does it is the shortest."""
    arms = Arms(1)
    for level, value in ((0, 1.0), (1, 50.0), (2, 100.0)):
        for _ in range(2):
            arms.note(level, 0, value, 100.0 * STEP**level)
    assert arms.choose(10_000.0)[0] >= 2
    assert arms.choose(400.0) in {(0, 0), (1, 0)}
    assert arms.choose(5.0) == (0, 0)


def test_every_mode_and_two_lengths_are_tried_before_any_is_preferred() -> None:
    """Each has had two turns before results count, as far as the budget allows."""
    for left, wanted in ((1e6, [(0, 0), (1, 0), (0, 1), (0, 2)]), (1.0, [(0, 0)])):
        arms = Arms(3)
        chosen = []
        for _ in range(2 * len(wanted)):
            chosen.append(arms.choose(left))
            arms.note(*chosen[-1], 1.0, 1.0)
        assert chosen == [arm for arm in wanted for _ in range(2)]
