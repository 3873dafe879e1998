"""Spreadsheets as people keep them become the tables of a scenario; every row and every change is accounted for."""

from cohortplan.io.messy.choices import FILE, Choices, read_choices
from cohortplan.io.messy.fields import HOSTS, KEEP, PEOPLE, SKIP, TABLES
from cohortplan.io.messy.importing import ACCOUNT, Import, import_grids, read_files, write_import

__all__ = [
    "ACCOUNT",
    "FILE",
    "HOSTS",
    "KEEP",
    "PEOPLE",
    "SKIP",
    "TABLES",
    "Choices",
    "Import",
    "import_grids",
    "read_choices",
    "read_files",
    "write_import",
]
