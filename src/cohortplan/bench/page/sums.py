"""Which files of a folder are ours: their checksums, in the form that ``sha256sum -c`` takes.

A report that is written over an older one leaves none of its files behind, and touches nothing else: only what stands
in the list, lies below the folder, and is still as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from cohortplan.io import write_text

SUMS = "SHA256SUMS"


def sums_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the checksum of each file's content."""
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def read_sums(folder: Path) -> dict[str, str]:
    """Return what the list of a folder says; lines that are none of such a list are passed over."""
    try:
        text = (folder / SUMS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pairs = (line.split("  ", 1) for line in text.splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and _below(pair[1])}


def write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the list of a folder."""
    write_text(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())))


def remove(folder: Path, names: Iterable[str], sums: Mapping[str, str]) -> None:
    """Remove files that are as the list says, and folders that are empty without them."""
    for name in names:
        path = folder / name
        with suppress(OSError):
            if path.is_file() and not path.is_symlink() and sha256(path.read_bytes()).hexdigest() == sums[name]:
                path.unlink()
                path.parent.rmdir()


def _below(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
