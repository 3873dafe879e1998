"""Bounds on what is priced by how often, or whether, two people meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from cohortplan.primitives import Ints, PairCount, PairWeight, PersonContacts
from cohortplan.problem import Problem, Term
from cohortplan.shape import even_split
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.cliques import disjoint_cliques, edges_of
from cohortplan.solvers.bounds.counting import meetings_each
from cohortplan.solvers.bounds.pairs import possible
from cohortplan.solvers.bounds.parts import partitions
from cohortplan.solvers.bounds.sizes import seated


def first_meetings(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound pairs that never meet: impossible ones, those beyond what the rounds can hold, or one person can meet."""
    shape = term.shape
    if not isinstance(shape, PairCount) or shape.table.shape[1] < 2:
        return
    may = possible(problem, shape.rounds)
    never = np.where(shape.row >= 0, shape.table[shape.row, 0], 0)
    gain = np.where(may, np.maximum(never - _priced(shape, shape.table[:, 1:].min(axis=1)), 0), 0)
    upper = np.triu(np.ones_like(may), 1)
    reach = np.minimum(meetings_each(problem, shape.rounds)[1], may.sum(axis=1))
    total, count = int(never[upper].sum()), int(shape.rounds.sum())
    barred = int(((never > 0) & ~may & upper).sum())
    note = f" {barred} {'pair' if barred == 1 else 'pairs'} can never meet." if barred else ""
    whole = int(reach.sum()) // 2
    for partition in partitions(problem, shape.rounds):
        gains = np.concatenate([_largest(gain[part.pairs], part.different) for part in partition.parts])
        most = min(whole, sum(min(part.different, int((may & part.pairs).sum())) for part in partition.parts))
        whole = min(whole, most)
        argument = f"At most {most} different pairs can meet in {count} rounds{partition.reason}.{note}"
        yield Bound(term.rule, total - int(_largest(gains, most).sum()), argument)
    gained = sum(int(_largest(gain[p], int(reach[p])).sum()) for p in range(len(gain)))
    yield Bound(term.rule, total - gained // 2, f"Nobody can meet more people than their sets have room for.{note}")


def spread_meetings(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of meetings by the cheapest way in which all pairs that may meet could share them."""
    shape = term.shape
    if not isinstance(shape, PairCount):
        return
    may = possible(problem, shape.rounds)
    start = int(_priced(shape, shape.table[:, 0])[np.triu(np.ones_like(may), 1)].sum())
    for partition in partitions(problem, shape.rounds):
        costs = [
            _cheapest(_marginals(shape, shape.row[may & part.pairs]), part.fewest, part.most)
            for part in partition.parts
        ]
        least, most = (sum(ends) for ends in zip(*((part.fewest, part.most) for part in partition.parts), strict=True))
        held = f"The sets make {least} to {most} meetings for {int(may.sum()) // 2} possible pairs"
        yield Bound(term.rule, start + sum(costs), f"{held}{partition.reason}.")
    least_each, most_each = meetings_each(problem, shape.rounds)
    rows = (_marginals(shape, shape.row[p, may[p]]) for p in range(len(may)))
    each = sum(_cheapest(m, int(least_each[p]), int(most_each[p])) for p, m in enumerate(rows))
    argument = "Everyone has more meetings than people they may meet for the first time."
    yield Bound(term.rule, start - (-each // 2), argument)


def forced_repeats(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of repeats: each set is drawn from a few earlier ones, so some of its pairs met there."""
    shape = term.shape
    if not isinstance(shape, PairCount) or shape.table.shape[1] < max(3, int(shape.rounds.sum()) + 1):
        return
    may = possible(problem, shape.rounds)
    if not may.any() or (shape.row[may] < 0).any():
        return
    table = shape.table[np.unique(shape.row[may])]
    each = int((table[:, 2:] // np.arange(1, table.shape[1] - 1)).min())
    for partition in partitions(problem, shape.rounds):
        repeats = sum(
            max(part.repeats, part.fewest - min(part.different, int((may & part.pairs).sum())))
            for part in partition.parts
        )
        argument = f"Drawn from the sets of earlier rounds, later sets repeat {repeats} meetings{partition.reason}."
        yield Bound(term.rule, each * repeats, argument)


def crowded_pairs(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of pairs that share a set: more people than sets, any two of whom are priced, cannot all part."""
    shape = term.shape
    if not isinstance(shape, PairWeight):
        return
    price = np.zeros((problem.axes.people_count, problem.axes.people_count), dtype=np.int64)
    np.add.at(price, (np.minimum(shape.a, shape.b), np.maximum(shape.a, shape.b)), shape.same)
    present = seated(problem)
    value = 0
    for r in np.flatnonzero(shape.rounds).tolist():
        pairs = np.argwhere((price > 0) & np.outer(present[r], present[r])).tolist()
        for clique in disjoint_cliques((p, q) for p, q in pairs):
            least = min(int(price[pair]) for pair in edges_of(clique))
            value += least * even_split(int(problem.axes.sets[r]), len(clique))
    yield Bound(term.rule, value, "There are more people who should be apart than sets.")


def people_met(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of how many people someone meets, one by one and all together."""
    shape = term.shape
    if not isinstance(shape, PersonContacts):
        return
    may = possible(problem, shape.rounds)
    reach = np.minimum(meetings_each(problem, shape.rounds)[1], (may & shape.counts).sum(axis=1))
    priced = np.flatnonzero(shape.row >= 0)
    rows = [_costs(shape.table[shape.row[p]], int(reach[p])) for p in priced]
    value = sum(int(costs.min()) for costs in rows)
    yield Bound(term.rule, value, "Nobody can meet more people than their sets have room for.")
    marginals = Counter(slope for costs in rows for slope in np.diff(costs).tolist())
    start = sum(int(costs[0]) for costs in rows)
    for partition in partitions(problem, shape.rounds):
        pairs = sum(min(part.different, int((may & part.pairs).sum())) for part in partition.parts)
        argument = f"At most {pairs} different pairs can meet{partition.reason}."
        yield Bound(term.rule, start + _cheapest(marginals, 0, 2 * pairs), argument)


def _marginals(shape: PairCount, rows: Ints) -> Counter[int]:
    """Count what each further meeting of pairs with these table rows costs."""
    rounds = int(shape.rounds.sum())
    depth = min(rounds, shape.table.shape[1] - 1)
    slopes = np.diff(shape.table[:, : depth + 1], axis=1)
    marginals: Counter[int] = Counter()
    for row, count in enumerate(np.bincount(rows + 1, minlength=1).tolist(), start=-1):
        for slope in slopes[row].tolist() if row >= 0 else [0] * depth:
            marginals[slope] += count
        marginals[0] += count * (rounds - depth)
    return marginals


def _priced(shape: PairCount, costs: Ints) -> Ints:
    """Give each pair its entry of a vector over table rows, 0 where it is not priced: int32 array (P, P)."""
    return np.where(shape.row >= 0, costs[shape.row], 0)


def _costs(table: Ints, most: int) -> Ints:
    costs: Ints = table[np.minimum(np.arange(most + 1), len(table) - 1)]
    return costs


def _largest(values: Ints, count: int) -> Ints:
    return np.sort(values)[::-1][:count]


def _cheapest(marginals: Mapping[int, int], least: int, most: int) -> int:
    """Return the least sum of `least` to `most` of the marginal costs, given how many there are of each."""
    total, taken = 0, 0
    for slope in sorted(marginals):
        count = min(marginals[slope], most - taken) if slope < 0 else min(marginals[slope], max(least - taken, 0))
        total, taken = total + slope * count, taken + count
    return total
