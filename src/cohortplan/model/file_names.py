"""Names of files that are made of ids: safe on every system, and apart from each other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

# Ids that are good file names as they are: no hidden file, no option of a command, none that Windows keeps to itself.
_GOOD = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?", re.IGNORECASE)


def file_names(ids: Iterable[str], ending: str = ".ics") -> dict[str, str]:
    """Return a file name for each id: the id itself wherever every system takes it.

    Otherwise other characters become underscores and a piece of the id's hash keeps the names apart, also where a
    system does not tell capitals from small letters.
    """
    listed = list(dict.fromkeys(ids))
    alike = Counter(each.casefold() for each in listed)
    return {
        each: f"{each if _GOOD.fullmatch(each) and alike[each.casefold()] == 1 else _coded(each)}{ending}"
        for each in listed
    }


def _coded(name: str) -> str:
    """Return a file name for an id that is none: its letters and digits, and a piece of its hash."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return f"{plain or 'id'}-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
