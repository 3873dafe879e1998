"""What cannot be read as a sheet, told by how the file begins, and the way out."""

from __future__ import annotations

from typing import NoReturn

from cohortplan.errors import Defect, InputError

AS_WORKBOOK = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"
BROKEN = "Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx), or as CSV UTF-8"

#: Files of Microsoft's older container: workbooks before 2007, and newer ones with a password.
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_TAKE_OUT = "Copy its table into a spreadsheet and save that as .xlsx or CSV UTF-8"
_BEGINNINGS = (
    (b"%PDF", "this is a PDF", _TAKE_OUT),
    (b"{\\rtf", "this is a text of a word processor", _TAKE_OUT),
    (b"\x1f\x8b", "this is a compressed file", "Unpack it first"),
    (b"\x89PNG", "this is a picture", "Type its table into a spreadsheet"),
    (b"\xff\xd8\xff", "this is a picture", "Type its table into a spreadsheet"),
)

#: What a zip archive is that is not a workbook, by a part that only it has.
_ARCHIVES = (
    ("xl/workbook.bin", "this is a binary workbook (.xlsb)", AS_WORKBOOK),
    ("word/document.xml", "this is a text of a word processor", _TAKE_OUT),
    ("ppt/presentation.xml", "this is a presentation", _TAKE_OUT),
    ("Index/Document.iwa", "this is a document of Apple's Numbers, Pages or Keynote", "Export it to Excel (.xlsx)"),
)


def refuse(file: str, message: str, remedy: str, *, sheet: str = "", row: int | None = None) -> NoReturn:
    """Raise the `InputError` that says why a file cannot be read."""
    place = f"{file}, sheet {sheet}" if sheet else file
    raise InputError([Defect(message, remedy, file=place, row=row)])


def refuse_strangers(content: bytes, file: str) -> None:
    """Refuse what is plainly no sheet.

    Raises
    ------
    InputError
        If it is one of the kinds of files that people mistake for sheets.
    """
    if content.startswith(_CONTAINER):
        if _ENCRYPTED in content:
            refuse(
                file, "the workbook is protected by a password", "Save it without one (File, Info, Protect Workbook)"
            )
        refuse(file, "this is a workbook of the kind used before 2007 (.xls)", AS_WORKBOOK)
    for beginning, what, remedy in _BEGINNINGS:
        if content.startswith(beginning):
            refuse(file, what, remedy)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        refuse(file, "this is a web page or XML, whatever its name says", AS_WORKBOOK)


def refuse_archive(names: set[str], file: str) -> None:
    """Refuse a zip archive that is no workbook.

    Raises
    ------
    InputError
        If it lacks what a workbook has.
    """
    for part, what, remedy in _ARCHIVES:
        if part in names:
            refuse(file, what, remedy)
    if "content.xml" in names:
        return
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        refuse(file, "this is a zip archive, not a workbook", "Unpack it, and name the sheet that is in it")
