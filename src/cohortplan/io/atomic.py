"""Files are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

#: What a new file may be read and written by, before the umask takes its part.
_NEW_FILE = 0o666


def write_bytes(path: str | Path, content: bytes, mode: int | None = None) -> None:
    """Write `content` to `path` in one step: whoever looks sees the old file or the new one, never a part.

    The permissions of a file that is replaced are kept, unless a `mode` is given; a symbolic link is followed.

    Raises
    ------
    OSError
        If the file cannot be written; an old one is then as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        _replace(target, content, mode)
    except OSError as error:  # the name the caller knows, not that of the part
        raise type(error)(error.errno, error.strerror, str(path)) from error
    _sync_folder(target.parent)


def write_text(path: str | Path, content: str) -> None:
    """Write `content` as UTF-8 with line feeds, in one step; see `write_bytes`.

    Raises
    ------
    OSError
        If the file cannot be written; an old one is then as it was.
    """
    write_bytes(path, content.encode())


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    part = stage(target, content, mode)
    try:
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def stage(target: Path, content: bytes, mode: int | None = None) -> Path:
    """Write what is to take the place of `target` beside it, and return where.

    Raises
    ------
    OSError
        If it cannot be written; nothing is then left of it.
    """
    handle, name = mkstemp(prefix=".", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_permissions(target) if mode is None else mode)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _permissions(target: Path) -> int:
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


def _sync_folder(folder: Path) -> None:
    # The new name itself survives a power cut only if the folder is synced; some systems cannot do that.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
