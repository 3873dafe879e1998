"""What a manifest says, line by line, and where two of them tell of different machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: Longer lists and tables are only counted.
_SHOWN = 12
#: What may differ between two runs that can be compared, by the first word of its name.
_OWN = {"command", "command_line", "commit", "dirty", "git", "start", "started", "end", "ended", "finished", "sessions"}
_OWN |= {"energy", "cohortplan", "solvers", "units", "title", "suite", "cases", "instances", "seeds", "version"}


def flat(manifest: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a manifest says, what lies deeper under a name with dots."""
    for key, value in manifest.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            if len(value) > _SHOWN:
                yield name, f"{len(value)} entries"
            else:
                yield from flat(value, f"{name}.")
        elif isinstance(value, list):
            yield from _listed(name, value)
        elif value is not None and value != "":
            yield name, _said(value)


def machine_differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return where two manifests tell of different machines or libraries: what, and what each says."""
    one, two = (
        {name: said for name, said in flat(each) if name.split(".")[0].lower() not in _OWN} for each in (first, second)
    )
    names = dict.fromkeys((*one, *two))
    return [(name, one.get(name, ""), two.get(name, "")) for name in names if one.get(name) != two.get(name)]


def _listed(name: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    if any(isinstance(value, Mapping) for value in values):
        for number, value in enumerate(values[:_SHOWN], start=1):
            yield from flat({str(number): value}, f"{name}.")
    elif values:
        more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
        yield name, ", ".join(_said(value) for value in values[:_SHOWN]) + more


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
