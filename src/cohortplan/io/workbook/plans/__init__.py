"""Plans as workbooks that an organiser would have made: written, edited, and read back."""

from cohortplan.io.workbook.plans.edits import must_hold_no_edits
from cohortplan.io.workbook.plans.reading import read_plan_workbook
from cohortplan.io.workbook.plans.writing import plan_workbook

__all__ = ["must_hold_no_edits", "plan_workbook", "read_plan_workbook"]
