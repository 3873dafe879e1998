"""What all pages of the project share: the skeleton, the stylesheet, escaping, and a policy that loads nothing."""

from cohortplan.documents.html.page import asset, page

__all__ = ["asset", "page"]
