"""The door to the designs: the most rounds without repeats that the constructions here give."""

from __future__ import annotations

from functools import cache

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.shape import most_repeat_free
from cohortplan.solvers.search.designs.affine import AFFINE_SPACE
from cohortplan.solvers.search.designs.anneal import anneal_round, anneal_spread
from cohortplan.solvers.search.designs.base import SEATS, Construction, Design
from cohortplan.solvers.search.designs.catalogue import CATALOGUED
from cohortplan.solvers.search.designs.compose import blown_up, filled
from cohortplan.solvers.search.designs.fours import FOURS
from cohortplan.solvers.search.designs.kirkman import KIRKMAN_DOUBLE, KIRKMAN_TRIPLE
from cohortplan.solvers.search.designs.pairs import ROUND_ROBIN
from cohortplan.solvers.search.designs.starter import Frame, Starter
from cohortplan.solvers.search.designs.tables import DIFFERENCE_TABLE
from cohortplan.solvers.search.designs.transversal import NET, TRANSVERSAL

#: Each makes rounds without repeats for some sizes; a construction may be added here without touching anything else.
CONSTRUCTIONS: tuple[Construction, ...] = (
    ROUND_ROBIN,
    AFFINE_SPACE,
    KIRKMAN_DOUBLE,
    KIRKMAN_TRIPLE,
    FOURS,
    TRANSVERSAL,
    NET,
    DIFFERENCE_TABLE,
    CATALOGUED,
)

_ONE_ROUND = "A single round repeats nothing."
_BLOWN_UP = "{} Each person stands for {} people, and a transversal design takes the place of each set."
_FILLED = " Those who never met then fill further rounds."
_SEARCHED = "Base blocks in which each difference occurs once, moved by every element of a group; found just now."

#: Among more people no starter is searched for.
_SEARCHABLE = 200

#: Moves of the search for a starter that `best` makes by default: a few seconds.
BUDGET = 4_000_000


def best(groups: int, size: int, rounds: int, budget: int = BUDGET) -> Design | None:
    """Return rounds without repeats, as many as are known here, at least `rounds` of them if that can be had.

    Parameters
    ----------
    groups, size : int
        How many sets, and how many people in each.
    rounds : int
        How many rounds are wanted.
    budget : int
        Moves to spend on a search for a starter where the constructions give too few; 0 for none. The search is
        deterministic.

    Returns
    -------
    Design or None
        ``seat`` has shape (rounds, groups * size); it may hold more or fewer rounds than wanted. None if there is
        nobody to seat.
    """
    if groups < 1 or size < 1:
        return None
    known = _made(groups, size)
    wanted = min(rounds, most_repeat_free(groups, size).rounds) if groups * size <= _SEARCHABLE and budget > 0 else 0
    for count in range(wanted, known.rounds, -1):
        starter = _search(groups, size, count, budget // (wanted - known.rounds))
        if starter is not None:
            return Design(filled(starter.rounds(), groups, size, _seat), _SEARCHED)
    return known


@cache
def _made(groups: int, size: int) -> Design:
    """Return the design with most rounds that the constructions give, filled where it can be."""
    known = Design(np.repeat(np.arange(groups, dtype=np.int32), size)[None], _ONE_ROUND)
    if size == 1 or size > groups:
        return known
    most = min(most_repeat_free(groups, size).rounds, max(1, SEATS // (groups * size)))
    for construction in CONSTRUCTIONS:
        if known.rounds < most:
            known = _better(known, construction.construct(groups, size), construction.argument)
    for times in range(2, groups):
        if groups % times == 0 and known.rounds < most:
            argument = _BLOWN_UP.format(_made(groups // times, size).argument, times)
            known = _better(known, blown_up(groups, size, times, _seat, most), argument)
    known.seat.setflags(write=False)
    return known


def _better(known: Design, seat: Ints | None, argument: str) -> Design:
    """Fill rounds and return them if they are more than those known."""
    if seat is None:
        return known
    people = seat.shape[1]
    groups = int(seat.max()) + 1
    full = filled(seat, groups, people // groups, _seat)
    found = Design(full, argument if len(full) == len(seat) else argument + _FILLED)
    return found if found.rounds > known.rounds else known


def _seat(groups: int, size: int) -> Ints:
    return _made(groups, size).seat


def _search(groups: int, size: int, rounds: int, moves: int) -> Starter | None:
    """Look for a table of `rounds` columns, or for a base round with as many translates."""
    copies, fixed = divmod(groups * size, rounds)
    if rounds <= groups:
        starter = anneal_spread(Frame((groups,), size), rounds, 0, moves // 2)
        if starter is not None:
            return starter
    if copies < 2 or fixed > groups:
        return None
    return anneal_round(Frame((rounds,), copies, fixed), size, 0, moves // 2 if rounds <= groups else moves)
