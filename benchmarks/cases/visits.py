"""Sets that stay as they are and only choose hosts and times: who gets the host they wish for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.model import (
    Activity,
    Host,
    Hours,
    Participant,
    Programme,
    Round,
    Scenario,
    SeatLock,
    SetSpec,
    Window,
)
from cohortplan.rules import build_rule, with_implied

#: Sets, visits of each, hosts, seconds.
SIZES = ((8, 6, 30, 5.0), (75, 8, 200, 10.0), (600, 8, 1000, 30.0))
FIRST = date(2026, 10, 5)
#: Visits begin at nine, eleven, one, three and five.
OPENS, SLOT, SLOTS = 9, 120, 5
#: Wishes have so many ranks, and one host more in each rank than in the one before.
RANKS = 12


def choices(_: Path) -> Iterator[Case]:
    """One generated scenario of each size; its soft cost is what is missed of the wishes."""
    for sets, visits, hosts, seconds in SIZES:
        yield Case(
            name=f"{sets} sets x {visits} visits x {hosts} hosts",
            source=f"python:{__name__}:{sets}x{visits}x{hosts}",
            group="visits",
            figures=(Figure(name="soft", label="ranks missed", better="less"),),
            budgets=(Budget(seconds=seconds),),
        )


def open_instance(name: str) -> Scenario:
    """Make the scenario called SETSxVISITSxHOSTS."""
    sets, visits, hosts = map(int, name.split("x"))
    return scenario(sets, visits, hosts)


def scenario(sets: int, visits: int, hosts: int, seed: int = 0, size: int = 8, spare: float = 1.25) -> Scenario:
    """Generate sets of `size` people that make a visit a week, five slots a day, and have wishes.

    Parameters
    ----------
    seed : int
        The one source of randomness.
    spare : float
        Visits that hosts offer in all, as a multiple of those that are made.
    """
    rng = np.random.default_rng(seed)
    names = [f"S{s:03}" for s in range(1, sets + 1)]
    members = [[f"{name}P{k}" for k in range(1, size + 1)] for name in names]
    places = tuple(_host(rng, h, round(spare * sets * visits / hosts), visits) for h in range(1, hosts + 1))
    ranked = _wishes(rng, sets, [host.id for host in places])
    return Scenario(
        programme=Programme(
            id=f"visits-{sets}-{visits}-{hosts}-{seed}",
            title=f"{sets} sets, {hosts} hosts",
            starts=date(2026, 9, 1),
            ends=date(2027, 7, 31),
        ),
        participants=tuple(Participant(id=name, name=name) for group in members for name in group),
        hosts=places,
        rounds=(
            Round(
                id="year",
                sets=tuple(SetSpec(id=name, least=size, most=size) for name in names),
                activities=tuple(_visit(week) for week in range(visits)),
            ),
        ),
        seat_locks=tuple(
            SeatLock(participant=person, set=name)
            for name, group in zip(names, members, strict=True)
            for person in group
        ),
        rules=with_implied(
            [build_rule("wishes", wishes={group[0]: wish for group, wish in zip(members, ranked, strict=True)})]
        ),
    )


def _visit(week: int) -> Activity:
    days = [datetime.combine(FIRST + timedelta(weeks=week, days=day), time(OPENS)) for day in range(5)]
    length = timedelta(minutes=SLOT)
    return Activity(
        id=f"visit-{week + 1}",
        kind="visit",
        windows=tuple(Window(start=day, end=day + SLOTS * length) for day in days),
        minutes=SLOT,
        step=SLOT,
    )


def _host(rng: np.random.Generator, number: int, most: int, weeks: int) -> Host:
    """Make a host that is open for two slots on two days a week, takes one set at a time, and rests for two days."""
    first = int(rng.integers(SLOTS - 1))
    days = sorted(rng.choice(5, 2, replace=False).tolist())
    hours = Hours(
        weekdays=tuple(days),
        opens=time(OPENS + first * SLOT // 60),
        closes=time(OPENS + (first + 2) * SLOT // 60),
    )
    return Host(
        id=f"H{number:04}",
        name=f"Host {number}",
        hours=(hours,),
        capacity=12,
        gap_days=2,
        most_visits=int(rng.integers(max(1, most - 1), min(most + 2, weeks + 2))),
    )


def _wishes(rng: np.random.Generator, sets: int, hosts: list[str]) -> list[tuple[tuple[str, ...], ...]]:
    """Draw each set's ranks: hosts in the order of what all think of them and what the set alone does."""
    common = rng.normal(size=len(hosts))
    ends = np.cumsum(np.arange(1, RANKS + 1))
    found = []
    for _ in range(sets):
        order = np.argsort(-0.7 * common - rng.normal(size=len(hosts)))
        ranks = np.split(order[: ends[-1]], ends[:-1])
        found.append(tuple(tuple(hosts[h] for h in rank) for rank in ranks))
    return found
