"""A real browser, and what it and axe-core say of pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from tests.support import javascript

PACKAGES = ("playwright-core@1.56.1", "axe-core@4.10.3")
#: Wide and narrow, light and dark, and on paper, of which A4 with its margins is so wide.
VIEWS = [
    *((width, scheme, "screen") for width in (1280, 390) for scheme in ("light", "dark")),
    (690, "light", "print"),
]


@dataclass(frozen=True)
class Seen:
    """What comes of opening a page.

    Attributes
    ----------
    complaints : list of str
        What the browser says, and what the page asks the network for.
    wide : int
        By how many points the page is wider than the window.
    values : list
        What the steps gave.
    found : list of str
        What axe-core finds that is serious or worse.
    """

    complaints: list[str]
    wide: int
    values: list[Any]
    found: list[str]


def opened(
    file: Path, views: Iterable[tuple[int, str, str]], steps: Sequence[str] = (), *, judged: bool = False
) -> list[Seen]:
    """Open a page once for each view, take some steps in it, which are scripts, and have axe-core judge it."""
    return all_opened([file], views, steps, judged=judged)


def all_opened(
    files: Iterable[Path], views: Iterable[tuple[int, str, str]], steps: Sequence[str] = (), *, judged: bool = False
) -> list[Seen]:
    """Open pages like `opened`, one after the other in one browser."""
    pages = [
        {"file": str(file), "width": width, "scheme": scheme, "media": media, "steps": list(steps), "judged": judged}
        for file, (width, scheme, media) in product(files, views)
    ]
    given = {"executable": shutil.which("chromium"), "pages": pages}
    assert given["executable"], "chromium is not installed: .ci/programs does it"
    return [Seen(**each) for each in javascript.run(Path(__file__).with_name("browser.mjs"), PACKAGES, given)]
