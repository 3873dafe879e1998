import numpy as np

from cohortplan.primitives import OUT, Decision, build_axes, random_decision
from cohortplan.primitives.decision import sizes, visitors
from tests.support.examples import example_scenario

AXES = build_axes(example_scenario())
SEAT = np.array(
    [[0, 0, 1, 1, OUT, 0, 1, 1], [0, 1, 0, 1, 0, 1, 0, OUT], [1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2, OUT, 0, 1, 2, 2]]
)
DECISION = Decision(SEAT.astype(np.int32), np.array([0, 1, 5, 5, 8, 9], dtype=np.int32))


def test_sizes_count_members_and_leave_out_who_sits_nowhere() -> None:
    """One row for each round, one column for each set of the widest round."""
    assert sizes(DECISION, AXES).tolist() == [[3, 4, 0], [4, 3, 0], [0, 8, 0], [2, 2, 3]]


def test_visitors_are_the_members_of_the_visiting_set() -> None:
    """Every visit has its option and the people who make it."""
    found = [(option, np.flatnonzero(members).tolist()) for option, members in visitors(DECISION, AXES)]
    assert found[:3] == [(0, [0, 1, 5]), (1, [2, 3, 6, 7]), (5, [0, 2, 4, 6])]
    assert found[4:] == [(8, []), (9, list(range(8)))]


def test_a_random_decision_seats_everyone_who_takes_part_and_nobody_else() -> None:
    """Seats are in sets that exist, sets differ by one person at most, and options come from the visit's menu."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        decision = random_decision(AXES, rng)
        assert ((decision.seat == OUT) == ~AXES.attends).all()
        assert (decision.seat < AXES.sets[:, None]).all()
        for r, row in enumerate(sizes(decision, AXES)):
            there = row[: AXES.sets[r]]
            assert there.max() - there.min() <= 1
        assert all(option in AXES.menu(v) for v, option in enumerate(decision.choice))


def test_the_same_seed_draws_the_same_decision() -> None:
    """Randomness comes from the generator alone."""
    first, second = (random_decision(AXES, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first.seat, second.seat)
    assert np.array_equal(first.choice, second.choice)


def test_a_copy_is_independent() -> None:
    """Changing a copy does not change the decision."""
    copy = DECISION.copy()
    copy.seat[0, 0], copy.choice[0] = 1, 3
    assert (DECISION.seat[0, 0], DECISION.choice[0]) == (0, 0)
