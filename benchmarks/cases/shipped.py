"""The scenarios that come with the project."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.case import Case, Figure, Peer, family, scores
from cohortplan.io import read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SECONDS = 30.0


@family
def shipped(_: Path) -> Iterator[Case]:
    """Every value that an ``expected.toml`` names."""
    for file in sorted(SCENARIOS.glob("*/expected.toml")):
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["value"]:
            reference = entry.get("reference")
            yield Case(
                group="scenarios",
                name=f"{file.parent.name}{entry['scenario']}",
                seconds=entry.get("seconds", SECONDS),
                problem=partial(read_scenario, f"{file.parent}{entry['scenario']}"),
                figures=(Figure(entry["metric"], entry["best"], "more", "proof" in entry),),
                measure=scores(entry["metric"]),
                peers=(Peer("reference", str(reference), entry["reference_source"]),) if reference else (),
            )
