"""The two atomic operations, each its own inverse with the sign turned, and the price of the commonest move.

Between atoms a participant may sit nowhere and a visit may have no option; prices hold for complete decisions.
"""

from __future__ import annotations

from cohortplan.solvers.search.kernels.jit import kernel
from cohortplan.solvers.search.kernels.pairs import shift_pairs, swap_contacts, swap_pairs
from cohortplan.solvers.search.kernels.sets import (
    seat_cost,
    shift_counts,
    shift_ranges,
    shift_spreads,
    swap_counts,
    swap_ranges,
    swap_spreads,
)
from cohortplan.solvers.search.kernels.visits import (
    link_cost,
    shift_loads,
    shift_marks,
    shift_sums,
    swap_marks,
    swap_sums,
)
from cohortplan.solvers.search.layout import Model, Seating


@kernel
def sit(model: Model, r: int, p: int, s: int, sign: int) -> int:
    """Let p take a seat in set s of round r (sign 1) or leave it (-1); return the change of cost."""
    seating = model.seating
    if sign < 0:
        _unlist(seating, r, p, s)
    size = seating.size[r, s] + (1 if sign < 0 else 0)
    delta = sign * seat_cost(model.seats, r * seating.seat.shape[1] + p, s)
    delta += shift_counts(model.counts, r, s, size, p, sign)
    delta += shift_ranges(model.ranges, r, s, p, sign)
    delta += shift_spreads(model.spreads, r, s, p, sign)
    delta += shift_pairs(model.pairs, model.contacts, seating, r, s, p, sign)
    delta += _shift_visitor(model, r * seating.size.shape[1] + s, p, sign)
    if sign > 0:
        _enlist(seating, r, p, s)
    return delta


@kernel
def _enlist(seating: Seating, r: int, p: int, s: int) -> None:
    place = seating.size[r, s]
    seating.members[r, s, place] = p
    seating.place[r, p] = place
    seating.seat[r, p] = s
    seating.size[r, s] = place + 1


@kernel
def _unlist(seating: Seating, r: int, p: int, s: int) -> None:
    last = seating.size[r, s] - 1
    other = seating.members[r, s, last]
    place = seating.place[r, p]
    seating.members[r, s, place] = other
    seating.place[r, other] = place
    seating.seat[r, p] = -1
    seating.size[r, s] = last


@kernel
def _shift_visitor(model: Model, row: int, p: int, sign: int) -> int:
    """Let p join (sign 1) or leave (-1) the set whose visits stand in `row`."""
    visits = model.visits
    delta = 0
    for i in range(visits.start[row], visits.start[row + 1]):
        option = visits.choice[visits.visit[i]]
        if option >= 0:
            delta += shift_loads(model.loads, option, sign, 0)
            delta += shift_marks(model.marks, p, option, sign) + shift_sums(model.sums, p, option, sign)
    return delta


@kernel
def go(model: Model, v: int, option: int, sign: int) -> int:
    """Let visit v take an option (sign 1) or give it up (-1); return the change of cost."""
    seating, visits = model.seating, model.visits
    r, s = visits.round[v], visits.set[v]
    delta = sign * visits.price[visits.price_first[v] + option]
    delta += sign * link_cost(model.links, visits.choice, v, option)
    delta += shift_loads(model.loads, option, sign * seating.size[r, s], sign)
    for i in range(seating.size[r, s]):
        p = seating.members[r, s, i]
        delta += shift_marks(model.marks, p, option, sign) + shift_sums(model.sums, p, option, sign)
    visits.choice[v] = option if sign > 0 else -1
    return delta


@kernel
def price_swap(model: Model, r: int, p: int, q: int) -> int:
    """Change of cost if p and q, who sit in different sets of round r, changed seats. Writes nothing but scratch."""
    seating = model.seating
    s, t = seating.seat[r, p], seating.seat[r, q]
    people, sets = seating.seat.shape[1], seating.size.shape[1]
    delta = seat_cost(model.seats, r * people + p, t) - seat_cost(model.seats, r * people + p, s)
    delta += seat_cost(model.seats, r * people + q, s) - seat_cost(model.seats, r * people + q, t)
    delta += swap_counts(model.counts, r, p, s, seating.size[r, s], q, t, seating.size[r, t])
    delta += swap_ranges(model.ranges, r, p, s, q, t)
    delta += swap_spreads(model.spreads, r, p, s, q, t)
    delta += swap_pairs(model.pairs, seating, r, p, s, q, t)
    if len(model.contacts.term):
        delta += swap_contacts(model.pairs, model.contacts, seating, r, p, s, q, t)
    if len(model.marks.mark):
        delta += swap_marks(model.marks, model.visits, p, r * sets + s, q, r * sets + t)
    delta += swap_sums(model.sums, model.visits, p, r * sets + s, q, r * sets + t)
    return delta
