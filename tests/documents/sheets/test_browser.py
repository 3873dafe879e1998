"""Documents on a telephone, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.documents.sheets import html, registry
from tests.documents.browser import Seen, all_opened
from tests.documents.sheets.office import office, sheets

#: Tables of which something is seen only when they are pushed aside; not those in which somebody is to write by hand.
_CUT = """[...document.querySelectorAll(".scroll")].filter((box) =>
  box.scrollWidth > box.clientWidth + 1 && !box.querySelector(".tall")).length"""


@pytest.mark.slow
def test_every_kind_is_read_on_a_telephone(tmp_path: Path) -> None:
    """Narrow, on a dark screen: no complaint, nothing too wide or cut off, and nothing serious found by axe-core."""
    files = []
    for kind in registry():
        document = next(iter(sheets(*office(), kind).values()))
        files.append(tmp_path / f"{kind}.html")
        files[-1].write_text(html(document), encoding="utf-8")
    seen = all_opened(files, [(390, "dark", "screen")], [_CUT], judged=True)
    assert dict(zip(registry(), seen, strict=True)) == dict.fromkeys(registry(), Seen([], 0, [0], []))
