"""Classic instances: those that need no file, and those that lie in the folder of public instances."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from benchmarks.case import Case, Figure, Peer, classic, family
from cohortplan.io.classic import Instance
from cohortplan.model import Plan, Scenario
from cohortplan.shape import known_repeat_free

#: Seconds for a grouping instance of up to so many elements.
MDGP_SECONDS = {60: 3.0, 119: 5.0, 120: 10.0, 240: 20.0, 480: 30.0, 5000: 60.0}
#: Most groups of social golfers for which a best-known number of rounds is tried.
MOST_GROUPS = 12


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    if file.exists():
        with file.open(newline="", encoding="utf-8") as lines:
            yield from csv.DictReader(lines)


@family
def grouping(instances: Path) -> Iterator[Case]:
    """Maximally diverse grouping (MDGPLIB)."""
    for row in _rows(instances / "mdgp" / "best_known.csv"):
        size = int(row["n"])
        seconds = next(limit for most, limit in MDGP_SECONDS.items() if size <= most)
        average, limit = row["average_of_20_runs_tpsdp"], row["tpsdp_time_limit_s"]
        peers = (
            (Peer("TPSDP", f"{average} on average in {limit} s", "Yang et al., EJOR 302(3), 2022"),) if average else ()
        )
        figure = Figure("sum of distances", float(row["best_known"]), "more", row["status"] == "optimal")
        yield classic("mdgp", f"mdgp:{instances / 'mdgp' / row['instance']}.txt", seconds, figure, *peers)


@family
def golfers(instances: Path) -> Iterator[Case]:
    """Social golfers: as many rounds as are known to be possible, and more than that with the fewest repeats."""
    for row in _rows(instances / "sgp" / "best_known_rounds.csv"):
        groups, size, rounds = int(row["groups"]), int(row["size"]), int(row["best_known_rounds"])
        if groups <= MOST_GROUPS and rounds > 1 and size > 1:
            yield classic("sgp", f"sgp:{groups}-{size}-{rounds}", 10.0, Figure("excess", 0, "less", proved=True))
    for row in _rows(instances / "sgp" / "with_repeats.csv"):
        reference = float(row["reference_excess_10s"])
        figure = Figure("excess", reference, "less", float(row["lower_bound_excess"]) == reference)
        yield classic("sgp with repeats", f"sgp:{row['groups']}-{row['size']}-{row['rounds']}", 10.0, figure)


@family
def more_golf(instances: Path) -> Iterator[Case]:
    """More rounds without repeats than the public table has, where more are not known to be impossible.

    As many as we say can be made; one more than the table has where we know of none.
    """
    for row in _rows(instances / "sgp" / "best_known_rounds.csv"):
        known = int(row["best_known_rounds"])
        if row["status"] == "open" and int(row["groups"]) <= MOST_GROUPS:
            groups, size = int(row["groups"]), int(row["size"])
            rounds = max(known + 1, known_repeat_free(groups, size).rounds)
            figure = Figure("rounds without repeats", known, "more")
            plain = classic("sgp beyond", f"sgp:{groups}-{size}-{rounds}", 10.0, figure)
            yield replace(plain, measure=partial(_rounds_without_repeats, rounds))


def _rounds_without_repeats(rounds: int, problem: Scenario | Instance, plan: Plan) -> tuple[float, ...] | None:
    """Return the number of rounds if nobody meets anybody twice."""
    return None if cast(Instance, problem).value(plan) else (float(rounds),)


@family
def diners(instances: Path) -> Iterator[Case]:
    """Happy diners: the fewest rounds in which everybody meets everybody."""
    known = {
        (row["participants"], row["table_size_max"]): row for row in _rows(instances / "sgp" / "happy_diner_T.csv")
    }
    for people, size in (("16", "4"), ("15", "3"), ("12", "4"), ("20", "5"), ("22", "6")):
        row = known.get((people, size))
        best = None if row is None else float(row["min_rounds_upper"])
        proved = row is not None and row["min_rounds_lower"] == row["min_rounds_upper"]
        yield classic("diner", f"diner:{people}-{size}", 20.0, Figure("rounds", best, "less", proved))


@family
def parties(instances: Path) -> Iterator[Case]:
    """Progressive parties (CSPLib 13): a plan for so many periods."""
    file = instances / "progressive_party" / "ppp.json"
    if file.exists():
        for configuration, most in ((1, 9), (2, 8), (3, 7)):
            for periods in range(6, most + 1):
                figure = Figure("periods", periods, "more", proved=True)
                yield classic("ppp", f"ppp:{file}#{configuration}x{periods}", 10.0, figure)


@family
def meetings(instances: Path) -> Iterator[Case]:
    """Meetings with travel (CSPLib 46): the fewest slots."""
    for row in _rows(instances / "meeting_scheduling" / "best_known.csv"):
        figure = Figure("slots", float(row["min_slots_proved"]), "less", proved=True)
        yield classic("msp", f"msp:{instances / 'meeting_scheduling' / 'msp046.json'}#{row['instance']}", 20.0, figure)


@family
def teams(instances: Path) -> Iterator[Case]:
    """Team assignment (MiniZinc challenge)."""
    for row in _rows(instances / "team_assignment" / "best_known.csv"):
        figure = Figure("value", float(row["objective"]), "more", row["objective"] == row["bound"])
        yield classic("teams", f"teams:{instances / 'team_assignment' / row['file']}.dzn", 20.0, figure)
