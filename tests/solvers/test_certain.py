"""What is certain of visits before any search."""

from __future__ import annotations

from cohortplan.model import Absence, SeatLock
from cohortplan.problem import Problem, compile_problem
from cohortplan.solvers.certain import bundles, host_menus, sure_members
from tests.support import hosts, make_scenario, visit_rounds


def locked() -> Problem:
    """P01, P03 and P04 sit in the first set of both days, P02 too but misses one, P05 in the second of one day."""
    locks = [(name, f"D{day}.1") for day in (1, 2) for name in ("P01", "P03", "P04")]
    locks += [("P02", "D1.1"), ("P05", "D1.2")]
    return compile_problem(
        make_scenario(
            rounds=visit_rounds(2, [(0, 8), (0, 8)], minutes=60, step=60),
            hosts=hosts(3, organisation="Elsewhere", most_visits=2),
            seat_locks=tuple(SeatLock(participant=name, set=place) for name, place in locks),
            absences=(Absence(participant="P02", round="D2"),),
        )
    )


def test_sure_members_can_sit_nowhere_else() -> None:
    """Each set's certain members are those locked there."""
    found = {place: people.tolist() for place, people in sure_members(locked()).items()}
    assert found == {(0, 0): [0, 1, 2, 3], (0, 1): [4], (1, 0): [0, 2, 3]}


def test_bundles_share_all_their_sets() -> None:
    """P03 and P04 follow P01; who misses a day, or is free on one, follows nobody."""
    assert bundles(locked()).tolist() == [0, 1, 0, 0, 4, 5, 6, 7]


def test_visits_with_the_same_choices_share_a_menu() -> None:
    """There is one menu a day, with three hosts of three slots; the cheapest slot counts for each host."""
    problem = locked()
    menus = host_menus(problem)
    assert menus[0] is menus[1] is not menus[2]
    assert menus[0].host.tolist() == [0, 1, 2]
    price = problem.axes.option_host[menus[0].choices] * 10 + menus[0].choices % 3
    assert menus[0].cheapest(price).tolist() == [0, 10, 20]
