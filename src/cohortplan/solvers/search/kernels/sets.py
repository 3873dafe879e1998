"""What sets' members weigh together: assignment costs, set counts, set ranges, set spreads."""

from __future__ import annotations

from cohortplan.solvers.search.kernels.jit import kernel
from cohortplan.solvers.search.layout import Counts, Ranges, Seats, Spreads


@kernel
def seat_cost(seats: Seats, row: int, s: int) -> int:
    """Cost of the participant and round of `row` in set s."""
    cost = 0
    for i in range(seats.start[row], seats.start[row + 1]):
        if seats.set[i] == s:
            cost += seats.cost[i]
    return cost


@kernel
def count_cost(counts: Counts, k: int, first: int, size: int, total: int) -> int:
    """Look up the cost of a set of a size with a total."""
    size = min(size, counts.sizes[k] - 1)
    total = min(total, counts.totals[k] - 1)
    return counts.table[first + size * counts.totals[k] + total]


@kernel
def shift_counts(counts: Counts, r: int, s: int, size: int, p: int, sign: int) -> int:
    """Let p join (sign 1) or leave (-1) set s, which has `size` members before."""
    delta = 0
    for i in range(counts.start[p], counts.start[p + 1]):
        k = counts.term[i]
        change = sign * counts.weight[i]
        delta += count_change(counts, r, s, size, k, change)
        counts.total[r, s, k] += change
    for i in range(len(counts.sized)):
        k = counts.sized[i]
        first = counts.first[r, s, k]
        if first >= 0:
            total = counts.total[r, s, k]
            delta += count_cost(counts, k, first, size + sign, total) - count_cost(counts, k, first, size, total)
    _owe(counts, r, s, delta)
    return delta


@kernel
def _owe(counts: Counts, r: int, s: int, delta: int) -> None:
    """Note what a set costs now, and keep the list of those that cost something."""
    owed, owing, spot = counts.owed, counts.owing, counts.spot
    owed[r, s] += delta
    if owed[r, s] != 0 and spot[r, s] == 0:
        owing[0] += 1
        owing[owing[0]] = r * owed.shape[1] + s
        spot[r, s] = owing[0]
    elif owed[r, s] == 0 and spot[r, s] != 0:
        last = owing[owing[0]]
        owing[spot[r, s]] = last
        spot[last // owed.shape[1], last % owed.shape[1]] = spot[r, s]
        owing[0] -= 1
        spot[r, s] = 0


@kernel
def count_change(counts: Counts, r: int, s: int, size: int, k: int, change: int) -> int:
    """Price a change of the total of set s, its size staying as it is."""
    first = counts.first[r, s, k]
    if first < 0:
        return 0
    total = counts.total[r, s, k]
    return count_cost(counts, k, first, size, total + change) - count_cost(counts, k, first, size, total)


@kernel
def swap_counts(counts: Counts, r: int, p: int, s: int, s_size: int, q: int, t: int, t_size: int) -> int:
    """Price the exchange of p, in s, and q, in t, by merging their lists of terms."""
    delta = 0
    i, i_end, j, j_end = counts.start[p], counts.start[p + 1], counts.start[q], counts.start[q + 1]
    while i < i_end or j < j_end:
        k = counts.term[i] if i < i_end else counts.term[j]
        if j < j_end:
            k = min(k, counts.term[j])
        gain = 0
        if j < j_end and counts.term[j] == k:
            gain += counts.weight[j]
            j += 1
        if i < i_end and counts.term[i] == k:
            gain -= counts.weight[i]
            i += 1
        if gain != 0:
            delta += count_change(counts, r, s, s_size, k, gain) + count_change(counts, r, t, t_size, k, -gain)
    return delta


@kernel
def range_cost(ranges: Ranges, r: int, k: int, s: int, t: int, change: int) -> int:
    """Cost of a round's difference if set s weighed so much more, and set t so much less."""
    heaviest, lightest = 0, 0
    for u in range(ranges.sets[r]):
        total = ranges.total[r, u, k]
        if u == s:
            total += change
        if u == t:
            total -= change
        heaviest = max(heaviest, total)
        lightest = total if u == 0 else min(lightest, total)
    return ranges.table[ranges.first[r, k] + min(heaviest - lightest, ranges.last[k])]


@kernel
def shift_ranges(ranges: Ranges, r: int, s: int, p: int, sign: int) -> int:
    """Let p join (sign 1) or leave (-1) set s."""
    delta = 0
    for k in range(ranges.weight.shape[1]):
        change = sign * ranges.weight[p, k]
        if change != 0:
            if ranges.first[r, k] >= 0:
                delta += range_cost(ranges, r, k, s, -1, change) - range_cost(ranges, r, k, s, -1, 0)
            ranges.total[r, s, k] += change
    return delta


@kernel
def swap_ranges(ranges: Ranges, r: int, p: int, s: int, q: int, t: int) -> int:
    """Price the exchange of p, in s, and q, in t."""
    delta = 0
    for k in range(ranges.weight.shape[1]):
        gain = ranges.weight[q, k] - ranges.weight[p, k]
        if gain != 0 and ranges.first[r, k] >= 0:
            delta += range_cost(ranges, r, k, s, t, gain) - range_cost(ranges, r, k, s, t, 0)
    return delta


@kernel
def shift_spreads(spreads: Spreads, r: int, s: int, p: int, sign: int) -> int:
    """Let p join (sign 1) or leave (-1) set s."""
    delta = 0
    for i in range(spreads.start[p], spreads.start[p + 1]):
        k, value = spreads.term[i], spreads.value[i]
        before = spreads.seen[r, s, value]
        after = before + sign
        spreads.seen[r, s, value] = after
        if (before == 0) != (after == 0):
            first = spreads.first[r, s, k]
            distinct = spreads.distinct[r, s, k]
            spreads.distinct[r, s, k] = distinct + sign
            if first >= 0:
                delta += spreads.table[first + distinct + sign] - spreads.table[first + distinct]
    return delta


@kernel
def spread_change(spreads: Spreads, r: int, s: int, k: int, leaving: int, joining: int) -> int:
    """Price a change of set s in which one value leaves and another joins (-1 = none)."""
    first = spreads.first[r, s, k]
    if first < 0:
        return 0
    distinct = spreads.distinct[r, s, k]
    after = distinct
    if leaving >= 0 and spreads.seen[r, s, leaving] == 1:
        after -= 1
    if joining >= 0 and spreads.seen[r, s, joining] == 0:
        after += 1
    return spreads.table[first + after] - spreads.table[first + distinct]


@kernel
def swap_spreads(spreads: Spreads, r: int, p: int, s: int, q: int, t: int) -> int:
    """Price the exchange of p, in s, and q, in t, by merging their lists of terms."""
    delta = 0
    i, i_end, j, j_end = spreads.start[p], spreads.start[p + 1], spreads.start[q], spreads.start[q + 1]
    while i < i_end or j < j_end:
        k = spreads.term[i] if i < i_end else spreads.term[j]
        if j < j_end:
            k = min(k, spreads.term[j])
        mine, other = -1, -1
        if i < i_end and spreads.term[i] == k:
            mine = spreads.value[i]
            i += 1
        if j < j_end and spreads.term[j] == k:
            other = spreads.value[j]
            j += 1
        if mine != other:
            delta += spread_change(spreads, r, s, k, mine, other) + spread_change(spreads, r, t, k, other, mine)
    return delta
