"""Blocks: among thousands of people, parts of the cohort that are planned one by one, each with sets of its own.

A block holds people and, in every round, as many sets as they fill. All blocks are made up alike, so what can be had
by all together can nearly always be had block by block; and a block of a thousand people is searched many times faster
than a tenth of a cohort of ten thousand, as what the search looks at stays in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from cohortplan.model import Scenario
from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    Decision,
    Ints,
    Longs,
    PairCount,
    PairWeight,
    PersonContacts,
    Primitive,
    SetCount,
    SetRange,
    SetSpread,
)
from cohortplan.problem import AllowedSets, Problem
from cohortplan.solvers.construct import strata

#: Shapes that price who sits where.
SEATING = AssignmentCost | SetCount | SetSpread | PairCount | PairWeight | PersonContacts
#: People of a block, about; cohorts of fewer than twice as many stay whole.
PEOPLE = 1200


@dataclass(frozen=True, eq=False)
class Block:
    """A part of a cohort.

    Attributes
    ----------
    people : int32 array (N,)
        Who they are in the whole problem, ascending.
    sets : tuple of int32 arrays
        Their sets of each round.
    problem : Problem
        What is to be decided for them alone: costs are those of the whole problem.
    """

    people: Ints
    sets: tuple[Ints, ...]
    problem: Problem

    def place(self, part: Decision, whole: Decision) -> None:
        """Write what was decided for the block into the decision of the whole problem."""
        for r, sets in enumerate(self.sets):
            seats = part.seat[r]
            whole.seat[r, self.people] = np.where(seats >= 0, sets[seats], seats)


class Split(NamedTuple):
    """Who and which sets make up each block: arrays of people, and for each block its sets, round by round."""

    people: list[Ints]
    sets: list[tuple[Ints, ...]]


def split(problem: Problem, seed: int) -> Split | None:
    """Divide a cohort into blocks; None if it is small, or something ties all sets, or certain people, together.

    Parameters
    ----------
    seed : int
        The one source of randomness.
    """
    axes, seats = problem.axes, problem.seats
    number = min(axes.people_count // PEOPLE, int(axes.sets.min()))
    free = bool((seats.width == np.where(axes.attends, axes.sets[:, None], 0)).all())
    if number < 2 or axes.visits or not free or not all(_divisible(term.shape) for term in problem.terms):
        return None
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(axes.people_count), strata(problem)))
    sets = list(zip(*(_shared_out(axes, r, number) for r in range(len(axes.sets))), strict=True))
    people = _dealt(order, np.array([min(_ends(axes, mine, "most")) for mine in sets], dtype=np.int32))
    found = Split([np.sort(mine) for mine in people], sets)
    return found if all(_fits(axes, mine, own) for mine, own in zip(*found, strict=True)) else None


def _divisible(shape: Primitive) -> bool:
    """Whether a shape prices sets or pairs within a set, one by one, so that blocks can be priced alone."""
    if isinstance(shape, PairWeight):
        return not shape.split.any()
    return not isinstance(shape, SetRange)


def _shared_out(axes: Axes, r: int, number: int) -> list[Ints]:
    """Share the sets of a round out over so many blocks."""
    return [part.astype(np.int32) for part in np.array_split(np.arange(int(axes.sets[r])), number)]


def _ends(axes: Axes, sets: tuple[Ints, ...], end: str) -> list[int]:
    """How many members some sets are to have together, at `least` or at `most`, round by round."""
    rounds = axes.scenario.rounds
    return [sum(getattr(each.sets[s], end) for s in mine.tolist()) for each, mine in zip(rounds, sets, strict=True)]


def _dealt(order: Longs, room: Ints) -> list[Ints]:
    """Deal people in `order` to blocks, each as many as its share of the room, and each of all kinds."""
    # Whoever comes k-th sits in the block whose share of the first k is furthest behind.
    share = room / room.sum()
    due = np.concatenate([(np.arange(round(len(order) * part) + 1) + 0.5) / part for part in share])
    block = np.concatenate([np.full(round(len(order) * part) + 1, k) for k, part in enumerate(share)])
    taken = block[np.argsort(due, kind="stable")][: len(order)]
    return [order[taken == k].astype(np.int32) for k in range(len(room))]


def _fits(axes: Axes, people: Ints, sets: tuple[Ints, ...]) -> bool:
    """Whether those of a block who take part fill the sets of each round and no more."""
    present = axes.attends[:, people].sum(axis=1)
    return bool((_ends(axes, sets, "least") <= present).all() and (present <= _ends(axes, sets, "most")).all())


def block(problem: Problem, people: Ints, sets: tuple[Ints, ...]) -> Block:
    """Leave of a problem what concerns the people and the sets of a block."""
    axes = _axes(problem.axes, people, sets)
    # Without visits the shapes over visits cost the same whatever is decided.
    seating = [term for term in problem.terms if isinstance(term.shape, SEATING)]
    terms = tuple(replace(term, shape=_part(term.shape, people, sets, axes)) for term in seating)
    return Block(people, sets, Problem(axes, terms, AllowedSets.barring(axes.attends, axes.sets), ()))


def _axes(axes: Axes, people: Ints, sets: tuple[Ints, ...]) -> Axes:
    whole, names = axes.scenario, list(axes.person)
    rounds = tuple(
        each.model_copy(update={"sets": tuple(each.sets[s] for s in mine.tolist())})
        for each, mine in zip(whole.rounds, sets, strict=True)
    )
    participants = tuple(whole.participants[p] for p in people.tolist())
    set_ids = tuple(tuple(spec.id for spec in each.sets) for each in rounds)
    return replace(
        axes,
        scenario=exchanged(whole, participants=participants, rounds=rounds),
        person={names[p]: index for index, p in enumerate(people.tolist())},
        set_ids=set_ids,
        sets=np.array([len(mine) for mine in sets], dtype=np.int32),
        attends=axes.attends[:, people],
        set_place={name: (r, s) for r, ids in enumerate(set_ids) for s, name in enumerate(ids)},
    )


def exchanged(scenario: Scenario, **parts: object) -> Scenario:
    """Return a scenario with some parts exchanged, not looked through again: solvers read little of it."""
    return Scenario.model_construct(**{name: getattr(scenario, name) for name in Scenario.model_fields} | parts)


def _part(shape: Any, people: Ints, sets: tuple[Ints, ...], axes: Axes) -> Primitive:
    """Leave of a shape what concerns some people and sets."""
    if isinstance(shape, SetCount):
        return replace(shape, weight=shape.weight[people], row=_rows(shape.row, sets, axes))
    if isinstance(shape, SetSpread):
        return replace(shape, value_of=shape.value_of[people], row=_rows(shape.row, sets, axes))
    if isinstance(shape, PairCount):
        return replace(shape, pairs=shape.pairs.among(people))
    if isinstance(shape, PersonContacts):
        return replace(shape, pairs=shape.pairs.among(people), row=shape.row[people])
    if isinstance(shape, PairWeight):
        a, b = _places(people, shape.a), _places(people, shape.b)
        here = (a >= 0) & (b >= 0)
        return replace(shape, a=a[here], b=b[here], same=shape.same[here], split=shape.split[here])
    p = _places(people, shape.person)
    s = np.array([_places(sets[r], np.array([s]))[0] for r, s in zip(shape.round, shape.set, strict=True)], dtype=int)
    here = (p >= 0) & (s >= 0)
    return AssignmentCost(shape.round[here], p[here], s[here].astype(np.int32), shape.cost[here])


def _rows(row: Ints, sets: tuple[Ints, ...], axes: Axes) -> Ints:
    """Rows of a block's sets, -1 where a round has fewer than the widest."""
    rows = np.full((len(sets), axes.widest), -1, dtype=np.int32)
    for r, mine in enumerate(sets):
        rows[r, : len(mine)] = row[r, mine]
    return rows


def _places(chosen: Ints, values: Ints) -> Ints:
    """Where each value stands among the chosen, which ascend; -1 if it does not."""
    place = np.minimum(np.searchsorted(chosen, values), len(chosen) - 1)
    return np.where(chosen[place] == values, place, -1).astype(np.int32)
