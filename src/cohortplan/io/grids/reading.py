"""The one door: a path in, grids out."""

from __future__ import annotations

from pathlib import Path

from cohortplan.io.grids.delimited import read_delimited
from cohortplan.io.grids.grid import Grid
from cohortplan.io.grids.limits import LIMITS, Limits
from cohortplan.io.grids.refusal import refuse, refuse_strangers

#: How a zip archive begins, an empty one too.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")


def read_grids(path: str | Path, limits: Limits = LIMITS, *, file: str = "") -> list[Grid]:
    """Read a csv, tsv or text file, or a workbook (.xlsx, .xlsm, .ods), as its sheets.

    What a file is, is told by what is in it, not by its name.

    Parameters
    ----------
    limits : Limits
        How much is read.
    file : str
        What messages call the file; its path unless given.

    Raises
    ------
    InputError
        If it cannot be read, or is beyond the limits.
    """
    path = Path(path)
    file = file or str(path)
    content = _content(path, file, limits)
    refuse_strangers(content, file)
    if content.startswith(_ARCHIVES):
        from cohortplan.io.grids.opendocument import is_opendocument, read_opendocument
        from cohortplan.io.grids.workbook import read_workbook

        return (read_opendocument if is_opendocument(content) else read_workbook)(content, file, limits)
    return [read_delimited(content, file, limits)]


def _content(path: Path, file: str, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            refuse(file, "this is a folder, where a file should be", "Name a file in it")
        if not path.exists():
            refuse(file, "the file does not exist", "Mend its name")
        if not path.is_file():
            refuse(file, "this is not an ordinary file", "Name a csv, xlsx or ods file")
        if path.stat().st_size > limits.file:
            refuse(file, "the file is far too large", f"Keep it below {limits.file:,} bytes")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        refuse(file, f"the file cannot be read ({reason})", "Check its name and who may read it")
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        refuse(file, "the file is empty", "Name a file with rows")
    return content
