"""Pages taken apart: elements with their attributes, text and ancestors."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"meta", "link", "br", "input", "img", "hr"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, blanks made one."""
        return " ".join("".join(self.texts).split())

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    def inside(self, tag: str) -> bool:
        """Whether one of its ancestors is such an element."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class Page(HTMLParser):
    """A page, taken apart; elements that are not closed, or closed twice, are an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert not self._open, f"<{self._open[-1].tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        parent = self._open[-1] if self._open else None
        element = Element(tag, {name: value or "" for name, value in attrs}, parent)
        assert len(element.attributes) == len(attrs), f"<{tag}> has an attribute twice"
        self.elements.append(element)
        if parent is not None:
            parent.children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that is closed at once, as in SVG."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take text, as part of all elements around it."""
        for element in self._open:
            element.texts.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Return all elements of some kinds, in the page's order."""
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the one element of a kind that has some attributes."""
        (found,) = [
            element
            for element in self.all(tag)
            if all(element.attributes.get(name) == value for name, value in attributes.items())
        ]
        return found


def policy_faults(page: Page) -> list[str]:
    """Return what the page's own policy would keep from working, or does not keep away though it should."""
    faults = []
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    sources = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    if sources["default-src"] != "'none'" or "unsafe" in policy or "http" in policy:
        faults.append(policy)
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        for element in page.all(tag):
            if element.attributes.get("type") != "application/json" and not element.inside("svg"):
                digest = hashlib.sha256("".join(element.texts).encode()).digest()
                if f"'sha256-{b64encode(digest).decode()}'" not in sources[kind].split():
                    faults.append(f"<{tag}> is not among {kind}")
    for element in page.elements:
        faults += [f"<{element.tag} {name}>" for name in element.attributes if name == "style" or name.startswith("on")]
        if "src" in element.attributes or (element.tag in ("link", "use", "a") and _leads_away(element)):
            faults.append(f"<{element.tag}> leads away")
    text = "".join("".join(element.texts) for element in page.all("style"))
    faults += re.findall(r"@import|url\([^)]*\)", text)
    return faults


def _leads_away(element: Element) -> bool:
    return not element.attributes.get("href", "#").startswith("#")


def structure_faults(page: Page) -> list[str]:
    """Return what somebody who cannot see the page, or has no mouse, would stumble over."""
    faults = []
    if page.one("html").attributes.get("lang") != "en" or not page.all("title")[0].text:
        faults.append("no language or no title")
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5")]
    if levels[:1] != [1] or levels.count(1) != 1:
        faults.append(f"headings begin with {levels[:3]}")
    faults += [f"h{one} is followed by h{other}" for one, other in pairwise(levels) if other > one + 1]
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    faults += sorted({f"id {name} occurs twice" for name in ids if ids.count(name) > 1})
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            faults += [f"{name} {one} is nowhere" for one in element.attributes.get(name, "").split() if one not in ids]
        href = element.attributes.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            faults.append(f"{href} is nowhere")
    faults += ["an svg is not labelled" for svg in page.all("svg") if not _told_or_hidden(svg)]
    faults += [f"a heading of a table has no scope: {th.text}" for th in page.all("th") if "scope" not in th.attributes]
    faults += ["a table has no caption" for table in page.all("table") if table.children[0].tag != "caption"]
    return faults


def _told_or_hidden(svg: Element) -> bool:
    if svg.attributes.get("aria-hidden") == "true":
        return True
    names = [child.tag for child in svg.children[:2]]
    return svg.attributes.get("role") == "img" and names == ["title", "desc"] and bool(svg.children[0].text)
