"""What a manifest says, line by line, and where two of them tell of different machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: Where a manifest has what was so in each session, and what of it may change how fast a run is, or what comes out.
_SESSIONS, _MACHINE = "sessions", ("python", "packages", "machine")
#: Longer lists and tables are only counted.
_SHOWN = 12


def flat(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return what a manifest says, by names with dots; what its sessions say of the same is listed side by side."""
    found = dict(_flat({name: value for name, value in manifest.items() if name != _SESSIONS}))
    sessions = _sessions(manifest)
    merged: dict[str, dict[str, None]] = {}
    for session in sessions:
        for name, value in _flat(session):
            merged.setdefault(name, {})[value] = None
    return found | {name: " / ".join(values) for name, values in merged.items()}


def machine_differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return where two manifests tell of different machines or libraries: what, and what each says."""
    one, two = (
        {name: said for name, said in flat(each).items() if name.split(".")[0] in _MACHINE} for each in (first, second)
    )
    names = dict.fromkeys((*one, *two))
    return [(name, one.get(name, ""), two.get(name, "")) for name in names if one.get(name) != two.get(name)]


def _sessions(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = manifest.get(_SESSIONS)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping) and len(value) <= _SHOWN:
            yield from _flat(value, f"{name}.")
        elif isinstance(value, Mapping):
            yield name, f"{len(value)} entries"
        elif isinstance(value, list):
            more = f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
            yield name, ", ".join(map(_said, value[:_SHOWN])) + more
        elif value is not None and value != "":
            yield name, _said(value)


def _said(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
