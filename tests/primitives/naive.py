"""What each cost shape means, spelled out person by person and set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    Decision,
    HostLoad,
    PairCount,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    PersonSum,
    SetCount,
    SetRange,
    SetSpread,
    VisitOption,
    VisitPair,
)


def sets_of(decision: Decision, axes: Axes) -> Iterator[tuple[int, int, list[int]]]:
    """Yield round, set and members of every set."""
    for r, ids in enumerate(axes.set_ids):
        for s in range(len(ids)):
            yield r, s, [p for p in range(axes.people_count) if decision.seat[r, p] == s]


def visits_of(decision: Decision, axes: Axes) -> Iterator[tuple[int, list[int]]]:
    """Yield option and members of every visit."""
    members = grid(decision, axes)
    for v, place in enumerate(axes.visits):
        yield int(decision.choice[v]), members[place.round, place.set]


def clipped(table: Any, amount: int) -> int:
    """Look an amount up in one row of a table, amounts beyond its end in its last entry."""
    return int(table[min(amount, len(table) - 1)])


def grid(decision: Decision, axes: Axes) -> dict[tuple[int, int], list[int]]:
    """Members of every place of the (R, S) grid; places without a set are empty."""
    members = {(r, s): people for r, s, people in sets_of(decision, axes)}
    return {(r, s): members.get((r, s), []) for r in range(len(axes.set_ids)) for s in range(axes.widest)}


def assignment_cost(shape: AssignmentCost, decision: Decision, axes: Axes) -> int:
    """Cost of each priced seat that is taken."""
    members = grid(decision, axes)
    seats = zip(shape.round, shape.person, shape.set, shape.cost, strict=True)
    return sum(int(cost) for r, p, s, cost in seats if p in members[r, s])


def set_count(shape: SetCount, decision: Decision, axes: Axes) -> int:
    """Cost of each set's size and total weight; a place of the grid without a set counts as empty."""
    total = 0
    for place, people in grid(decision, axes).items():
        if shape.row[place] >= 0:
            by_size = shape.table[shape.row[place]]
            by_total = by_size[min(len(people), len(by_size) - 1)]
            total += clipped(by_total, sum(int(shape.weight[p]) for p in people))
    return total


def set_range(shape: SetRange, decision: Decision, axes: Axes) -> int:
    """Cost of each round's difference between its heaviest and its lightest set."""
    totals: dict[int, list[int]] = {}
    for r, _, people in sets_of(decision, axes):
        totals.setdefault(r, []).append(sum(int(shape.weight[p]) for p in people))
    differences = {r: max(found) - min(found) for r, found in totals.items()}
    return sum(clipped(shape.table[shape.row[r]], apart) for r, apart in differences.items() if shape.row[r] >= 0)


def set_spread(shape: SetSpread, decision: Decision, axes: Axes) -> int:
    """Cost of each set's number of different values."""
    total = 0
    for place, people in grid(decision, axes).items():
        if shape.row[place] >= 0:
            values = {int(shape.value_of[p]) for p in people} - {-1}
            total += clipped(shape.table[shape.row[place]], len(values))
    return total


def pair_weight(shape: PairWeight, decision: Decision, axes: Axes) -> int:
    """Cost of each pair and round in which both sit, by whether they share the set."""
    seats: dict[int, dict[int, int]] = {r: {} for r in range(len(axes.set_ids))}
    for r, s, people in sets_of(decision, axes):
        seats[r].update(dict.fromkeys(people, s))
    total = 0
    for a, b, same, split in zip(shape.a, shape.b, shape.same, shape.split, strict=True):
        for r, where in seats.items():
            if shape.rounds[r] and a in where and b in where:
                total += int(same if where[a] == where[b] else split)
    return total


def pair_count(shape: PairCount, decision: Decision, axes: Axes) -> int:
    """Cost of each pair's number of meetings."""
    total = 0
    for a, b in combinations(range(axes.people_count), 2):
        met = sum(a in people and b in people for r, _, people in sets_of(decision, axes) if shape.rounds[r])
        if shape.pairs.square[a, b] >= 0:
            total += clipped(shape.table[shape.pairs.square[a, b]], met)
    return total


def person_contacts(shape: PersonContacts, decision: Decision, axes: Axes) -> int:
    """Cost of the number of different people each person meets."""
    total = 0
    for p in range(axes.people_count):
        met: set[int] = set()
        for r, _, people in sets_of(decision, axes):
            if shape.rounds[r] and p in people:
                met.update(other for other in people if shape.pairs.square[p, other] >= 0)
        if shape.row[p] >= 0:
            total += clipped(shape.table[shape.row[p]], len(met))
    return total


def visit_option(shape: VisitOption, decision: Decision, axes: Axes) -> int:
    """Cost of each visit's option."""
    chosen = [option for option, _ in visits_of(decision, axes)]
    return sum(int(shape.table[row, option]) for row, option in zip(shape.row, chosen, strict=True) if row >= 0)


def host_load(shape: HostLoad, decision: Decision, axes: Axes) -> int:
    """Cost of what the visits bring to each bucket."""
    total = 0
    for number, row in enumerate(shape.row):
        amount = 0
        for option, people in visits_of(decision, axes):
            for o, bucket, weight in zip(shape.option, shape.bucket, shape.weight, strict=True):
                if (o, bucket) == (option, number):
                    amount += int(weight) * (len(people) if shape.persons else 1)
        if row >= 0:
            total += clipped(shape.table[row], amount)
    return total


def person_mark(shape: PersonMark, decision: Decision, axes: Axes) -> int:
    """Cost of how many of a person's visits carry each mark."""
    total = 0
    for m, p in ((m, p) for m in range(len(shape.row)) for p in range(axes.people_count)):
        times = sum(shape.mark[option] == m for option, people in visits_of(decision, axes) if p in people)
        if shape.row[m, p] >= 0:
            total += clipped(shape.table[shape.row[m, p]], times)
    return total


def person_spread(shape: PersonSpread, decision: Decision, axes: Axes) -> int:
    """Cost of how many different marks a person's visits carry."""
    total = 0
    for p in range(axes.people_count):
        seen = {int(shape.mark[option]) for option, people in visits_of(decision, axes) if p in people} - {-1}
        if shape.row[p] >= 0:
            total += clipped(shape.table[shape.row[p]], len(seen))
    return total


def person_sum(shape: PersonSum, decision: Decision, axes: Axes) -> int:
    """Cost of what a person's visits add up to."""
    total = 0
    for p in range(axes.people_count):
        amount = sum(int(shape.weight[shape.kind[p], o]) for o, people in visits_of(decision, axes) if p in people)
        if shape.row[p] >= 0:
            total += clipped(shape.table[shape.row[p]], amount)
    return total


def visit_pair(shape: VisitPair, decision: Decision, axes: Axes) -> int:
    """Cost of what two visits take."""
    del axes
    total = 0
    for a, b in zip(shape.a, shape.b, strict=True):
        x, y = (int(shape.spot[decision.choice[v]]) for v in (a, b))
        total += int(shape.table[x][y]) if x >= 0 and y >= 0 else 0
    return total


NAIVE: Mapping[type, Callable[[Any, Decision, Axes], int]] = {
    AssignmentCost: assignment_cost,
    SetCount: set_count,
    SetRange: set_range,
    SetSpread: set_spread,
    PairWeight: pair_weight,
    PairCount: pair_count,
    PersonContacts: person_contacts,
    VisitOption: visit_option,
    VisitPair: visit_pair,
    HostLoad: host_load,
    PersonMark: person_mark,
    PersonSpread: person_spread,
    PersonSum: person_sum,
}
