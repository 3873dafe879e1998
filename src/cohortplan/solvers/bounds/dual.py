"""Which hosts sets visit when hosts receive only so many visits: a lower bound by prices of hosts.

Times are left aside. A price on every host, paid by whoever visits it and handed back for as many visits as the host
receives at most, leaves each set to choose for itself; whatever the prices, what that costs in all is a lower bound
(M. L. Fisher, *The Lagrangian Relaxation Method*, Management Science 27(1), 1981). Prices go up where more would go
than the host receives, and down where fewer would.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Longs

Reals = npt.NDArray[np.float64]

#: What stands for a host that cannot be visited, or for no limit.
FAR = 1 << 40
#: Prices are multiples of one in so many, so that all sums are exact.
GRAIN = 64
#: Changes of the prices, and how long without a better bound before the steps are halved.
STEPS, PATIENCE = 400, 12
#: How much of the last change a change takes along.
_MOMENTUM = 0.6
#: For each row the cheapest hosts are looked at one by one: so many times as many as it has visits, and so many more.
_NEAR, _MORE = 4, 40


class HostPrices(NamedTuple):
    """Prices of hosts, and what they prove.

    Attributes
    ----------
    bound : int
        A lower bound on what the visits of all rows cost together.
    price : int64 array (H,)
        The prices that give it, in parts of one `GRAIN`.
    """

    bound: int
    price: Longs


def host_prices(cost: Longs, visits: Longs, once: npt.NDArray[np.bool_], capacity: Longs) -> HostPrices:
    """Find prices of hosts under which the cheapest choices of all rows cost as much as can be.

    Parameters
    ----------
    cost : int64 array (G, H)
        Price of a visit by each row to each host; `FAR` where it cannot be.
    visits : int64 array (G,)
        Number of visits of each row.
    once : bool array (G,)
        Whether all of them go to different hosts.
    capacity : int64 array (H,)
        Visits each host receives at most; `FAR` = no limit.
    """
    rows, limited = _Rows(cost, visits, once), capacity < FAR
    room = np.where(limited, capacity, 0)
    price, direction = np.zeros(len(capacity)), np.zeros(len(capacity))
    above = _greedy(cost, visits, once, capacity) * GRAIN
    best, stride, waited = HostPrices(-FAR, np.zeros_like(capacity)), 1.0, 0
    for _ in range(STEPS):
        whole = np.rint(price * GRAIN).astype(np.int64)
        paid, received = rows.choose(whole)
        value = paid - int((whole * room).sum())
        waited += 1
        if value > best.bound:
            best, waited = HostPrices(value, whole), 0
        if waited >= PATIENCE:
            stride, waited = stride / 2, 0
        excess = np.where(limited, received - capacity, 0)
        direction = np.where((whole > 0) | (excess > 0), excess + _MOMENTUM * direction, 0.0)
        length = float((direction * direction).sum())
        if length == 0 or stride < 1e-3 or best.bound >= above:
            break
        price = np.maximum(price + direction * (stride * max(above - value, 1) / GRAIN / length), 0.0)
    return HostPrices(-(-best.bound // GRAIN), best.price)


def _greedy(cost: Longs, visits: Longs, once: npt.NDArray[np.bool_], capacity: Longs) -> int:
    """Let one row after another take the cheapest hosts that are left: about what the visits cost together.

    Visits for which none is left count as the dearest ones.
    """
    left, total = capacity.copy(), 0
    dearest = int(cost[cost < FAR].max(initial=0))
    for row, wanted, different in zip(cost, visits.tolist(), once.tolist(), strict=True):
        order = np.argsort(row, kind="stable")
        order = order[(left[order] > 0) & (row[order] < FAR)]
        taken = order[:wanted] if different else np.repeat(order, np.minimum(left[order], wanted))[:wanted]
        total += int(row[taken].sum()) + dearest * (wanted - len(taken))
        np.subtract.at(left, taken, 1)
    return total


class _Rows:
    """For each row its cheapest hosts in order of cost, and what the cheapest of all the others costs."""

    def __init__(self, cost: Longs, visits: Longs, once: npt.NDArray[np.bool_]) -> None:
        self._hosts = cost.shape[1]
        near = min(self._hosts, _NEAR * int(visits.max(initial=0)) + _MORE)
        order = np.argsort(cost, axis=1, kind="stable")
        self._near = order[:, :near]
        self._cost = np.take_along_axis(cost, self._near, axis=1) * GRAIN
        beyond = np.take_along_axis(cost, order[:, near : near + 1], axis=1)
        self._rest = (beyond if beyond.shape[1] else np.full((len(cost), 1), FAR)) * GRAIN
        self._visits, self._once = visits, once

    def choose(self, price: Longs) -> tuple[int, Longs]:
        """Let each row take what is cheapest under these prices; return what is paid, and visits by host."""
        paid = self._cost + price[self._near]
        ranks = np.arange(int(self._visits.max(initial=0)))
        # Hosts beyond the near ones stand at the end, as many as can be wanted, at the least any of them costs.
        paid = np.concatenate([paid, np.repeat(self._rest, len(ranks), axis=1)], axis=1)
        place = np.argpartition(paid, len(ranks) - 1, axis=1)[:, : len(ranks)]
        place = np.take_along_axis(place, np.argsort(np.take_along_axis(paid, place, axis=1), axis=1), axis=1)
        place = np.where(self._once[:, None], place, place[:, :1])
        used = ranks < self._visits[:, None]
        total = int(np.take_along_axis(paid, place, axis=1)[used].sum())
        taken = place[used]
        inside = taken < self._near.shape[1]
        row = np.nonzero(used)[0][inside]
        return total, np.bincount(self._near[row, taken[inside]], minlength=self._hosts)
