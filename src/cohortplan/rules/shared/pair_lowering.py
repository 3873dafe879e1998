"""Helpers by which rules price who meets whom; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import combinations

import numpy as np

from cohortplan.model.triangle import Triangle
from cohortplan.primitives import Axes, Bools, Ints, PairCount, PairRows, PairWeight, PersonContacts, Primitive
from cohortplan.rules.shared.lowering import ints, marked, price_sets
from cohortplan.rules.shared.pairs import Pair, shortfall

#: Up to this many people a group's pairs are priced one by one.
FEW = 3


def pair_indices(axes: Axes, pairs: Iterable[Pair]) -> tuple[Ints, Ints]:
    """Return the participants' indices of N pairs, in alphabetical order of the pairs: two int32 arrays (N,)."""
    ordered = sorted(pairs)
    return ints(axes.person[a] for a, _ in ordered), ints(axes.person[b] for _, b in ordered)


def price_pairs(
    axes: Axes, rounds: Iterable[str], pairs: Iterable[Pair], *, same: int = 0, split: int = 0
) -> PairWeight:
    """Make a pair weight with one price for all `pairs`: for sharing a set, and for sitting in different ones."""
    a, b = pair_indices(axes, pairs)
    return PairWeight(a, b, np.full_like(a, same), np.full_like(a, split), axes.round_mask(rounds))


def price_parting(axes: Axes, rounds: Iterable[str], worth: Triangle) -> PairWeight:
    """Make a pair weight that prices each pair in different sets with its `worth`, between participants by index."""
    b, a = (side.astype(np.int32) for side in np.tril_indices(axes.people_count, -1))
    split = np.array(worth.entries, dtype=np.int32)
    return PairWeight(a, b, np.zeros_like(split), split, axes.round_mask(rounds))


def price_alike(axes: Axes, rounds: Iterable[str], groups: Iterable[Collection[str]]) -> list[Primitive]:
    """Price with 1 each pair from one of `groups` of people in a set: one by one in small groups, else by count."""
    chosen, pairs = tuple(rounds), list[Pair]()
    shapes: list[Primitive] = []
    for people in groups:
        if len(people) <= FEW:
            pairs.extend(combinations(sorted(people), 2))
        else:
            shapes.append(price_sets(axes, chosen, lambda _, __, n: n * (n - 1) // 2, marked(axes, people)))
    return [*shapes, price_pairs(axes, chosen, pairs, same=1)] if pairs else shapes


def rows_but(axes: Axes, pairs: Iterable[Pair], row: int = -1) -> PairRows:
    """Give some pairs a row, and all others 0."""
    return _rows_by_name(axes, 0, pairs, row)


def rows_of(axes: Axes, pairs: Iterable[Pair]) -> PairRows:
    """Give some pairs row 0, and no others any."""
    return _rows_by_name(axes, -1, pairs, 0)


def _rows_by_name(axes: Axes, usual: int, pairs: Iterable[Pair], row: int) -> PairRows:
    nobody_differs = np.zeros(axes.people_count, dtype=np.int32)
    return PairRows.of(nobody_differs, np.full((1, 1), usual), pair_indices(axes, pairs), row)


def rows_across(axes: Axes, attributes: Collection[str], but: Iterable[Pair]) -> PairRows:
    """Give row 0 to pairs that differ in one of some attributes, or to all if there are none, `but` not to some."""
    group, differ = _differing(axes, attributes)
    base = np.where(differ.any(axis=0), 0, -1) if attributes else np.zeros((1, 1), dtype=np.int32)
    return PairRows.of(group, base, pair_indices(axes, but), -1)


def rows_within(axes: Axes, groups: Iterable[Collection[str]], but: Iterable[Pair]) -> PairRows:
    """Give row 0 to pairs within one of some groups of people, `but` not to some; nobody is in two of the groups."""
    group, count = np.zeros(axes.people_count, dtype=np.int32), 0
    for count, people in enumerate(groups, start=1):
        group[[axes.person[name] for name in people]] = count
    base = np.full((count + 1, count + 1), -1)
    np.fill_diagonal(base[1:, 1:], 0)
    return PairRows.of(group, base, pair_indices(axes, but), -1)


def price_unmet(axes: Axes, rounds: Iterable[str], pairs: PairRows) -> PairCount:
    """Make a pair count of 1 for each of some `pairs` that does not meet."""
    table = np.zeros((1, len(axes.set_ids) + 1), dtype=np.int32)
    table[0, 0] = 1
    return PairCount(pairs, table, axes.round_mask(rounds))


def price_meetings(axes: Axes, rounds: Iterable[str], price: Callable[[int], int], known: Iterable[Pair]) -> PairCount:
    """Make a pair count with ``price(meetings)`` for every pair; for `known` pairs one earlier meeting is counted."""
    counted = axes.round_mask(rounds)
    table = [[price(earlier + met) for met in range(len(counted) + 1)] for earlier in (0, 1)]
    return PairCount(rows_but(axes, known, 1), np.array(table, dtype=np.int32), counted)


def price_never_meeting(
    axes: Axes, rounds: Iterable[str], across: Mapping[str, int], known: Iterable[Pair]
) -> PairCount:
    """Make a pair count that prices each pair without a meeting, but `known` ones.

    A pair costs 1, and ``across[attribute]`` more for each attribute of which both have a value and the two differ.
    """
    group, differ = _differing(axes, across)
    worth = np.ones(differ.shape[1:], dtype=np.int32)
    for extra, apart in zip(across.values(), differ, strict=True):
        worth += extra * apart
    prices, base = np.unique(worth, return_inverse=True)
    counted = axes.round_mask(rounds)
    table = np.zeros((len(prices), len(counted) + 1), dtype=np.int32)
    table[:, 0] = prices
    rows = PairRows.of(group, base.reshape(worth.shape), pair_indices(axes, known), -1)
    return PairCount(rows, table, counted)


def _differing(axes: Axes, attributes: Collection[str]) -> tuple[Ints, Bools]:
    """Group people who are alike in all of A attributes.

    Returns
    -------
    group : int32 array (P,)
        Group 0 .. G-1 of each participant.
    differ : bool array (A, G, G)
        Whether two groups have different values of an attribute; who has none differs from nobody.
    """
    values = np.array([[person.get(name) for name in attributes] for person in axes.scenario.participants], dtype=str)
    kinds, group = np.unique(values.reshape(axes.people_count, -1), axis=0, return_inverse=True)
    one, other = kinds.T[:, :, None], kinds.T[:, None, :]
    differ: Bools = np.array((one != other) & (one != "") & (other != ""), dtype=bool)
    return group.ravel().astype(np.int32), differ


def price_contacts(
    axes: Axes,
    rounds: Iterable[str],
    floors: Mapping[str, int],
    counted: PairRows,
    price: Callable[[int, int], int] = shortfall,
) -> PersonContacts:
    """Make a person-contacts table: ``price(floors[p], n)`` for a `p` who meets `n` people in `counted` pairs."""
    different, row = np.unique([floors[name] for name in axes.person], return_inverse=True)
    prices = [[price(floor, number) for number in range(axes.people_count + 1)] for floor in different.tolist()]
    table = np.array(prices, dtype=np.int32)
    idle = (table == 0).all(axis=1, keepdims=False)
    priced = np.where(idle[row], -1, row).astype(np.int32)
    return PersonContacts(counted, priced, table, axes.round_mask(rounds))
