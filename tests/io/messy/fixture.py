"""The twenty messes of real spreadsheets: a list of people from an old Excel, and a workbook of people and hosts."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

#: The day of the import, and so what a date without a year is about.
TODAY = date(2026, 8, 20)

#: Three hands: a title, semicolons, Windows-1252, curly quotes, hard blanks, a totals row and a note below.
PEOPLE = Path(__file__).with_name("people.csv")

HOST_ROWS = (
    ("Radio Canalside", "Canal Mill Arts", "Third sector", "max 8ish", "any time but Fridays", "2ish", "Jo Lund"),
    ("HMP Moor", "HM Prison Moor", "public", "6–8", "Tues & Thurs", "pm", "Al Reed (left)"),
    ("TBC", "", "", "", "", "", ""),
    ("Worth Valley Bakery", "Worth Valley Foods", "private", "10", "not Weds", "10-12.30", ""),
)


def book(folder: Path) -> Path:
    """Write the workbook: more people under a merged header, hosts, and a sheet of neither."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    _late(sheet)
    hosts = made.create_sheet("Hosts")
    hosts.append(["Host", "Organisation", "Sector", "Max group", "When", "Time", "Contact", "Last visited", "Notes"])
    for row in HOST_ROWS:
        hosts.append([*row, datetime(2026, 3, 5), "lovely"])  # noqa: DTZ001 - a date in a cell has no zone
    made.create_sheet("Room plan").append(["A", "B"])
    path = folder / "more.xlsx"
    made.save(path)
    return path


def _late(sheet: Worksheet) -> None:
    sheet.title = "Late joiners"
    sheet.append(["Person", None, "Work", None, None, "Contact details", None, "Joined", "Start time", "Bio"])
    sheet.append(
        ["First name", "Surname", "Organisation", "Sector", "Role", "Email", "Mobile", "Start date", None, None]
    )
    for merged in ("A1:B1", "C1:E1", "F1:G1"):
        sheet.merge_cells(merged)
    sheet.append(["Hugh", "VALE", "Calder Council Ltd", "Public", "Surveyor", "hugh@calder.example", 7700900120])
    sheet.append(["Zoë", "Orme", "Nidd Libraries", "LA", '="Head"&" of reading"', "zoe@nidd.example", 7700900121])
    sheet.append(["Bo\u202ennA", "Lisle", "Nidd Libraries", None, "@lantern", "bo.lisle@nidd.example", "07700 900122"])
    sheet["H3"], sheet["H4"], sheet["H5"] = date(2026, 10, 8), 46303, "10/31/2026"
    sheet["I3"] = time(9, 30)
    sheet["J4"] = "Reads everything"
    sheet["A4"].fill = PatternFill("solid", start_color="FFFF00")
    sheet["A3"].comment = Comment("asked twice", "organiser")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["J"].hidden = True
