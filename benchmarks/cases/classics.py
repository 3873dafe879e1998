"""Classic instances: those that need no file, and those that lie in the folder of public instances."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from cohortplan.bench.case import Better, Budget, Case, Figure, Peer
from cohortplan.shape import known_repeat_free

#: Seconds for a grouping instance of up to so many elements.
MDGP_SECONDS = {60: 3.0, 119: 5.0, 120: 10.0, 240: 20.0, 480: 30.0, 5000: 60.0}
#: Most groups of social golfers for which a best-known number of rounds is tried.
MOST_GROUPS = 12
#: Where the best known numbers of rounds are from.
GOLF_TABLES = "public tables (OEIS A107431, Harvey 2002, Triska, Miller, Valkov and Abel 2026)"


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    if file.exists():
        with file.open(newline="", encoding="utf-8") as lines:
            yield from csv.DictReader(lines)


def _case(group: str, source: str, seconds: float, figure: Figure, *peers: Peer) -> Case:
    """Make a case that is called by its family and the last part of its name."""
    family, _, name = source.partition(":")
    called = f"{family}:{Path(name).name}"
    return Case(
        name=called, source=source, group=group, figures=(figure,), budgets=(Budget(seconds=seconds),), peers=peers
    )


def _value(label: str, best: float | None, better: Better, proved: bool = False, reference: str = "") -> Figure:
    """Return what a family calls its value."""
    return Figure(name="value", label=label, best=best, better=better, proved=proved, reference=reference)


def grouping(instances: Path) -> Iterator[Case]:
    """Maximally diverse grouping (MDGPLIB)."""
    for row in _rows(instances / "mdgp" / "best_known.csv"):
        size = int(row["n"])
        seconds = next(limit for most, limit in MDGP_SECONDS.items() if size <= most)
        average, limit = row["average_of_20_runs_tpsdp"], row["tpsdp_time_limit_s"]
        figure = f"{average} on average in {limit} s"
        peers = (Peer(name="TPSDP", figure=figure, source="Yang et al., EJOR 302(3), 2022"),) if average else ()
        best = _value("sum of distances", float(row["best_known"]), "more", row["status"] == "optimal", row["source"])
        yield _case("mdgp", f"mdgp:{instances / 'mdgp' / row['instance']}.txt", seconds, best, *peers)


def golfers(instances: Path) -> Iterator[Case]:
    """Social golfers: as many rounds as are known to be possible, all without repeats."""
    for row in _rows(instances / "sgp" / "best_known_rounds.csv"):
        groups, size, rounds = int(row["groups"]), int(row["size"]), int(row["best_known_rounds"])
        if groups <= MOST_GROUPS and rounds > 1 and size > 1:
            yield _case("sgp", f"sgp:{groups}-{size}-{rounds}", 10.0, _value("excess", 0, "less", proved=True))


def repeated_golf(instances: Path) -> Iterator[Case]:
    """More rounds than are possible without repeats, with the fewest of them."""
    for row in _rows(instances / "sgp" / "with_repeats.csv"):
        reference = float(row["reference_excess_10s"])
        figure = _value("excess", reference, "less", float(row["lower_bound_excess"]) == reference, "another search")
        yield _case("sgp with repeats", f"sgp:{row['groups']}-{row['size']}-{row['rounds']}", 10.0, figure)


def more_golf(instances: Path) -> Iterator[Case]:
    """More rounds without repeats than the public table has, where more are not known to be impossible.

    As many as we say can be made; one more than the table has where we know of none.
    """
    for row in _rows(instances / "sgp" / "best_known_rounds.csv"):
        known = int(row["best_known_rounds"])
        if row["status"] == "open" and int(row["groups"]) <= MOST_GROUPS:
            groups, size = int(row["groups"]), int(row["size"])
            rounds = max(known + 1, known_repeat_free(groups, size).rounds)
            figure = Figure(
                name="rounds_without_repeats",
                label="rounds without repeats",
                best=known,
                better="more",
                reference=GOLF_TABLES,
            )
            yield _case("sgp beyond", f"sgp:{groups}-{size}-{rounds}", 10.0, figure)


def diners(instances: Path) -> Iterator[Case]:
    """Happy diners: the fewest rounds in which everybody meets everybody."""
    known = {
        (row["participants"], row["table_size_max"]): row for row in _rows(instances / "sgp" / "happy_diner_T.csv")
    }
    for people, size in (("16", "4"), ("15", "3"), ("12", "4"), ("20", "5"), ("22", "6")):
        row = known.get((people, size))
        best = None if row is None else float(row["min_rounds_upper"])
        proved = row is not None and row["min_rounds_lower"] == row["min_rounds_upper"]
        yield _case("diner", f"diner:{people}-{size}", 20.0, _value("rounds", best, "less", proved, "Happy Diner"))


def parties(instances: Path) -> Iterator[Case]:
    """Progressive parties (CSPLib 13): a plan for so many periods."""
    file = instances / "progressive_party" / "ppp.json"
    if file.exists():
        for configuration, most in ((1, 9), (2, 8), (3, 7)):
            for periods in range(6, most + 1):
                figure = _value("periods", periods, "more", proved=True)
                yield _case("ppp", f"ppp:{file}#{configuration}x{periods}", 10.0, figure)


def meetings(instances: Path) -> Iterator[Case]:
    """Meetings with travel (CSPLib 46): the fewest slots."""
    file = instances / "meeting_scheduling" / "msp046.json"
    for row in _rows(instances / "meeting_scheduling" / "best_known.csv"):
        figure = _value("slots", float(row["min_slots_proved"]), "less", proved=True)
        yield _case("msp", f"msp:{file}#{row['instance']}", 20.0, figure)


def teams(instances: Path) -> Iterator[Case]:
    """Team assignment (MiniZinc challenge)."""
    for row in _rows(instances / "team_assignment" / "best_known.csv"):
        figure = _value("value", float(row["objective"]), "more", row["objective"] == row["bound"])
        yield _case("teams", f"teams:{instances / 'team_assignment' / row['file']}.dzn", 20.0, figure)
