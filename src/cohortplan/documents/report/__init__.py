"""The report of a plan: one page that says whether it is all right, and shows everything in it."""

from cohortplan.documents.report.report import AUDIENCES, Audience, report

__all__ = ["AUDIENCES", "Audience", "report"]
