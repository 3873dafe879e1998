"""Designs for sizes that nearly fit: take a larger design and leave seats empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import Bools, Ints
from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.catalogue import uneven
from cohortplan.solvers.search.designs.door import best

#: How many ways to choose those who stay away are tried for each number of rounds.
_TRIES = 50
#: Among more people only neighbours by number are tried.
_LARGEST = 5_000
_UNEVEN = "Rounds without repeats of uneven sets, found by a search."


def truncated(sizes_per_round: Sequence[Sequence[int]], people: int, budget: int = 0) -> Design | None:
    """Return rounds without repeats of sets of two neighbouring sizes, by leaving people out of a larger design.

    People no two of whom share a set leave every round, so that a set loses one member at most.

    Parameters
    ----------
    sizes_per_round : sequence of sequences of int
        Sizes of the sets of each round; their sum is `people`, their number the same in all rounds.
    people : int
        How many people there are.
    budget : int
        Moves to spend on a search where constructions give too few rounds, as for `best`.

    Returns
    -------
    Design or None
        ``seat`` has shape (rounds, people), with as many rounds as asked for or fewer; sets have the sizes asked for.
        None where the sizes are not of this kind, or nobody was found to leave out.
    """
    sizes = [np.asarray(each, dtype=np.int32) for each in sizes_per_round]
    if not sizes or not _nearly_even(sizes, people):
        return None
    groups, size = len(sizes[0]), max(int(each.max()) for each in sizes)
    design = best(groups, size, len(sizes), budget)
    if design is None:
        return None
    sources = [design, *(Design(seat, _UNEVEN) for seat in uneven(groups, size) if seat.shape[1] >= people)]
    found = [_without(source, groups, size, people, len(sizes)) for source in sources]
    kept = max((each for each in found if each is not None), key=lambda each: each.rounds, default=None)
    if kept is None:
        return None
    seats = [_renumbered(row, wanted) for row, wanted in zip(kept.seat, sizes, strict=False)]
    return Design(np.array(seats, dtype=np.int32), kept.argument)


def _without(design: Design, groups: int, size: int, people: int, most: int) -> Design | None:
    """Leave out people no two of whom share a set, from sets of the full size only, in as many rounds as can be."""
    rng = np.random.default_rng(0)
    for rounds in range(min(design.rounds, most), 0, -1):
        seat = design.seat[:rounds]
        members = np.stack([np.bincount(row, minlength=groups) for row in seat])
        full = (np.take_along_axis(members, seat, axis=1) == size).all(axis=0)
        away = _strangers(seat, full, seat.shape[1] - people, rng)
        if away is not None:
            left_out = f" {len(away)} of its people, who never meet, are left out." if len(away) else ""
            return Design(np.delete(seat, away, axis=1), design.argument + left_out)
    return None


def _nearly_even(sizes: Sequence[Ints], people: int) -> bool:
    """Tell whether all rounds have the same number of sets, of two neighbouring sizes that add up to `people`."""
    most = max(int(each.max(initial=0)) for each in sizes)
    return all(
        len(each) == len(sizes[0]) > 0 and each.sum() == people and each.min() >= max(most - 1, 1) for each in sizes
    )


def _strangers(seat: Ints, free: Bools, count: int, rng: np.random.Generator) -> Ints | None:
    """Find `count` of the people free to go, no two of whom share a set; take first who met few of the others."""
    if free[:count].all() and all(len(np.unique(row[:count])) == count for row in seat):
        return np.arange(count, dtype=np.int32)
    if seat.shape[1] > _LARGEST:
        return None
    met = np.zeros((seat.shape[1], seat.shape[1]), dtype=bool)
    for row in seat:
        met |= row[:, None] == row[None, :]
    for _ in range(_TRIES):
        found = _independent(met, free, count, rng)
        if found is not None:
            return found
    return None


def _independent(met: Bools, free: Bools, count: int, rng: np.random.Generator) -> Ints | None:
    found: list[int] = []
    while len(found) < count:
        if not free.any():
            return None
        lost = met[:, free].sum(axis=1) + rng.random(len(met))
        person = int(np.argmin(np.where(free, lost, np.inf)))
        found.append(person)
        free = free & ~met[person]
    return np.array(sorted(found), dtype=np.int32)


def _renumbered(row: Ints, wanted: Ints) -> Ints:
    """Give the sets of a round the numbers of the sets of their sizes."""
    have = np.argsort(np.bincount(row, minlength=len(wanted)), kind="stable")
    number = np.empty_like(have)
    number[have] = np.argsort(wanted, kind="stable")
    return number[row].astype(np.int32)
