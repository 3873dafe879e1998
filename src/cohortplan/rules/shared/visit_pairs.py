"""Helpers by which rules price two visits of one person; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from itertools import combinations, combinations_with_replacement, product

import numpy as np

from cohortplan.primitives import Axes, Option, Primitive, VisitPair
from cohortplan.rules.shared.visiting import sharing


def price_visit_pairs(
    axes: Axes,
    rounds: Sequence[str],
    spot: Callable[[Option], Hashable],
    cost: Callable[[Option, Option], int],
    close: Callable[[date, date], bool],
) -> Iterator[Primitive]:
    """Price every two visits of `rounds` that one person may make, by the options they take.

    These are the visits of one set, and those of two rounds that somebody takes part in.

    Parameters
    ----------
    spot : callable
        What counts of an option; those with the same spot cost the same.
    cost : callable
        Price of two options, in either order.
    close : callable
        Whether visits on two days may cost anything.
    """
    visits: dict[str, list[int]] = {}
    days: dict[str, set[date]] = {}
    names = list(axes.round)
    for v, place in enumerate(axes.visits):
        name = names[place.round]
        if name in rounds:
            visits.setdefault(name, []).append(v)
    for name, mine in visits.items():
        menus = {axes.visits[v].menu: v for v in mine}
        days[name] = {axes.options[o].start.date() for v in menus.values() for o in axes.menu(v)}
    related = sharing(axes.scenario, rounds)
    for one, other in combinations_with_replacement(visits, 2):
        if any(close(first, second) for first in days[one] for second in days[other]):
            if one == other:
                pairs = [(v, w) for v, w in combinations(visits[one], 2) if axes.visits[v].set == axes.visits[w].set]
            else:
                pairs = list(product(visits[one], visits[other])) if frozenset((one, other)) in related else []
            yield from _priced(axes, pairs, spot, cost)


def _priced(
    axes: Axes,
    pairs: Sequence[tuple[int, int]],
    spot: Callable[[Option], Hashable],
    cost: Callable[[Option, Option], int],
) -> Iterator[Primitive]:
    """Price some pairs of visits by the spots of their options."""
    menus = {axes.visits[v].menu: v for pair in pairs for v in pair}
    spots = np.full(len(axes.options), -1, dtype=np.int32)
    number: dict[Hashable, int] = {}
    samples: list[Option] = []
    for o in (o for v in menus.values() for o in axes.menu(v)):
        spots[o] = number.setdefault(spot(axes.options[o]), len(number))
        if len(number) > len(samples):
            samples.append(axes.options[o])
    table = np.array([[cost(one, other) for other in samples] for one in samples], dtype=np.int32)
    if table.any():
        first, second = np.array(pairs, dtype=np.int32).T
        yield VisitPair(first, second, spots, table)
