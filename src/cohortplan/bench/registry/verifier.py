"""Which code measures plans: a hash that changes with it, and with nothing else."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import cohortplan

#: What decides whether a plan keeps the rules and what it is worth, below the package.
PARTS = ("model", "rules", "evaluate", "io/classic")


@cache
def verifier_hash() -> str:
    """Return the SHA-256 over the source of `PARTS`.

    The files ``*.py`` in and below these folders, in the order of their paths; of each the path below the package as
    POSIX has it, a zero byte, the number of its bytes in decimal, a zero byte, and the bytes, line ends as line feeds.
    """
    root = Path(cohortplan.__file__).parent
    digest = sha256()
    paths = {path.relative_to(root).as_posix(): path for part in PARTS for path in (root / part).rglob("*.py")}
    for name in sorted(paths):
        content = paths[name].read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
