"""Where sets go: visit options, host loads, and what the members take away, person marks, spreads and sums."""

from __future__ import annotations

from cohortplan.solvers.search.kernels.jit import ENTER, LEAVE, kernel
from cohortplan.solvers.search.layout import Links, Loads, Longs, Marks, Sums, Visits

#: What scratch holds for a listed mark whose number does not change; more than the visits of one set.
_LISTED = 1 << 20


@kernel
def shift_loads(loads: Loads, option: int, people: int, visits: int) -> int:
    """Let so many more people and visits (negative = fewer) take an option."""
    delta = 0
    for i in range(loads.start[option], loads.start[option + 1]):
        b = loads.bucket[i]
        more = loads.weight[i] * (people if loads.persons[b] else visits)
        if more != 0:
            before = loads.load[b]
            after = before + more
            loads.load[b] = after
            last = loads.width[b] - 1
            delta += loads.table[loads.first[b] + min(after, last)] - loads.table[loads.first[b] + min(before, last)]
    return delta


@kernel
def link_cost(links: Links, choice: Longs, v: int, option: int) -> int:
    """Cost of visit v taking an option, by those that the visits paired with it take."""
    cost = 0
    for i in range(links.start[v], links.start[v + 1]):
        other = choice[links.other[i]]
        if other >= 0:
            mine, its = links.spot[links.spots[i] + option], links.spot[links.spots[i] + other]
            if mine >= 0 and its >= 0:
                cost += links.table[links.first[i] + mine * links.width[i] + its]
    return cost


@kernel
def shift_marks(marks: Marks, p: int, option: int, sign: int) -> int:
    """Let p take an option (sign 1), or no longer (-1)."""
    delta = 0
    if not marks.leads[p]:
        return delta
    for i in range(marks.start[option], marks.start[option + 1]):
        m = marks.mark[i]
        before = marks.count[p, m]
        after = before + sign
        marks.count[p, m] = after
        first = marks.first[p, m]
        if first >= 0:
            delta += marks.table[first + after] - marks.table[first + before]
        k = marks.spread[m]
        if k >= 0 and (before == 0) != (after == 0):
            delta += _spread_cost(marks, p, k, sign)
            marks.distinct[p, k] += sign
    return delta


@kernel
def _spread_cost(marks: Marks, p: int, k: int, change: int) -> int:
    """Price a change of how many different marks p has seen."""
    first = marks.spread_first[p, k]
    if first < 0:
        return 0
    distinct = marks.distinct[p, k]
    return marks.table[first + distinct + change] - marks.table[first + distinct]


@kernel
def swap_marks(marks: Marks, visits: Visits, p: int, s_row: int, q: int, t_row: int) -> int:
    """Price the exchange of p and q between the sets of two rows of visits.

    What p wins, q loses: the difference of the two sets' marks is worked out once, in scratch.
    """
    touched = _note(marks, visits, s_row, LEAVE, 0)
    touched = _note(marks, visits, t_row, ENTER, touched)
    delta = _exchange(marks, p, touched, ENTER) + _exchange(marks, q, touched, LEAVE)
    for i in range(touched):
        marks.change[marks.touched[i]] = 0
    return delta


@kernel
def _note(marks: Marks, visits: Visits, row: int, sign: int, touched: int) -> int:
    """Add the marks of a set's visits to the scratch; return how many marks are listed there."""
    for i in range(visits.start[row], visits.start[row + 1]):
        option = visits.choice[visits.visit[i]]
        for j in range(marks.start[option], marks.start[option + 1]):
            m = marks.mark[j]
            if marks.change[m] == 0:
                marks.change[m] = _LISTED
                marks.touched[touched] = m
                touched += 1
            marks.change[m] += sign
    return touched


@kernel
def _exchange(marks: Marks, p: int, touched: int, sign: int) -> int:
    """Price the marks in scratch, `sign` times, for p."""
    delta = 0
    for i in range(touched):
        m = marks.touched[i]
        change = sign * (marks.change[m] - _LISTED)
        if change == 0:
            continue
        before = marks.count[p, m]
        first = marks.first[p, m]
        if first >= 0:
            delta += marks.table[first + before + change] - marks.table[first + before]
        k = marks.spread[m]
        if k >= 0 and (before == 0) != (before + change == 0):
            marks.spread_change[k] += 1 if before == 0 else -1
    for i in range(touched):
        k = marks.spread[marks.touched[i]]
        if k >= 0 and marks.spread_change[k] != 0:
            delta += _spread_cost(marks, p, k, marks.spread_change[k])
            marks.spread_change[k] = 0
    return delta


@kernel
def shift_sums(sums: Sums, p: int, option: int, sign: int) -> int:
    """Let p take an option (sign 1), or no longer (-1)."""
    delta = 0
    for k in range(sums.start.shape[1]):
        start = sums.start[p, k]
        if start >= 0:
            change = sign * sums.weight[start + option]
            delta += _sum_change(sums, p, k, change)
            sums.total[p, k] += change
    return delta


@kernel
def _sum_change(sums: Sums, p: int, k: int, change: int) -> int:
    """Price a change of the total of p."""
    first, last, total = sums.first[p, k], sums.last[k], sums.total[p, k]
    return sums.table[first + min(total + change, last)] - sums.table[first + min(total, last)]


@kernel
def swap_sums(sums: Sums, visits: Visits, p: int, s_row: int, q: int, t_row: int) -> int:
    """Price the exchange of p and q between the sets of two rows of visits."""
    delta = 0
    for k in range(sums.start.shape[1]):
        mine, other = sums.start[p, k], sums.start[q, k]
        if mine >= 0:
            delta += _sum_change(sums, p, k, _of_row(sums, visits, mine, t_row) - _of_row(sums, visits, mine, s_row))
        if other >= 0:
            delta += _sum_change(sums, q, k, _of_row(sums, visits, other, s_row) - _of_row(sums, visits, other, t_row))
    return delta


@kernel
def _of_row(sums: Sums, visits: Visits, start: int, row: int) -> int:
    """Add up what a set's visits weigh, by the weights from `start` on."""
    total = 0
    for i in range(visits.start[row], visits.start[row + 1]):
        total += sums.weight[start + visits.choice[visits.visit[i]]]
    return total
