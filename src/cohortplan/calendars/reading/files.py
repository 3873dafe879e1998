"""Files that somebody names: their bytes, within limits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cohortplan.errors import Defect

LARGEST = 10_000_000
"""Octets of the largest file that is read; a calendar of ten years has about a million."""


def read_all(paths: Iterable[Path]) -> tuple[list[tuple[str, bytes]], list[Defect]]:
    """Return the names and bytes of the files that can be read, and what keeps the others from being read."""
    contents: list[tuple[str, bytes]] = []
    defects: list[Defect] = []
    for path in paths:
        try:
            contents.append((str(path), _read(path)))
        except OSError as error:
            reason = f"the file cannot be read ({error.strerror or error})"
            defects.append(Defect(reason, "Check its name and who may read it", file=str(path)))
        except ValueError as error:
            remedy = "Name an ordinary file; of a large calendar, save a part such as one year"
            defects.append(Defect(str(error), remedy, file=str(path)))
    return contents, defects


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("this is not a file")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"the file has more than {LARGEST // 1_000_000} million octets")
    return path.read_bytes()
