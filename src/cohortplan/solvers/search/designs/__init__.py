"""Rounds in which nobody meets twice, by design theory: as many as are known for g sets of s people.

The names are those of the social golfer problem g-s-w: w rounds of g sets of s, no two people twice in a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.holes import holed
from cohortplan.solvers.search.designs.kirkman import kirkman_over_pairs, kirkman_over_triples
from cohortplan.solvers.search.designs.quadruples import quadruples
from cohortplan.solvers.search.designs.round_robin import round_robin
from cohortplan.solvers.search.designs.starters import started
from cohortplan.solvers.search.designs.transversal import filled_transversal
from cohortplan.solvers.search.designs.truncate import truncate


def one_round(groups: int, size: int, rounds: int) -> Design:
    """Seat everybody once; people who are alone in their sets, in every round."""
    count = rounds if size == 1 else 1
    seat = np.repeat(np.arange(groups, dtype=np.int32), size)
    return Design(np.tile(seat, (count, 1)), "Nobody meets twice in one round.")


def best(groups: int, size: int, rounds: int) -> Design:
    """Return the longest design that is known for `groups` sets of `size`, of at most `rounds` rounds."""
    found = one_round(groups, size, rounds)
    for design in _designs(groups, size, rounds):
        if design.rounds > found.rounds:
            found = design
        if found.rounds >= rounds:
            break
    return found


#: Each makes a design of at most `rounds` rounds, or None; another may be added without touching anything else.
CONSTRUCTIONS: tuple[Callable[[int, int, int], Design | None], ...] = (
    one_round,
    round_robin,
    kirkman_over_pairs,
    kirkman_over_triples,
    quadruples,
    partial(filled_transversal, inside=best),
    started,
    partial(holed, inside=best),
)


def truncated(groups: int, people: int, rounds: int) -> Ints | None:
    """Seat any number of people in rounds in which nobody meets twice, in sets whose sizes differ by at most one.

    Parameters
    ----------
    groups : int
        Number of sets in each round.
    people, rounds : int
        How many people, and how many rounds.

    Returns
    -------
    int32 array (rounds, people), or None
        Set index of each person; None if no design is known from which enough people can be taken out.
    """
    size = -(-people // groups)
    excess = groups * size - people
    for spare in range(_SPARE + 1):
        for design in _designs(groups, size, rounds + spare):
            if design.rounds >= rounds:
                seat = truncate(design.seat, rounds, excess)
                if seat is not None:
                    return seat
    return None


#: Rounds more than needed that a design may have for people to be taken out of it.
_SPARE = 2


def _designs(groups: int, size: int, rounds: int) -> Iterator[Design]:
    for construct in CONSTRUCTIONS:
        design = construct(groups, size, rounds)
        if design is not None:
            yield design.first(rounds)


__all__ = ["CONSTRUCTIONS", "Design", "best", "truncated"]
