"""A workbook's archive, held against the limits before any of it is unpacked."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import BROKEN, refuse, refuse_archive

_BOMB = "the workbook unpacks to far more than a workbook holds"
_SMALL = 8 * 1024**2
_ENCRYPTED = 0x1


def open_archive(content: bytes, file: str, limits: Limits) -> ZipFile:
    """Open the archive of a workbook.

    What the archive says of its parts' sizes is what is read of them at most: a part that is longer is broken.

    Raises
    ------
    InputError
        If it is no workbook, or beyond the limits.
    BadZipFile
        If it is broken.
    """
    archive = ZipFile(BytesIO(content))
    parts = archive.infolist()
    refuse_archive({part.filename for part in parts}, file)
    if len(parts) > limits.parts:
        refuse(file, f"the workbook has {len(parts):,} parts", f"Keep below {limits.parts:,}")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        refuse(file, "the workbook is protected by a password", "Save it without one")
    if len({part.filename for part in parts}) < len(parts):
        refuse(file, "the workbook has two parts of one name", BROKEN)
    if sum(part.file_size for part in parts) > limits.unpacked or any(_swells(part, limits) for part in parts):
        refuse(file, _BOMB, "Copy its sheets, without formats, into a new workbook")
    return archive


def _swells(part: ZipInfo, limits: Limits) -> bool:
    return part.file_size > max(_SMALL, part.compress_size * limits.ratio)
