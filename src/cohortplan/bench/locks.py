"""Locks that end with the process that holds them, however it ends, so that none is ever left behind.

They hold between the processes of a machine, and between machines that share files by NFS. Where a system knows no
such locks everybody gets them: work may then be done twice, but no file is spoiled, as each is written in one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOLCK, ENOSYS, ENOTSUP
from pathlib import Path

#: Answers of file systems on which nothing can be locked.
_UNKNOWN = (ENOLCK, ENOSYS, ENOTSUP)


@contextmanager
def locked(file: Path, *, shared: bool = False, wait: bool = False) -> Iterator[bool]:
    """Hold a lock inside a `with` block, which is told whether it could be had.

    Parameters
    ----------
    file : Path
        What stands for it; made if it is not there.
    shared : bool
        Whether others may share it with us.
    wait : bool
        Whether to wait until it can be had.
    """
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield True
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    with file.open("a+b") as handle:  # NFS wants a file that may be read and written
        try:
            fcntl.flock(handle, how)
            held = True
        except BlockingIOError:
            held = False
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
            held = True
        yield held


def folder_lock(folder: Path) -> Path:
    """Return the lock of those who write into a run's folder, which they share; who cleans up wants it alone."""
    return folder / "locks" / "folder"


def list_lock(folder: Path) -> Path:
    """Return the lock of who changes a run's work list or manifest."""
    return folder / "locks" / "list"


def unit_lock(folder: Path, unit: str) -> Path:
    """Return the lock of who has a unit in hand."""
    return folder / "locks" / unit
