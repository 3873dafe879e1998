"""Documents made from a plan."""

from cohortplan.documents.picture import picture

__all__ = ["picture"]
