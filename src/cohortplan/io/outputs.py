"""A folder of files that are made anew from time to time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.io.several import write_all

#: Endings of files that are made anew; others in such a folder are somebody's own.
_OURS = (".html", ".pdf", ".md", ".csv")


class Written(NamedTuple):
    """What became of the files of a folder, by their paths in it.

    Attributes
    ----------
    new, same : tuple of str
        Those that were written, and those that said the same already and were left.
    old : tuple of str
        Those that are there though nothing makes them any more.
    """

    new: tuple[str, ...]
    same: tuple[str, ...]
    old: tuple[str, ...]

    def as_json(self) -> dict[str, list[str]]:
        """The lists by name."""
        return {name: list(paths) for name, paths in self._asdict().items()}


def write_folder(
    folder: Path, contents: Mapping[str, str | bytes], parts: Collection[str] = (), secret: Collection[str] = ()
) -> Written:
    """Write files into a folder, all of them or none; those that say the same already are not touched.

    Parameters
    ----------
    contents : mapping of str to str or bytes
        By paths in the folder, with a slash between the parts.
    parts : collection of str
        Folders in it in which nothing else is due.
    secret : collection of str
        Those of `contents` that nobody but their owner may read.

    Raises
    ------
    InputError
        If something cannot be written; all is then as it was.
    """
    wanted = {path: content if isinstance(content, bytes) else content.encode() for path, content in contents.items()}
    same = tuple(path for path, content in wanted.items() if _says(folder / path, content))
    new = {path: content for path, content in wanted.items() if path not in same}
    made: list[Path] = []
    try:
        for path in new:
            made += _make((folder / path).parent)
        if new:
            write_all(
                folder, {folder / path: content for path, content in new.items()}, {folder / each for each in secret}
            )
    except OSError as error:
        for each in reversed(made):
            with suppress(OSError):  # what is not empty was not made in vain
                each.rmdir()
        reason = f"this cannot be written ({error.strerror})"
        raise InputError([Defect(reason, "Choose another folder", file=str(error.filename or folder))]) from error
    there = sorted(each for part in parts for each in (folder / part).glob("*") if each.suffix in _OURS)
    names = [each.relative_to(folder).as_posix() for each in there]
    return Written(tuple(new), same, tuple(name for name in names if name not in wanted))


def _says(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it, and return those that were not there, the uppermost first."""
    lacking = [each for each in (*reversed(folder.parents), folder) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return lacking
