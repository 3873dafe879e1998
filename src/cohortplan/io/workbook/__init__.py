"""Scenarios as workbooks (.xlsx): a sheet for the settings, one for each table, and back."""

from cohortplan.io.workbook.store import Workbook, is_workbook

__all__ = ["Workbook", "is_workbook"]
