"""What is certain of visits before anything is searched for: who takes part, and what each host costs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import Ints, Longs
from cohortplan.problem import Problem


@dataclass(frozen=True, eq=False)
class HostMenu:
    """The hosts among some choices.

    Attributes
    ----------
    choices : int32 array (N,)
        Options, those of one host side by side.
    host : int32 array (E,)
        The hosts, in the order of their options.
    first : int64 array (E,)
        Where the options of each host begin.
    """

    choices: Ints
    host: Ints
    first: Longs

    def cheapest(self, price: Longs) -> Longs:
        """Return the least of the choices' prices (N,) for each host: int64 array (E,)."""
        least: Longs = np.minimum.reduceat(price, self.first)
        return least


def host_menus(problem: Problem) -> Sequence[HostMenu]:
    """Return each visit's hosts; visits with the same choices share one menu."""
    found: dict[bytes, HostMenu] = {}
    by_array: dict[int, HostMenu] = {}
    for choices in problem.choices:
        if id(choices) not in by_array:
            key = choices.tobytes()
            if key not in found:
                host = problem.axes.option_host[choices]
                first = np.flatnonzero(np.diff(host, prepend=-1))
                found[key] = HostMenu(choices, host[first], first)
            by_array[id(choices)] = found[key]
    return [by_array[id(choices)] for choices in problem.choices]


def sure_members(problem: Problem) -> Mapping[tuple[int, int], Longs]:
    """Return, by round and set, the participants who can sit nowhere else."""
    seats = problem.seats
    found: dict[tuple[int, int], list[int]] = {}
    only = seats.menus.argmax(axis=1)
    for r, p in np.argwhere(seats.width == 1).tolist():
        found.setdefault((r, int(only[seats.menu[r, p]])), []).append(p)
    return {place: np.array(people, dtype=np.int64) for place, people in found.items()}


def bundles(problem: Problem) -> Ints:
    """Return for each participant the first who is certain to share all their sets, themself if nobody is: (P,)."""
    leader = np.arange(problem.axes.people_count, dtype=np.int32)
    fixed = np.flatnonzero((problem.seats.width <= 1).all(axis=0))
    if len(fixed):
        _, first, number = np.unique(problem.seats.menu[:, fixed], axis=1, return_index=True, return_inverse=True)
        leader[fixed] = fixed[first][number.ravel()]
    return leader
