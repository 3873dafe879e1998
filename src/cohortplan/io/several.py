"""Several files are written together: all of them or none, be the work cut short at any instruction."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from cohortplan.io.atomic import stage, write_text

#: Stands in the folder while files of it take each other's place, and says which.
JOURNAL = ".unfinished.json"


def write_all(home: Path, contents: Mapping[Path, str | bytes], secret: Collection[Path] = ()) -> None:
    """Write several files.

    Parameters
    ----------
    home : Path
        The folder in which `finish` looks for work that was cut short.
    secret : collection of Path
        The files that nobody but their owner may read.

    Raises
    ------
    OSError
        If a file cannot be written; all are then as they were.
    """
    finish(home)
    parts: dict[str, str] = {}
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            written = content if isinstance(content, bytes) else content.encode()
            parts[f"{stage(target, written, 0o600 if path in secret else None)}"] = f"{target}"
        write_text(home / JOURNAL, json.dumps(parts))
    except BaseException:
        for part in parts:
            Path(part).unlink(missing_ok=True)
        raise
    finish(home)


def finish(home: Path) -> bool:
    """Finish what was cut short once all was written and only had to be put in its place; False if nothing was.

    Raises
    ------
    OSError
        If a file cannot be put in its place; the rest waits for the next time.
    """
    journal = home / JOURNAL
    if not journal.exists():
        return False
    for part, target in json.loads(journal.read_text(encoding="utf-8")).items():
        if Path(part).exists():
            Path(part).replace(target)
    journal.unlink()
    return True
