"""One chain of moves: its arrays, its generator, its best decision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import Decision
from cohortplan.problem import Score
from cohortplan.solvers.search.kernels.anneal import BEAT, anneal
from cohortplan.solvers.search.kernels.jit import ENTER, LEAVE
from cohortplan.solvers.search.kernels.moves import GO, KINDS, SIT, SWAP_ATOMS
from cohortplan.solvers.search.layout import Control, Longs, Model
from cohortplan.solvers.search.pack import split

#: How many rises a chain remembers.
_REMEMBERED = 4096


class Chain:
    """A decision that moves step by step through a problem's decisions.

    Parameters
    ----------
    model : Model
        Laid out by `pack`; the chain's own from now on.
    seed : int
        The one source of randomness.
    shares : sequence of float
        How often each kind of move is tried, in the order of `kernels.moves`; need not add up to 1.
    """

    def __init__(self, model: Model, seed: int, shares: Sequence[float]) -> None:
        self.model = model
        visits = len(model.visits.choice)
        most = SWAP_ATOMS * max(2, len(model.seating.seat))
        self.control = Control(
            words=np.random.SeedSequence(seed).generate_state(4, np.uint32).astype(np.int64) | 1,
            mix=_mix(shares),
            heat=np.array([0.0, 1.0, 1.0, 0.0, 0.0]),
            energy=np.full(2, model.base, dtype=np.int64),
            seat=np.full(model.seating.seat.shape, -1, dtype=np.int64, order="F"),
            choice=np.full(visits, -1, dtype=np.int64),
            changed=np.zeros((1 + model.seating.seat.size + visits, 3), dtype=np.int64),
            tried=np.zeros(KINDS, dtype=np.int64),
            taken=np.zeros(KINDS, dtype=np.int64),
            trail=np.zeros((1 + max(most, 2 * (model.seating.seat.size + visits)), 5), dtype=np.int64),
            rises=np.zeros(_REMEMBERED),
            risen=np.zeros(1, dtype=np.int64),
        )
        # The first call in a process compiles the kernel or reads it from disk; moves can be timed from here on.
        anneal(self.model, self.control, 0)

    @property
    def present(self) -> Score:
        """Score of the present decision."""
        return self._whole(0)

    @property
    def best(self) -> Score:
        """Score of the best decision since the last `load`."""
        return self._whole(1)

    def _whole(self, which: int) -> Score:
        hard, soft = split(int(self.control.energy[which]), self.model.bits)
        return Score(hard + self.model.hard_aside, soft + self.model.soft_aside)

    def best_decision(self) -> Decision:
        """Return the best decision since the last `load`."""
        return Decision(self.control.seat.astype(np.int32), self.control.choice.astype(np.int32))

    def decision(self) -> Decision:
        """Return the present decision."""
        return Decision(self.model.seating.seat.astype(np.int32), self.model.visits.choice.astype(np.int32))

    def load(self, decision: Decision) -> None:
        """Go on from a complete `decision`."""
        control = self.control
        present = self.model.seating.seat, self.model.visits.choice
        atoms = np.concatenate([_atoms(*present, LEAVE), _atoms(decision.seat, decision.choice, ENTER)])
        control.trail[0, :2] = len(atoms), 0
        control.trail[1 : len(atoms) + 1] = atoms
        anneal(self.model, control, -1)
        control.seat[:] = decision.seat
        control.choice[:] = decision.choice
        control.changed[0, 0] = 0
        control.energy[1] = control.energy[0]

    def run(self, moves: int, hot: float, cold: float) -> None:
        """Try so many moves while the temperature falls from `hot` to `cold`."""
        heat = self.control.heat
        heat[0] = hot
        heat[1] = (cold / hot) ** (BEAT / moves)
        anneal(self.model, self.control, moves)

    def rises(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return the last rises of the annealed cost that moves would have brought."""
        return self.control.rises[: int(self.control.risen[0])].copy()


def _atoms(seat: Longs, choice: Longs, sign: int) -> Longs:
    """Note every seat and every option taken as an atom: int64 array (N, 5)."""
    r, p = np.nonzero(seat >= 0)
    v = np.flatnonzero(choice >= 0)
    atoms = np.zeros((len(r) + len(v), 5), dtype=np.int64)
    atoms[: len(r), :4] = np.stack([np.full_like(r, SIT), r, p, seat[r, p]], axis=1)
    atoms[len(r) :, :3] = np.stack([np.full_like(v, GO), v, choice[v]], axis=1)
    atoms[:, 4] = sign
    return atoms


def _mix(shares: Sequence[float]) -> Longs:
    """Turn shares into the thresholds the kernel draws by; the last kind with a share gets what rounding leaves."""
    parts = np.array(shares, dtype=np.float64)
    mix = np.floor(np.cumsum(parts) / parts.sum() * 2**32).astype(np.int64)
    mix[np.flatnonzero(parts)[-1] :] = 2**32
    return mix
