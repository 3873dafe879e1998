"""Names that do not exist, and those that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from cohortplan.errors import UnknownName

Path = tuple[str | int, ...]

#: Fewest letters of a mark.
_MARK = 3

#: Comparing a name with this many others takes a few thousandths of a second.
_COMPARED = 100


def unknown(what: str, value: str, known: Iterable[str], path: Path) -> UnknownName:
    """Return the defect of naming a `what` that does not exist, with the nearest that does."""
    names = list(known)
    near = nearest(value, names)
    remedy = f"Known: {', '.join(names[:8]) or 'none'}" if near is None else f"Did you mean {near!r}?"
    return UnknownName(f"there is no {what} {value!r}", remedy, value, path=path)


def nearest(value: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name most like `value`; of very many names only some that begin alike are compared."""
    names = list(known)
    if len(names) > _COMPARED:
        names = [name for name in names if name[:2] == value[:2]][:_COMPARED]
    near = get_close_matches(value, names, n=1, cutoff=cutoff)
    return near[0] if near else None


def plain(value: str) -> str:
    """Return what counts of a name when it is compared: neither capitals nor how many blanks part its words."""
    return " ".join(value.split()).casefold()


def marks(names: Iterable[str]) -> dict[str, str]:
    """Return for each name its shortest beginning that no other shares, such as "pub" for public."""
    known = list(dict.fromkeys(names))
    return {name: _shortest(name, [other for other in known if other != name]) for name in known}


def _shortest(name: str, others: list[str]) -> str:
    for length in range(min(_MARK, len(name)), len(name)):
        if not any(other.startswith(name[:length]) for other in others):
            return name[:length]
    return name
