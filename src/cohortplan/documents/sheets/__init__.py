"""Documents that people print and pass on: one file for each kind, each made for the eyes of its audience."""

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Document
from cohortplan.documents.sheets.html import html
from cohortplan.documents.sheets.markdown import markdown
from cohortplan.documents.sheets.registry import Kind, Sheet, registry
from cohortplan.documents.sheets.tables import tables

__all__ = ["Desk", "Document", "Kind", "Sheet", "html", "markdown", "registry", "tables"]
