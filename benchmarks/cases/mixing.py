"""Workloads of several rounds in which people differ in five attributes: mix, new contacts and colleagues apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cohortplan.bench.case import Budget, Case, Figure, Peer
from cohortplan.model import Attribute, Participant, Programme, Round, Rule, Scenario, SetSpec
from cohortplan.rules import build_rule, with_implied

ATTRIBUTES = ("sector", "role", "region", "gender", "organisation")
#: Sets, their size, rounds; best known distinct pairs, sector deviation and new contacts across sectors.
WORKLOADS = {"W1": (8, 6, 6, 720, 48.0, 552), "W2": (15, 8, 5, 2100, 66.67, None)}
SOURCE = "measured in November 2026, time as a multiple of groupselect-lib 0.1.0's"


def _peer(name: str, figure: str) -> Peer:
    return Peer(name=name, figure=figure, source=SOURCE)


PEERS = {
    "W1": (
        _peer("perfect-strangers 0.3.7 (designs)", "720 pairs, deviation 129, 478 across sectors; time 1.6"),
        _peer("anticlust 0.8.11 TPSDP", "710 pairs, deviation 80, 513 across sectors; time 0.25"),
        _peer("team-formation 2.0 (CP-SAT)", "686 pairs, deviation 60, 511 across sectors; time 44"),
        _peer("groupselect-lib, sector only", "548 pairs, deviation 48, 408 across sectors; time 1"),
    ),
    "W2": (
        _peer("anticlust 0.8.11 TPSDP", "2100 pairs, deviation 81.3; time 0.1"),
        _peer("good-enough-golfers", "2091 pairs, deviation 67.7; time 25"),
        _peer("groupselect-lib, sector", "1855 pairs, deviation 66.7; time 1"),
    ),
}


def workloads(instances: Path) -> Iterator[Case]:
    """The two public workloads."""
    for name, (_, _, _, pairs, deviation, across) in WORKLOADS.items():
        file = instances / "mixing" / f"{name}.csv"
        if file.exists():
            yield Case(
                name=name,
                source=f"python:{__name__}:{file}",
                group="mixing",
                figures=(
                    Figure(name="distinct_pairs", label="distinct pairs", best=pairs, better="more", proved=True),
                    Figure(name="repeats", best=0, better="less", proved=True),
                    Figure(
                        name="sector_deviation", label="sector deviation", best=deviation, better="less", proved=True
                    ),
                    Figure(name="new_cross_sector", label="new contacts across sectors", best=across, better="more"),
                ),
                budgets=(Budget(seconds=20.0),),
                peers=PEERS[name],
            )


def open_instance(name: str) -> Scenario:
    """Open the workload whose people are in the file called `name`."""
    file = Path(name)
    sets, size, rounds, *_ = WORKLOADS[file.stem]
    return read(file, sets, size, rounds)


def read(file: Path, sets: int, size: int, rounds: int) -> Scenario:
    """Make the scenario of a file of people: id and attributes, a row each."""
    with file.open(newline="", encoding="utf-8") as lines:
        people = tuple(
            Participant(id=row["id"], name=row["id"], attributes={name: row[name] for name in ATTRIBUTES})
            for row in csv.DictReader(lines)
        )
    days = tuple(
        Round(id=f"R{r}", sets=tuple(SetSpec(id=f"R{r}.{s}", least=size, most=size) for s in range(1, sets + 1)))
        for r in range(1, rounds + 1)
    )
    return Scenario(
        programme=Programme(id=file.stem, title=file.stem, starts=date(2026, 9, 1), ends=date(2027, 7, 31)),
        attributes=tuple(Attribute(name=name) for name in ATTRIBUTES),
        participants=people,
        rounds=days,
        rules=with_implied(rules()),
    )


def rules() -> list[Rule]:
    """Return what both workloads ask for; nobody is to be the only woman or man of a set where that can be had."""
    alone = [
        build_rule("never_alone", id=f"no_only_{value}", attribute="gender", value=value, hard=False)
        for value in ("woman", "man")
    ]
    return [
        build_rule("mix"),
        build_rule("keep_apart", same=("organisation",)),
        build_rule("repeat_price"),
        build_rule("new_contacts", across={"sector": 1}),
        *alone,
    ]
