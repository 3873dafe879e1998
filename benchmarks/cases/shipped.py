"""The scenarios that come with the project."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cohortplan.bench.case import Budget, Case, Figure, Peer

#: Below the root of the project, from where suites are run, so that a source is the same everywhere.
SCENARIOS = Path("scenarios")
SECONDS = 30.0


def shipped(_: Path) -> Iterator[Case]:
    """Every scenario of which an ``expected.toml`` names values, with all of these."""
    for file in sorted(SCENARIOS.glob("*/expected.toml")):
        values: dict[str, list[dict[str, Any]]] = {}
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["value"]:
            values.setdefault(entry["scenario"], []).append(entry)
        for part, entries in values.items():
            yield Case(
                name=f"{file.parent.name}{part}",
                source=f"{file.parent.as_posix()}{part}",
                group="scenarios",
                figures=tuple(_figure(entry) for entry in entries),
                budgets=(Budget(seconds=max(entry.get("seconds", SECONDS) for entry in entries)),),
                peers=tuple(
                    Peer(name="reference", figure=f"{entry['reference']:,}", source=entry["reference_source"])
                    for entry in entries
                    if entry.get("reference")
                ),
            )


def _figure(entry: dict[str, Any]) -> Figure:
    name, best = entry["metric"], entry["best"]
    proved = "proof" in entry or entry.get("bound") == best
    label = name.replace("_", " ")
    return Figure(name=name, label=label, best=best, better="more", proved=proved, reference=entry.get("found", ""))
