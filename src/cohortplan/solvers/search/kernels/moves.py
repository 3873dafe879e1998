"""The moves. Each draws what to change and notes it as a list of atoms, the *trail*; `perform` carries them out.

A move that finds nothing to change notes nothing.
"""

from __future__ import annotations

from cohortplan.solvers.search.kernels.atoms import go, sit
from cohortplan.solvers.search.kernels.jit import ENTER, LEAVE, kernel
from cohortplan.solvers.search.kernels.random import below, draw, unit
from cohortplan.solvers.search.layout import Counts, Free, Longs, Model, Seating, Visits

#: Kinds of moves, in the order of `Control.mix`: two people change seats in one round or in two, one person
#: changes sets, two visits change hosts, a visit goes to another host, or to its host at another time, two people
#: change seats throughout, in every round, and somebody in a set that costs something changes seats with somebody.
SWAP, DOUBLE_SWAP, TRANSFER, HOST_SWAP, HOST_CHANGE, SLOT_CHANGE, TRADE, MEND = range(8)
KINDS = 8
#: Atoms of a swap; no move has more than one swap in every round, or two.
SWAP_ATOMS = 4

#: Kinds of atoms, the first entry of a row of the trail.
SIT, GO = 0, 1
_DRAWS = 4


@kernel
def perform(model: Model, trail: Longs, sign: int) -> int:
    """Carry out the atoms not yet done (sign 1), or take those done back, last one first (-1).

    Return the change of cost.
    """
    delta = 0
    noted, done = trail[0, 0], trail[0, 1]
    for i in range(noted - done if sign > 0 else done):
        row = done + 1 + i if sign > 0 else done - i
        if trail[row, 0] == SIT:
            delta += sit(model, trail[row, 1], trail[row, 2], trail[row, 3], sign * trail[row, 4])
        else:
            delta += go(model, trail[row, 1], trail[row, 2], sign * trail[row, 4])
    trail[0, 1] = noted if sign > 0 else 0
    return delta


@kernel
def _note(trail: Longs, atom: int, a: int, b: int, c: int, sign: int) -> None:
    row = trail[0, 0] + 1
    trail[0, 0] = row
    trail[row, 0] = atom
    trail[row, 1] = a
    trail[row, 2] = b
    trail[row, 3] = c
    trail[row, 4] = sign


@kernel
def note_swap(seating: Seating, r: int, p: int, q: int, trail: Longs) -> None:
    """Note that two people change seats in round r."""
    s, t = seating.seat[r, p], seating.seat[r, q]
    _note(trail, SIT, r, p, s, LEAVE)
    _note(trail, SIT, r, q, t, LEAVE)
    _note(trail, SIT, r, p, t, ENTER)
    _note(trail, SIT, r, q, s, ENTER)


@kernel
def may_swap(seating: Seating, r: int, p: int, q: int) -> bool:
    """Whether two people sit in different sets of round r and may take each other's seats."""
    s, t = seating.seat[r, p], seating.seat[r, q]
    return s >= 0 and t >= 0 and s != t and _may_sit(seating, r, p, t) and _may_sit(seating, r, q, s)


@kernel
def _may_sit(seating: Seating, r: int, p: int, s: int) -> bool:
    return bool(seating.menus[seating.menu[r, p], s])


@kernel
def draw_swap(free: Free, seating: Seating, words: Longs) -> tuple[int, int, int]:
    """Draw a round and two people who may change seats there; the round is -1 if none were found."""
    i = below(words, len(free.person))
    return draw_partner(free, seating, words, free.round[i], free.person[i])


@kernel
def draw_mending(free: Free, seating: Seating, counts: Counts, words: Longs) -> tuple[int, int, int]:
    """Draw somebody in a set that costs something by its set counts, and with whom they may change seats.

    Half the time that is somebody in another such set.
    """
    r, p = _draw_owing(seating, counts, words)
    if r >= 0 and draw(words) & 1:
        for _ in range(2 * _DRAWS):
            other, q = _draw_owing(seating, counts, words)
            if other == r and may_swap(seating, r, p, q):
                return r, p, q
    return draw_partner(free, seating, words, r, p) if r >= 0 else (-1, p, p)


@kernel
def _draw_owing(seating: Seating, counts: Counts, words: Longs) -> tuple[int, int]:
    """Draw a member of a set that costs something, and the round; the round is -1 if none was found."""
    listed, sets = counts.owing[0], seating.size.shape[1]
    place = counts.owing[1 + below(words, max(1, listed))]
    r, s = place // sets, place % sets
    if listed == 0 or seating.size[r, s] == 0:
        return -1, 0
    return r, seating.members[r, s, below(words, seating.size[r, s])]


@kernel
def draw_partner(free: Free, seating: Seating, words: Longs, r: int, p: int) -> tuple[int, int, int]:
    """Draw somebody who may change seats with p in round r; the round is -1 if nobody was found."""
    first = free.start[r]
    if free.start[r + 1] == first:
        return -1, p, p
    for _ in range(_DRAWS):
        q = free.person[first + below(words, free.start[r + 1] - first)]
        if may_swap(seating, r, p, q):
            return r, p, q
    return -1, p, p


@kernel
def draw_trade(free: Free, seating: Seating, words: Longs, trail: Longs) -> None:
    """Let two people change seats in every round in which they may."""
    _, p, q = draw_swap(free, seating, words)
    if p != q:
        for r in range(seating.seat.shape[0]):
            if may_swap(seating, r, p, q):
                note_swap(seating, r, p, q, trail)


@kernel
def draw_transfer(free: Free, seating: Seating, words: Longs, trail: Longs) -> None:
    """Move one person of a round to another set."""
    i = below(words, len(free.person))
    r, p = free.round[i], free.person[i]
    s, t = seating.seat[r, p], below(words, seating.size.shape[1])
    if s != t and _may_sit(seating, r, p, t) and seating.size[r, t] < seating.members.shape[2]:
        _note(trail, SIT, r, p, s, LEAVE)
        _note(trail, SIT, r, p, t, ENTER)


@kernel
def draw_host_swap(free: Free, visits: Visits, sets: int, words: Longs, trail: Longs) -> None:
    """Let two visits, half the time of one round, change hosts.

    On one menu they take each other's very options, else any slot of the other's host.
    """
    v = free.visit[below(words, len(free.visit))]
    w = free.visit[below(words, len(free.visit))]
    if draw(words) & 1:
        w = _same_round(visits, words, v, sets)
    x, y = visits.choice[v], visits.choice[w]
    if visits.host[x] == visits.host[y]:
        return
    to_v, to_w = y, x
    if visits.menu[v] != visits.menu[w]:
        entry_v = _entry(visits, visits.menu[v], visits.host[y])
        entry_w = _entry(visits, visits.menu[w], visits.host[x])
        if entry_v < 0 or entry_w < 0:
            return
        to_v, to_w = _slot(visits, words, entry_v), _slot(visits, words, entry_w)
    _note(trail, GO, v, x, 0, LEAVE)
    _note(trail, GO, w, y, 0, LEAVE)
    _note(trail, GO, v, to_v, 0, ENTER)
    _note(trail, GO, w, to_w, 0, ENTER)


@kernel
def _same_round(visits: Visits, words: Longs, v: int, sets: int) -> int:
    """Draw a visit of the round of v."""
    first = visits.start[visits.round[v] * sets]
    return visits.visit[first + below(words, visits.start[(visits.round[v] + 1) * sets] - first)]


@kernel
def draw_visit_change(free: Free, visits: Visits, words: Longs, trail: Longs, same_host: bool) -> None:
    """Send a set to another host, or to its host at another time."""
    v = free.visit[below(words, len(free.visit))]
    option = visits.choice[v]
    menu, host = visits.menu[v], visits.host[option]
    entry = _rung(visits, words, v)
    if same_host:
        entry = _entry(visits, menu, host)
    elif visits.menu_host[entry] == host:
        return
    other = option if entry < 0 else _slot(visits, words, entry)
    if other != option:
        _note(trail, GO, v, option, 0, LEAVE)
        _note(trail, GO, v, other, 0, ENTER)


@kernel
def _rung(visits: Visits, words: Longs, v: int) -> int:
    """Draw a host on a visit's menu, cheap ones most often: rung ``n * u ** 4`` of its ladder, or one as cheap."""
    first = visits.menu_start[visits.menu[v]]
    share = unit(words)
    rung = visits.ladder[v] + int((visits.menu_start[visits.menu[v] + 1] - first) * share * share * share * share)
    low, high = visits.rungs[rung, 1], visits.rungs[rung, 2]
    return first + visits.rungs[visits.ladder[v] + low + below(words, high - low), 0]


@kernel
def _entry(visits: Visits, menu: int, host: int) -> int:
    """Find a host on a menu by bisection; -1 if it is not there."""
    low, high = visits.menu_start[menu], visits.menu_start[menu + 1]
    end = high
    while low < high:
        middle = (low + high) // 2
        if visits.menu_host[middle] < host:
            low = middle + 1
        else:
            high = middle
    return low if low < end and visits.menu_host[low] == host else -1


@kernel
def _slot(visits: Visits, words: Longs, entry: int) -> int:
    """Draw one of an entry's options."""
    first = visits.first[entry]
    return visits.option[first + below(words, visits.first[entry + 1] - first)]
