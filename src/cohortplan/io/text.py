"""Reading a file as text, whatever program saved it."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from cohortplan.io.findings import Findings

#: Largest file read, in bytes; a sheet of 24,000 people has about 5 million.
_LARGEST = 64 * 1024 * 1024

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

#: Invisible characters that web pages and chat programs leave behind, or that turn round how what follows is read.
_INVISIBLE = dict.fromkeys(
    (*map(ord, "\u061c\u200b\u200e\u200f\u2060\ufeff"), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

_AS_CSV = "Save it as CSV UTF-8 (in Excel: Save As, 'CSV UTF-8'; elsewhere choose Unicode UTF-8)"
_AS_UTF8 = "Save it as UTF-8 (most editors offer this beside the name in Save As)"

#: How a zip archive begins: workbooks are zip archives.
_ARCHIVE = b"PK\x03\x04"

#: Byte order marks of other encodings; the longer ones first, as they begin with the shorter.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, file: str, findings: Findings) -> str | None:
    """Read `path` as text, without a byte order mark and without control characters.

    What is wrong with the bytes is noted and read as well as can be, so that the rest of the file can be
    checked in the same run.

    Parameters
    ----------
    file : str
        What messages call the file.

    Returns
    -------
    str or None
        None if there is nothing to read.
    """
    content = _read_bytes(path, file, findings)
    if content is None:
        return None
    if content.startswith(_ARCHIVE):
        findings.add("this is a workbook or an archive, not a file of text", _remedy(file), file=file, row=1)
        return None
    text = _decode(content, file, findings)
    controls = list(_CONTROL.finditer(text))
    if controls:
        first = controls[0]
        findings.add(
            f"the file holds {len(controls)} invisible control character(s), the first of them U+{ord(first[0]):04X}",
            "Retype the cell or line",
            file=file,
            row=line_of(text, first.start()),
        )
    return _CONTROL.sub("", text)


def line_of(text: str, position: int) -> int:
    """Return the number, from 1, of the line on which a position of `text` lies."""
    return len(_LINE_END.findall(text, 0, position)) + 1


def tidy(text: str) -> str:
    """Return one line of composed characters: blanks of any kind become single blanks, none at the ends."""
    if text.isascii():  # no need to look for what only other characters can be
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def has_controls(text: str) -> bool:
    """Whether `text` holds control characters other than blanks."""
    return _CONTROL.search(text) is not None


def _read_bytes(path: Path, file: str, findings: Findings) -> bytes | None:
    try:
        if path.is_dir():
            findings.add("this is a folder, where a file should be", "Move or rename it", file=file)
        elif not path.exists():
            findings.add("the file does not exist", "Add it, or mend its name", file=file)
        elif not path.is_file():
            findings.add("this is not an ordinary file", "Replace it by one", file=file)
        elif path.stat().st_size > _LARGEST:
            findings.add("the file is far too large", f"Keep it below {_LARGEST:,} bytes", file=file)
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.add(f"the file cannot be read ({reason})", "Check its name and who may read it", file=file)
    return None


def _decode(content: bytes, file: str, findings: Findings) -> str:
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            findings.add(f"the file is saved as {encoding.upper()}", _remedy(file), file=file, row=1)
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = content.decode("cp1252", "replace")
        start, row = error.start, line_of(guess, error.start)
        word = re.search(r"\w*$", guess[:start])
        seen = (word[0] if word else "") + re.split(r"[\r\n,;]", guess[start : start + 20])[0]
        findings.add("a character in this row is not saved as UTF-8", _remedy(file), seen, file=file, row=row)
        return guess


def _remedy(file: str) -> str:
    return _AS_CSV if file.lower().endswith((".csv", ".xlsx", ".xlsm", ".ods", ".numbers")) else _AS_UTF8
