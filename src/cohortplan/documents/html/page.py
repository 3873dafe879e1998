"""Pages that need nothing but themselves: one file, no network, and a policy that tells browsers so."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

#: What every page is dressed in; documents add their own.
STYLES = ("html/tokens.css", "html/page.css", "charts/charts.css", "html/print.css")


def page(template: str, *, styles: Iterable[str] = (), scripts: Iterable[str] = (), **facts: Any) -> str:
    """Return a page as one self-contained file.

    Parameters
    ----------
    template : str
        The part of `documents` and the file among its templates, as in "report/report.html"; it extends
        "html/page.html".
    styles, scripts : iterable of str
        Further assets, named likewise, as in "report/report.css".
    **facts
        What the template asks for. Strings are data and are escaped.
    """
    style = "\n".join(map(asset, (*STYLES, *styles)))
    script = "\n".join(map(asset, scripts))
    text = (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704 - our own files
            policy=_policy(style, script),
            **facts,
        )
    )
    return text if text.endswith("\n") else f"{text}\n"


@cache
def asset(name: str) -> str:
    """Return the text of a stylesheet or a script, such as "html/page.css"."""
    part, file = name.split("/")
    return files("cohortplan.documents").joinpath(part, "static", file).read_text(encoding="utf-8").strip()


def _policy(style: str, script: str) -> str:
    """Return a content security policy: nothing is loaded, and only our own style and script count."""
    allowed = {
        "default-src": "'none'",
        "style-src": _hashed(style),
        "script-src": _hashed(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{directive} {source}" for directive, source in allowed.items())


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" if text else "'none'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    def load(name: str) -> str:
        part, file = name.split("/")
        return files("cohortplan.documents").joinpath(part, "templates", file).read_text(encoding="utf-8")

    return Environment(
        autoescape=True, loader=FunctionLoader(load), trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
