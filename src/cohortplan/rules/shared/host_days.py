"""Helpers by which rules price the days on which hosts are visited; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from cohortplan.model.hosts import Host
from cohortplan.primitives import Axes, HostLoad, Primitive
from cohortplan.rules.shared.host_loads import Wide, int32
from cohortplan.rules.shared.host_lowering import options_in


def price_day_pairs(
    axes: Axes, rounds: Sequence[str], apart: Callable[[Host, date, date], bool]
) -> Sequence[Primitive]:
    """Price each pair of days on which a host is visited in `rounds` that are not ``apart(host, first, last)``.

    If two days are apart, so is the first of them from all later ones.
    """
    return price_both(axes, rounds, list(_day_pairs(axes, rounds, apart)))


def price_both(axes: Axes, rounds: Sequence[str], pairs: Sequence[tuple[Wide, Wide]]) -> Sequence[Primitive]:
    """Price each of `pairs` of options on a first and a last day of `rounds` if visits take some of either side.

    There is a bucket for each pair: visits on the first day weigh 1, on the last day base.
    """
    if not pairs:
        return []
    base = _most_a_day(axes, rounds) + 1
    amount = np.arange(base * base)
    both = (amount % base > 0) & (amount >= base)
    parts = [part for pair in pairs for part in pair]
    sizes = [len(part) for part in parts]
    return [
        HostLoad(
            int32(np.concatenate(parts)),
            int32(np.repeat(np.arange(len(parts)) // 2, sizes)),
            int32(np.repeat(np.arange(len(parts)) % 2 * (base - 1) + 1, sizes)),
            np.zeros(len(pairs), dtype=np.int32),
            int32(both[None, :]),
        )
    ]


def price_booked_days(
    axes: Axes, rounds: Sequence[str], apart: Callable[[Host, date, date], bool]
) -> Sequence[Primitive]:
    """Price each day on which a host is visited in `rounds` by the days booked there that are not ``apart`` from it."""
    days = axes.times[0].astype("datetime64[D]").tolist()
    buckets: dict[tuple[int, date], list[int]] = {}
    for o in np.flatnonzero(options_in(axes, rounds)).tolist():
        buckets.setdefault((int(axes.option_host[o]), days[o]), []).append(o)
    close: dict[tuple[int, date], int] = {}
    for h, day in buckets:
        host = axes.scenario.hosts[h]
        others = ((min(day, other), max(day, other)) for other in host.booked_days - {day})
        close[h, day] = sum(not apart(host, *pair) for pair in others)
    priced = [(options, close[key]) for key, options in buckets.items() if close[key]]
    if not priced:
        return []
    option = np.concatenate([options for options, _ in priced])
    bucket = np.repeat(np.arange(len(priced)), [len(options) for options, _ in priced])
    row = np.array([number for _, number in priced], dtype=np.int32)
    table = np.arange(row.max() + 1)[:, None] * np.array([0, 1])
    return [HostLoad(int32(option), int32(bucket), np.ones(len(option), np.int32), row, int32(table))]


def _day_pairs(
    axes: Axes, rounds: Sequence[str], apart: Callable[[Host, date, date], bool]
) -> Iterator[tuple[Wide, Wide]]:
    """Yield the options of both days, for every host and two of its days that are not apart."""
    chosen = np.flatnonzero(options_in(axes, rounds))
    if not len(chosen):
        return
    day = axes.times[0][chosen].astype("datetime64[D]")
    order = np.lexsort((day, axes.option_host[chosen]))
    host, options, on = axes.option_host[chosen][order], chosen[order], day[order]
    begin = np.flatnonzero((np.diff(host, prepend=-1) != 0) | (np.diff(on, prepend=on[:1]).astype(int) != 0))
    ends = np.append(begin[1:], len(options)).tolist()
    days = list(zip(host[begin].tolist(), on[begin].tolist(), begin.tolist(), ends, strict=True))
    for k, (h, first, *here) in enumerate(days):
        for other, last, *there in (days[n] for n in range(k + 1, len(days))):
            if other != h or apart(axes.scenario.hosts[h], first, last):
                break
            yield options[slice(*here)], options[slice(*there)]


def _most_a_day(axes: Axes, rounds: Sequence[str]) -> int:
    """Most visits of `rounds` that could start on one day."""
    menu = np.repeat(np.arange(len(axes.menu_start) - 1), np.diff(axes.menu_start))
    day = axes.times[0].astype("datetime64[D]").astype(np.int64)
    offered = np.unique(np.stack([menu, day])[:, options_in(axes, rounds)], axis=1)
    visits = np.bincount([place.menu for place in axes.visits], minlength=1)
    _, number = np.unique(offered[1], return_inverse=True)
    return int(np.bincount(number, visits[offered[0]]).max(initial=0))
