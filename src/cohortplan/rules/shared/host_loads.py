"""Helpers by which rules price what comes together at a host; used only inside `lower`.

A host load adds up weights. Where a price depends on two amounts, one of them weighs `base`, which is more than the
other can be, so that both can be read from the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import product

import numpy as np
import numpy.typing as npt

from cohortplan.model.hosts import Host
from cohortplan.primitives import Axes, Bools, HostLoad, Ints, Primitive
from cohortplan.primitives.axes import Times
from cohortplan.rules.shared.host_lowering import options_in, visits_by_set
from cohortplan.rules.shared.lowering import SMALL

Wide = npt.NDArray[np.int64]


def price_visits(axes: Axes, rounds: Sequence[str], most: Callable[[Host], int | None]) -> Sequence[Primitive]:
    """Price the visits of `rounds` that a host receives above ``most(host)``; None = as many as there are."""
    total = int(visits_by_set(axes, rounds).sum())
    found = [most(host) for host in axes.scenario.hosts]
    limits = np.array([(0, total if limit is None else limit) for limit in found], dtype=np.int64).reshape(-1, 2)
    option = np.flatnonzero(options_in(axes, rounds) & (limits[:, 1] < total)[axes.option_host])
    if not len(option):
        return []
    hosts, bucket = np.unique(axes.option_host[option], return_inverse=True)
    return [_load(option, bucket, np.ones_like(bucket), limits[hosts], np.arange(total + 1))]


def price_moments(
    axes: Axes,
    rounds: Sequence[str],
    limits: Callable[[Host], tuple[int, int]],
    *,
    persons: bool,
) -> Sequence[Primitive]:
    """Price each start of visits of `rounds`, or of others', at which a host has too many there, or too few but some.

    There is a bucket for every host and possible start, with the options under way then. Where some of these start
    earlier, and no others' visit then, the bucket is priced only if a visit does start: arrivals weigh 1 + base, the
    others 1.

    Parameters
    ----------
    limits : callable
        ``limits(host)``: the fewest and the most at one moment.
    persons : bool
        Whether people are counted instead of visits. At any moment they are all of one round.
    """
    reach, hosts, counted = axes.people_count if persons else axes.widest, axes.scenario.hosts, 0 if persons else 1
    limit = np.array([limits(host) for host in hosts], dtype=np.int64).reshape(-1, 2)
    full = [max((host.booked_at(each.start)[counted] for each in host.bookings), default=0) for host in hosts]
    matters = (limit[:, 0] > 1) | (limit[:, 1] < reach + np.array(full, dtype=np.int64))
    option = np.flatnonzero(options_in(axes, rounds) & matters[axes.option_host])
    if not len(option):
        return []
    option, bucket, arrives, host, moment = _under_way(axes, option)
    limit = limit[host]
    begun = np.zeros(len(host), dtype=bool)
    for b in np.flatnonzero([bool(hosts[h].bookings) for h in host.tolist()]).tolist():
        there, when = hosts[host[b]], moment[b].item()
        limit[b] -= there.booked_at(when)[counted]
        begun[b] = any(each.start == when for each in there.bookings)
    mixed = np.zeros(len(host), dtype=bool)
    mixed[bucket[~arrives]] = True
    mixed &= ~begun
    shapes = []
    for buckets, base in ((~mixed, 0), (mixed, reach + 1)):
        if buckets.any():
            rows = buckets[bucket]
            number = np.cumsum(buckets) - 1
            weight = np.where(arrives[rows], 1 + base, 1)
            there = _coded(base, limit[buckets]) if base else np.arange(reach + 1)
            shapes.append(_load(option[rows], number[bucket[rows]], weight, limit[buckets], there, persons=persons))
    return shapes


def price_numbers(axes: Axes, buckets: Sequence[Wide], cost: Callable[[int], int]) -> Sequence[Primitive]:
    """Price how many visits take an option of each of `buckets`; an empty one costs what no visit does."""
    if not buckets:
        return []
    sizes = [len(bucket) for bucket in buckets]
    return [
        HostLoad(
            int32(np.concatenate(buckets)),
            int32(np.repeat(np.arange(len(buckets)), sizes)),
            np.ones(sum(sizes), dtype=np.int32),
            np.zeros(len(buckets), dtype=np.int32),
            int32(np.array([[cost(number) for number in range(len(axes.visits) + 1)]])),
        )
    ]


def price_closeness(
    axes: Axes,
    pairs: Collection[frozenset[str]],
    gap: Callable[[int, int], int],
    slot: Callable[[datetime], int],
) -> Sequence[Primitive]:
    """Price visits of two rounds, one of `pairs`, that start too close, with the slots that are missing.

    Two visits `d` slots apart that need a gap of `g` lie together in ``g - d`` stretches of g slots. There is a
    bucket for each pair of rounds and of hosts and each such stretch; visits of the first round weigh 1, of the
    second base.

    Parameters
    ----------
    gap : callable
        ``gap(a, b)``: the slots needed between visits to two hosts, by number, at least 1.
    slot : callable
        Number of the slot in which a local time lies.
    """
    starts = _starts(axes, slot)
    base = int(visits_by_set(axes, axes.round).sum(axis=1).max(initial=0)) + 1
    parts: list[list[int]] = []
    weights: list[int] = []
    for first, second in sorted(sorted(pair, key=axes.round.__getitem__) for pair in pairs):
        for (a, of_a), (b, of_b) in product(starts[axes.round[first]].items(), starts[axes.round[second]].items()):
            needed = gap(a, b)
            for here, there in _stretches(of_a, of_b, needed):
                parts.extend((here, there))
                weights.extend((1, base))
    if not parts:
        return []
    sizes = [len(part) for part in parts]
    amount = np.arange(base * base)
    return [
        HostLoad(
            np.array([option for part in parts for option in part], dtype=np.int32),
            int32(np.repeat(np.arange(len(parts)) // 2, sizes)),
            int32(np.repeat(np.array(weights), sizes)),
            np.zeros(len(parts) // 2, dtype=np.int32),
            int32((amount % base * (amount // base))[None, :]),
        )
    ]


#: Options by the slot in which they start.
Slots = dict[int, list[int]]


def _starts(axes: Axes, slot: Callable[[datetime], int]) -> list[dict[int, Slots]]:
    """Options of each round by host and by slot."""
    found: list[dict[int, Slots]] = [{} for _ in axes.round]
    round_of = {place.menu: place.round for place in axes.visits}
    for o, option in enumerate(axes.options):
        if option.menu in round_of:
            of_host = found[round_of[option.menu]].setdefault(option.host, {})
            of_host.setdefault(slot(option.start), []).append(o)
    return found


def _stretches(of_a: Slots, of_b: Slots, length: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the options of either side in each stretch of so many slots in which both have some."""
    for begin in range(max(min(of_a), min(of_b)) - length + 1, min(max(of_a), max(of_b)) + 1):
        here, there = (
            [o for slot in range(begin, begin + length) for o in side.get(slot, ())] for side in (of_a, of_b)
        )
        if here and there:
            yield here, there


def price_lateness(axes: Axes, rounds: Sequence[str], slot: Callable[[datetime], int]) -> Sequence[Primitive]:
    """Price each slot from the first, 0, to the last in which a visit of `rounds` starts, with 1."""
    option = np.flatnonzero(options_in(axes, rounds))
    if not len(option):
        return []
    count = np.array([slot(axes.options[o].start) + 1 for o in option.tolist()])
    bucket = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    row = np.zeros(int(count.max()), dtype=np.int32)
    rows = np.repeat(option, count)
    return [HostLoad(int32(rows), int32(bucket), np.ones(len(rows), np.int32), row, int32(np.array([[0, 1]])))]


def _under_way(axes: Axes, option: Wide) -> tuple[Wide, Wide, Bools, Wide, Times]:
    """Put the N options into buckets, one for each host and start, others' starts included.

    Return membership rows, which of them start then, and host and moment of each bucket.
    """
    start, end = (moment[option].astype(np.int64) for moment in axes.times)
    first, span = start.min(), end.max() - start.min() + 1
    host = axes.option_host[option].astype(np.int64)
    booked = [
        (h, np.datetime64(booking.start, "us").astype(np.int64) - first)
        for h in np.unique(host).tolist()
        for booking in axes.scenario.hosts[h].bookings
    ]
    others = [h * span + when for h, when in booked if 0 <= when < span]
    bucket = np.unique(np.concatenate([host * span + start - first, np.array(others, dtype=np.int64)]))
    lowest = np.searchsorted(bucket, host * span + start - first)
    count = np.searchsorted(bucket, host * span + end - first) - lowest
    member = np.repeat(np.arange(len(option)), count)
    step = np.arange(len(member)) - np.repeat(np.cumsum(count) - count, count)
    moment = (first + bucket % span).astype("datetime64[us]")
    return option[member], lowest[member] + step, step == 0, bucket // span, moment


def _coded(base: int, limit: Wide) -> Wide:
    """How many are there, for each weight of a bucket, or 0 if none of them arrives.

    Beyond `SMALL` arrivals more than any limit allows, the last entry stands for all: still a price, if a rough one.
    """
    reach = base - 1
    allowed = int(limit[limit <= reach].max(initial=0))
    amount = np.arange(base * (min(reach, allowed + SMALL) + 1))
    return np.where(amount >= base, amount % base, 0)


def _load(option: Wide, bucket: Wide, weight: Wide, limit: Wide, there: Wide, *, persons: bool = False) -> HostLoad:
    """Price buckets with limits (B, 2); `there` tells for each weight how many it means."""
    limits, row = np.unique(limit, axis=0, return_inverse=True)
    excess = np.maximum(there[None, :] - limits[:, 1:], limits[:, :1] - there[None, :]).clip(min=0)
    return HostLoad(
        int32(option), int32(bucket), int32(weight), int32(row.reshape(-1)), int32(excess * (there > 0)), persons
    )


def int32(values: npt.NDArray[np.generic]) -> Ints:
    """Return numbers as primitives hold them."""
    return values.astype(np.int32)
