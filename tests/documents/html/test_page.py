"""Pages are one file that loads nothing, and text in them is text."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from cohortplan.documents.html import asset, page
from cohortplan.documents.html.page import STYLES

_WORST = "</script><script>alert(1)</script><!-- & \" ' -->"


def test_every_style_is_ours_and_loads_nothing() -> None:
    """No stylesheet asks for another file."""
    for name in STYLES:
        assert "url(" not in asset(name)
        assert "@import" not in asset(name)


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    """What a template needs and is not given is an error, never an empty place."""
    with pytest.raises(UndefinedError):
        page("report/report.html", marks=None)


def test_text_is_escaped() -> None:
    """A string becomes text in a template, whatever is in it."""
    from cohortplan.documents.html.page import _environment

    written = _environment().from_string('<p title="{{ text }}">{{ text }}</p>{{ text|tojson }}').render(text=_WORST)
    assert "<script" not in written
    assert str(Markup.escape(_WORST)) in written


def test_colours_of_text_are_easy_to_read() -> None:
    """In both schemes text stands out from what it stands on by 4.5 to 1 or more, as WCAG asks (AA)."""
    light, dark = (_tokens(part) for part in asset("html/tokens.css").split("@media screen")[:2])
    for colours in (light, light | dark):
        for ink in ("ink", "quiet", "link", "good", "bad"):
            for ground in ("paper", "wash", "good-wash", "bad-wash"):
                if (ink, ground) not in (("good", "bad-wash"), ("bad", "good-wash")):
                    assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for shade in (2, 3, 4):
            assert _contrast(colours[f"h{shade}-ink"], colours[f"h{shade}"]) >= 4.5
        for mark in range(7):
            assert _contrast(colours[f"e{mark}"], colours["paper"]) >= 3, "the edge of a mark stands out"
            assert _contrast(colours[f"e{mark}"], colours["wash"]) >= 3


def _tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
