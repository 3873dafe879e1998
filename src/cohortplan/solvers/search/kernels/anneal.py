"""The entry point: run a chain of moves under simulated annealing, or load a decision."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from pathlib import Path

from cohortplan.solvers.search.kernels.atoms import price_swap
from cohortplan.solvers.search.kernels.jit import ENTER, LEAVE, entry, kernel, part
from cohortplan.solvers.search.kernels.moves import (
    DOUBLE_SWAP,
    HOST_SWAP,
    MEND,
    SIT,
    SLOT_CHANGE,
    SWAP,
    TRADE,
    TRANSFER,
    draw_host_swap,
    draw_mending,
    draw_swap,
    draw_trade,
    draw_transfer,
    draw_visit_change,
    may_swap,
    note_swap,
    perform,
)
from cohortplan.solvers.search.kernels.random import draw, unit
from cohortplan.solvers.search.layout import Control, Model

#: The temperature changes every so many moves.
BEAT = 256
#: Rises beyond this many temperatures are never taken: exp(-30) is less than one in 10^13.
_HOPELESS = 30.0


@kernel
def _rise(control: Control, bits: int, delta: int) -> float:
    """Change of the annealed cost, ``price * hard + soft``."""
    hard = (delta + (1 << (bits - 1))) >> bits
    return hard * control.heat[2] + (delta - (hard << bits))


@kernel
def _accept(control: Control, bits: int, delta: int) -> bool:
    """Metropolis' rule; rises of soft cost alone are remembered, and what breaking rules would win."""
    hard = (delta + (1 << (bits - 1))) >> bits
    soft = delta - (hard << bits)
    rise = hard * control.heat[2] + soft
    if hard > 0 and soft < 0:
        control.heat[3] -= soft / hard
        control.heat[4] += 1.0
    if rise <= 0.0:
        return True
    if hard == 0:
        control.rises[control.risen[0] % len(control.rises)] = rise
        control.risen[0] += 1
    temperature = control.heat[0]
    return rise < _HOPELESS * temperature and unit(control.words) < math.exp(-rise / temperature)


@kernel
def _draw_kind(control: Control) -> int:
    number = draw(control.words)
    kind = 0
    while number >= control.mix[kind]:
        kind += 1
    return kind


@part
def _draw_move(model: Model, control: Control, kind: int) -> None:
    """Note a move of any kind but a swap on the trail."""
    words, trail = control.words, control.trail
    if kind == TRANSFER:
        draw_transfer(model.free, model.seating, words, trail)
    elif kind == TRADE:
        draw_trade(model.free, model.seating, words, trail)
    elif kind == HOST_SWAP:
        draw_host_swap(model.free, model.visits, model.seating.size.shape[1], words, trail)
    else:
        draw_visit_change(model.free, model.visits, words, trail, kind == SLOT_CHANGE)


@part
def _list_changes(control: Control) -> None:
    """List what the move on the trail has changed."""
    trail, changed = control.trail, control.changed
    listed = changed[0, 0]
    if listed < 0 or listed + trail[0, 0] >= len(changed):
        changed[0, 0] = -1
    else:
        for i in range(1, trail[0, 0] + 1):
            for column in range(3):
                changed[listed + i, column] = trail[i, column]
        changed[0, 0] = listed + trail[0, 0]


@part
def _remember(model: Model, control: Control) -> None:
    """Keep the present decision as the best; only what has changed since the last time is copied."""
    changed = control.changed
    for i in range(1, changed[0, 0] + 1):
        a = changed[i, 1]
        if changed[i, 0] == SIT:
            control.seat[a, changed[i, 2]] = model.seating.seat[a, changed[i, 2]]
        else:
            control.choice[a] = model.visits.choice[a]
    if changed[0, 0] < 0:
        for p in range(control.seat.shape[1]):
            for r in range(control.seat.shape[0]):
                control.seat[r, p] = model.seating.seat[r, p]
        for v in range(len(control.choice)):
            control.choice[v] = model.visits.choice[v]
    changed[0, 0] = 0


@part
def _cheapest_swap(model: Model, control: Control, p: int, q: int, first: int, last: int, but: int) -> tuple[int, int]:
    """Find the round in ``first .. last - 1``, `but` one, in which p and q best change seats; -1 and 0 if in none.

    Return the round and the change of cost.
    """
    best, cost = -1, 0
    for r in range(first, last):
        if r != but and may_swap(model.seating, r, p, q):
            delta = price_swap(model, r, p, q)
            if best < 0 or _rise(control, model.bits, delta) < _rise(control, model.bits, cost):
                best, cost = r, delta
    return best, cost


@part
def _draw_atoms(model: Model, control: Control, kind: int) -> tuple[int, int, int]:
    """Draw a move. Note all of it but the last swap; return round and people of that one, of two the first."""
    r, p, q = -1, -1, -1
    if kind == MEND:
        r, p, q = draw_mending(model.free, model.seating, model.counts, control.words)
    elif kind <= DOUBLE_SWAP:
        r, p, q = draw_swap(model.free, model.seating, control.words)
        if r >= 0 and kind == DOUBLE_SWAP:
            note_swap(model.seating, r, p, q, control.trail)
    else:
        _draw_move(model, control, kind)
    return r, p, q


@part
def _accept_move(model: Model, control: Control, kind: int, r: int, p: int, q: int, delta: int) -> tuple[bool, int]:
    """Add the last swap, of p and q, to a move that costs `delta` so far; return whether to make it, and its cost."""
    if r >= 0:
        single = kind != DOUBLE_SWAP
        first, last, but = (r, r + 1, -1) if single else (0, model.seating.seat.shape[0], r)
        r, more = _cheapest_swap(model, control, p, q, first, last, but)
        if r >= 0:
            delta += more
            note_swap(model.seating, r, p, q, control.trail)
    return control.trail[0, 0] > 0 and _accept(control, model.bits, delta), delta


@part
def _try_move(model: Model, control: Control, given: bool) -> bool:
    """Draw a move and make it if it is accepted; or make the one given on the trail.

    The last swap of a move is priced before it is made; all else is made first and undone if refused. Both happen in
    one loop, so that what carries moves out is compiled once.
    """
    trail = control.trail
    kind, r, p, q = -1, -1, -1, -1
    if not given:
        trail[0, 0], trail[0, 1] = 0, 0
        kind = _draw_kind(control)
        control.tried[kind] += 1
        r, p, q = _draw_atoms(model, control, kind)
    accepted, price = given, 0
    for half in range(2):
        change = 0
        if (kind != SWAP and kind != MEND) or half == 1:
            change = perform(model, trail, ENTER if half == 0 or accepted else LEAVE)
        if half == 0:
            price = change
            if not given:
                accepted, price = _accept_move(model, control, kind, r, p, q, price)
    if accepted:
        control.energy[0] += price
        if not given:
            _list_changes(control)
            control.taken[kind] += 1
    return accepted


def _stamp() -> int:
    """Checksum of all kernels: code on disk is renewed whenever any of them changes, not only this file."""
    here = Path(__file__).parent
    return zlib.crc32(b"".join(path.read_bytes() for path in [*sorted(here.glob("*.py")), here.parent / "layout.py"]))


# The entry point is defined inside a function: numba's key of stored code takes in the variables it encloses. There is
# but one, as each is compiled with kernels of its own.


def _define_anneal(stamp: int) -> Callable[[Model, Control, int], None]:
    @entry
    def anneal(model: Model, control: Control, moves: int) -> None:
        """Try so many moves, or, if `moves` is negative, make the one on the trail.

        `control.seat` and `control.choice` keep the best decision met while trying.
        """
        _ = stamp
        energy = control.energy
        given = moves < 0
        for i in range(1 if given else moves):
            if i % BEAT == 0:
                control.heat[0] *= control.heat[1]
            if _try_move(model, control, given) and not given and energy[0] < energy[1]:
                energy[1] = energy[0]
                _remember(model, control)

    return anneal


STAMP = _stamp()
anneal = _define_anneal(STAMP)
