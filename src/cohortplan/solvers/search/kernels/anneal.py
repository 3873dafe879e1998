"""The entry points: load a decision, and run a chain of moves under simulated annealing."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from pathlib import Path

from cohortplan.solvers.search.kernels.atoms import go, price_swap, sit
from cohortplan.solvers.search.kernels.jit import ENTER, LEAVE, entry, kernel
from cohortplan.solvers.search.kernels.moves import (
    HOST_SWAP,
    SLOT_CHANGE,
    SWAP,
    TRANSFER,
    draw_host_swap,
    draw_swap,
    draw_transfer,
    draw_visit_change,
    perform,
)
from cohortplan.solvers.search.kernels.random import draw, unit
from cohortplan.solvers.search.layout import Control, Longs, Model

#: Temperature and the price of broken hard rules change every so many moves.
BEAT = 256
_DEARER, _CHEAPER = 1.02, 0.99
#: Rises beyond this many temperatures are never taken: exp(-30) is less than one in 10^13.
_HOPELESS = 30.0


@kernel
def _accept(control: Control, bits: int, delta: int) -> bool:
    """Metropolis' rule on ``price * hard + soft``."""
    hard = (delta + (1 << (bits - 1))) >> bits
    rise = hard * control.heat[2] + (delta - (hard << bits))
    if rise <= 0.0:
        return True
    control.worse[control.risen[0] % len(control.worse)] = rise
    control.risen[0] += 1
    temperature = control.heat[0]
    return rise < _HOPELESS * temperature and unit(control.words) < math.exp(-rise / temperature)


@kernel
def _beat(control: Control, bits: int) -> None:
    """Cool down; make broken hard rules dearer while there are any, cheaper while there are none."""
    heat = control.heat
    heat[0] *= heat[1]
    if control.energy[0] >> bits:
        heat[2] = min(heat[4], heat[2] * _DEARER)
    else:
        heat[2] = max(heat[3], heat[2] * _CHEAPER)


@kernel
def _draw_kind(control: Control) -> int:
    number = draw(control.words)
    kind = 0
    while number >= control.mix[kind]:
        kind += 1
    return kind


@kernel
def _draw_move(model: Model, control: Control, kind: int) -> None:
    """Note a move of any kind but a swap on the trail."""
    words, trail = control.words, control.trail
    if kind == TRANSFER:
        draw_transfer(model.free, model.seating, words, trail)
    elif kind == HOST_SWAP:
        draw_host_swap(model.free, model.visits, words, trail)
    else:
        draw_visit_change(model.free, model.visits, words, trail, kind == SLOT_CHANGE)


@kernel
def _remember(model: Model, control: Control) -> None:
    """Keep the present decision as the best."""
    for r in range(control.seat.shape[0]):
        for p in range(control.seat.shape[1]):
            control.seat[r, p] = model.seating.seat[r, p]
    for v in range(len(control.choice)):
        control.choice[v] = model.visits.choice[v]


@kernel
def _try_move(model: Model, control: Control) -> bool:
    """Draw a move and make it if it is accepted. A swap is priced before; others are made, and undone if refused."""
    kind = _draw_kind(control)
    control.tried[kind] += 1
    trail = control.trail
    trail[0, 0] = 0
    delta = 0
    if kind == SWAP:
        r, p, q = draw_swap(model.free, model.seating, control.words, trail)
        if r >= 0:
            delta = price_swap(model, r, p, q)
    else:
        _draw_move(model, control, kind)
    if trail[0, 0] == 0:
        return False
    if kind != SWAP:
        delta = perform(model, trail, ENTER)
    accepted = _accept(control, model.bits, delta)
    if accepted == (kind == SWAP):
        perform(model, trail, ENTER if accepted else LEAVE)
    if accepted:
        control.taken[kind] += 1
        control.energy[0] += delta
    return accepted


def _stamp() -> int:
    """Checksum of all kernels: code on disk is renewed whenever any of them changes, not only this file."""
    here = Path(__file__).parent
    return zlib.crc32(b"".join(path.read_bytes() for path in [*sorted(here.glob("*.py")), here.parent / "layout.py"]))


def _entries(stamp: int) -> tuple[Callable[[Model, Longs, Longs, int], int], Callable[[Model, Control, int], None]]:
    """Define the entry points inside a function: numba's key of stored code takes in the variables they enclose."""

    @entry
    def seat_all(model: Model, seat: Longs, choice: Longs, sign: int) -> int:
        """Take up a decision (sign 1), or leave the present one (-1); return the change of cost."""
        _ = stamp
        delta = 0
        for r in range(seat.shape[0]):
            for p in range(seat.shape[1]):
                if seat[r, p] >= 0:
                    delta += sit(model, r, p, seat[r, p], sign)
        for v in range(len(choice)):
            if choice[v] >= 0:
                delta += go(model, v, choice[v], sign)
        return delta

    @entry
    def anneal(model: Model, control: Control, moves: int) -> None:
        """Try so many moves; `control.seat` and `control.choice` keep the best decision met."""
        _ = stamp
        energy = control.energy
        for i in range(moves):
            if i % BEAT == 0:
                _beat(control, model.bits)
            if _try_move(model, control) and energy[0] < energy[1]:
                energy[1] = energy[0]
                _remember(model, control)

    return seat_all, anneal


seat_all, anneal = _entries(_stamp())
