"""The page of the board: files of the package, and nothing else of the disk."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cohortplan.documents.charts import Marks
from cohortplan.documents.html import asset

_SCRIPTS = ("main", "api", "board", "cards", "drag", "dialogs", "panel", "visits", "dom")
_STYLES = ("html/tokens.css", "html/page.css", "html/print.css", "charts/charts.css")
#: As many marks as there are: which sector has which is told later, to those who may know.
_MARKS = 7


class Asset(NamedTuple):
    """A file of the page, as it is sent."""

    kind: str
    content: bytes


@cache
def assets() -> dict[str, Asset]:
    """Return everything a page loads, by path. Nothing of a plan is in it."""
    signs = str(Marks(map(str, range(_MARKS))).definitions)
    style = "\n".join((*map(asset, _STYLES), _text("board.css")))
    found = {
        "/": Asset("text/html", _text("board.html").replace("<!-- marks -->", signs).encode()),
        "/board.css": Asset("text/css", style.encode()),
    }
    scripts = {f"/{name}.mjs": Asset("text/javascript", _text(f"{name}.mjs").encode()) for name in _SCRIPTS}
    return found | scripts


def _text(name: str) -> str:
    return files("cohortplan.board").joinpath("page", name).read_text(encoding="utf-8")
