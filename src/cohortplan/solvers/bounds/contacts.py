"""Bounds on what is priced by how often, or whether, two people meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from cohortplan.primitives import Ints, Longs, PairCount, PairRows, PairWeight, PersonContacts
from cohortplan.problem import Problem, Term
from cohortplan.shape import even_split
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.cliques import disjoint_cliques, edges_of
from cohortplan.solvers.bounds.counting import meetings_each
from cohortplan.solvers.bounds.pair_sets import PairSet
from cohortplan.solvers.bounds.pairs import possible
from cohortplan.solvers.bounds.parts import partitions
from cohortplan.solvers.bounds.sizes import seated


def first_meetings(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound pairs that never meet: impossible ones, those beyond what the rounds can hold, or one person can meet."""
    shape = term.shape
    if not isinstance(shape, PairCount) or shape.table.shape[1] < 2:
        return
    may = possible(problem, shape.rounds)
    never, gain = _gains(shape)
    reach = _reach(problem, shape, may)
    total, count = int(shape.pairs.census @ never), int(shape.rounds.sum())
    barred = int((shape.pairs.census - may.census(shape.pairs))[never > 0].sum())
    note = f" {barred} {'pair' if barred == 1 else 'pairs'} can never meet." if barred else ""
    whole = int(reach.sum()) // 2
    for partition in partitions(problem, shape.rounds):
        within = [(part, may & part.pairs) for part in partition.parts]
        whole = min(whole, sum(min(part.different, pairs.count) for part, pairs in within))
        best = (_best_counts(gain, pairs.census(shape.pairs), part.different) for part, pairs in within)
        gained = _largest(gain, np.sum(list(best), axis=0), whole)
        argument = f"At most {whole} different pairs can meet in {count} rounds{partition.reason}.{note}"
        yield Bound(term.rule, total - gained, argument)
    roomy = f"Nobody can meet more people than their sets have room for.{note}"
    yield Bound(term.rule, least_unmet(problem, shape, may), roomy)


def least_unmet(problem: Problem, shape: PairCount, may: PairSet) -> int:
    """Bound a price of pairs that never meet by how many others, of those they may meet, each has room for."""
    never, gain = _gains(shape)
    reach = _reach(problem, shape, may).tolist()
    alike = Counter(zip(map(tuple, may.census_each(shape.pairs).tolist()), reach, strict=True))
    gained = sum(times * _largest(gain, np.array(counts), most) for (counts, most), times in alike.items())
    return int(shape.pairs.census @ never) - gained // 2


def spread_meetings(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of meetings by the cheapest way in which all pairs that may meet could share them."""
    shape = term.shape
    if not isinstance(shape, PairCount):
        return
    may = possible(problem, shape.rounds)
    start = int(shape.pairs.census @ _by_row(shape.pairs, shape.table[:, 0]))
    for partition in partitions(problem, shape.rounds):
        costs = [
            _cheapest(_marginals(shape, (may & part.pairs).census(shape.pairs)), part.fewest, part.most)
            for part in partition.parts
        ]
        least, most = (sum(ends) for ends in zip(*((part.fewest, part.most) for part in partition.parts), strict=True))
        held = f"The sets make {least} to {most} meetings for {may.count} possible pairs"
        yield Bound(term.rule, start + sum(costs), f"{held}{partition.reason}.")
    least_each, most_each = (ends.tolist() for ends in meetings_each(problem, shape.rounds))
    alike = Counter(zip(map(tuple, may.census_each(shape.pairs).tolist()), least_each, most_each, strict=True))
    each = sum(
        times * _cheapest(_marginals(shape, np.array(counts)), least, most)
        for (counts, least, most), times in alike.items()
    )
    argument = "Everyone has more meetings than people they may meet for the first time."
    yield Bound(term.rule, start - (-each // 2), argument)


def forced_repeats(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of repeats: each set is drawn from a few earlier ones, so some of its pairs met there."""
    shape = term.shape
    if not isinstance(shape, PairCount) or shape.table.shape[1] < max(3, int(shape.rounds.sum()) + 1):
        return
    may = possible(problem, shape.rounds)
    census = may.census(shape.pairs)
    if not may.count or census[-1]:
        return
    table = shape.table[np.flatnonzero(census)]
    each = int((table[:, 2:] // np.arange(1, table.shape[1] - 1)).min())
    for partition in partitions(problem, shape.rounds):
        repeats = sum(
            max(part.repeats, part.fewest - min(part.different, (may & part.pairs).count)) for part in partition.parts
        )
        argument = f"Drawn from the sets of earlier rounds, later sets repeat {repeats} meetings{partition.reason}."
        yield Bound(term.rule, each * repeats, argument)


def crowded_pairs(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of pairs that share a set: more people than sets, any two of whom are priced, cannot all part."""
    shape = term.shape
    if not isinstance(shape, PairWeight) or not shape.same.any():
        return
    pairs, place = np.unique(np.sort(np.stack([shape.a, shape.b], axis=1), axis=1), axis=0, return_inverse=True)
    price = np.bincount(place.ravel(), weights=shape.same).astype(np.int64)
    pairs, price = pairs[price > 0], price[price > 0]
    present, sets = seated(problem), problem.axes.sets
    alike = Counter((present[r].tobytes(), int(sets[r])) for r in np.flatnonzero(shape.rounds))
    value = 0
    for (people, boxes), times in alike.items():
        here = np.frombuffer(people, dtype=bool)[pairs].all(axis=1)
        costs = dict(zip(map(tuple, pairs[here].tolist()), price[here].tolist(), strict=True))
        for clique in disjoint_cliques(costs):
            least = min(costs[pair] for pair in edges_of(clique))
            value += times * least * even_split(boxes, len(clique))
    yield Bound(term.rule, value, "There are more people who should be apart than sets.")


def people_met(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a price of how many people someone meets, one by one and all together."""
    shape = term.shape
    if not isinstance(shape, PersonContacts):
        return
    may = possible(problem, shape.rounds)
    counted = may.census_each(shape.pairs)[:, :-1].sum(axis=1)
    reach = np.minimum(meetings_each(problem, shape.rounds)[1], counted)
    priced = np.flatnonzero(shape.row >= 0)
    rows = [_costs(shape.table[shape.row[p]], int(reach[p])) for p in priced]
    value = sum(int(costs.min()) for costs in rows)
    yield Bound(term.rule, value, "Nobody can meet more people than their sets have room for.")
    marginals = Counter(slope for costs in rows for slope in np.diff(costs).tolist())
    start = sum(int(costs[0]) for costs in rows)
    for partition in partitions(problem, shape.rounds):
        pairs = sum(min(part.different, (may & part.pairs).count) for part in partition.parts)
        argument = f"At most {pairs} different pairs can meet{partition.reason}."
        yield Bound(term.rule, start + _cheapest(marginals, 0, 2 * pairs), argument)


def _gains(shape: PairCount) -> tuple[Longs, Longs]:
    """What a pair of each row costs that never meets, and what meeting saves at most, in the order of a census."""
    never = _by_row(shape.pairs, shape.table[:, 0])
    return never, np.maximum(never - _by_row(shape.pairs, shape.table[:, 1:].min(axis=1)), 0)


def _reach(problem: Problem, shape: PairCount, may: PairSet) -> Longs:
    """Most people each participant can meet: (P,)."""
    reach: Longs = np.minimum(meetings_each(problem, shape.rounds)[1], may.each)
    return reach


def _by_row(pairs: PairRows, costs: Ints) -> Longs:
    """Entries of a vector over table rows in the order of a census: those of rows in use, then 0: (width + 1,)."""
    return np.append(costs[: pairs.width].astype(np.int64), 0)


def _marginals(shape: PairCount, census: Longs) -> Counter[int]:
    """Count what each further meeting of so many pairs of each row costs."""
    rounds = int(shape.rounds.sum())
    depth = min(rounds, shape.table.shape[1] - 1)
    slopes = np.diff(shape.table[:, : depth + 1], axis=1).tolist()
    marginals: Counter[int] = Counter()
    for row, count in enumerate(census.tolist()):
        for slope in slopes[row] if row + 1 < len(census) else [0] * depth:
            marginals[slope] += count
        marginals[0] += count * (rounds - depth)
    return marginals


def _best_counts(gain: Longs, counts: Longs, most: int) -> Longs:
    """Take up to `most` of `counts` things of each kind, those that gain most first; return how many of each."""
    order = np.argsort(-gain, kind="stable")
    taken = np.diff(np.minimum(np.cumsum(counts[order]), most), prepend=0)
    best = np.zeros_like(counts)
    best[order] = taken
    return best


def _largest(gain: Longs, counts: Longs, most: int) -> int:
    """Return the greatest gain of up to `most` of `counts` things of each kind."""
    return int(gain @ _best_counts(gain, counts, most))


def _costs(table: Ints, most: int) -> Ints:
    costs: Ints = table[np.minimum(np.arange(most + 1), len(table) - 1)]
    return costs


def _cheapest(marginals: Mapping[int, int], least: int, most: int) -> int:
    """Return the least sum of `least` to `most` of the marginal costs, given how many there are of each."""
    total, taken = 0, 0
    for slope in sorted(marginals):
        count = min(marginals[slope], most - taken) if slope < 0 else min(marginals[slope], max(least - taken, 0))
        total, taken = total + slope * count, taken + count
    return total
