"""Seating guests: who sits at which table, decided exactly once the sets are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cohortplan.model import GuestTable, Plan, Scenario, guest_tables
from cohortplan.model.turns import Place
from cohortplan.rota.flow import Flow


def seat_guests(scenario: Scenario, plan: Plan, *, keep: bool = False) -> dict[Place, tuple[str, ...]]:
    """Say who sits at which table.

    Nobody sits with a participant whom they sponsor. Of the ways to that, the tables are as even as can be: the sum of
    the squares of their numbers of guests is the least; then so is that of their numbers of each kind. Somebody who
    sponsors one of each table sits nowhere.

    Parameters
    ----------
    keep : bool
        Whether those who have a place by the plan, and may, keep it.
    """
    return {
        (table.set, table.activity): guests
        for tables in guest_tables(scenario, plan).values()
        for table, guests in zip(tables, _seated(tables, _rightly_seated(tables, keep=keep)), strict=True)
    }


def _rightly_seated(tables: Sequence[GuestTable], *, keep: bool) -> list[tuple[str, ...]]:
    """Return those who sit at each of a meeting's tables by the plan and may, each once; nobody unless they `keep`."""
    seated: set[str] = set()
    found = []
    for table in tables:
        may = {guest.id for guest in table.invited if keep and table.may_have(guest)} - seated
        found.append(tuple(name for name in dict.fromkeys(table.guests) if name in may))
        seated.update(found[-1])
    return found


def _seated(tables: Sequence[GuestTable], kept: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the guests of each of a meeting's tables, sorted."""
    invited = {guest.id: guest for guest in tables[0].invited}
    flow = Flow()
    sink = flow.node()
    more = len(invited) ** 2 + 1  # one guest too many at a table is worse than any number of one kind
    places: list[dict[str, int]] = []
    for names in kept:
        table, kinds = flow.node(), Counter(invited[name].kind for name in names)
        for k in range(len(names), len(invited)):
            flow.arc(table, sink, (2 * k + 1) * more)
        places.append({})
        for kind, number in Counter(guest.kind for guest in invited.values()).items():
            places[-1][kind] = flow.node()
            for k in range(kinds[kind], number):
                flow.arc(places[-1][kind], table, 2 * k + 1)
    seated = {name for names in kept for name in names}
    arcs: list[dict[str, int]] = [{} for _ in tables]
    for name, guest in invited.items():
        if name not in seated:
            node = flow.node()
            for table_arcs, table_at, place in zip(arcs, tables, places, strict=True):
                if table_at.may_have(guest):
                    table_arcs[name] = flow.arc(node, place[guest.kind])
            flow.send(node, sink)
    for names, found in zip(kept, arcs, strict=True):
        yield tuple(sorted((*names, *(name for name, arc in found.items() if flow.used(arc)))))
