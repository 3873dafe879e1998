"""Finds every kind of document in `kinds`: a new file is enough to add one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cohortplan.documents.sheets import kinds
from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Document
from cohortplan.model.privacy import Audience


@dataclass(frozen=True)
class Sheet:
    """A document, and what it is filed under.

    Attributes
    ----------
    to : str
        Whose it is, or what it is about: the id of a person, host, set or round, or several parted by a colon; "" for
        the whole programme.
    concerns : frozenset of str
        The ids of everyone and everything for which it is wanted.
    """

    to: str
    document: Document
    concerns: frozenset[str] = frozenset()


Maker = Callable[[Desk], Iterator[Sheet]]


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    Attributes
    ----------
    name : str
        What it is asked for by, such as ``day-sheet``.
    audience : str
        Whose eyes see it.
    each : str
        Of what there is one each, as in "visit".
    summary : str
        What it is for, in a line.
    private : bool
        Whether it holds what nobody else on the machine should read.
    """

    name: str
    audience: Audience
    each: str
    summary: str
    private: bool
    make: Maker

    def sheets(self, desk: Desk) -> list[Sheet]:
        """Return the documents of this kind, each as its audience may see it."""
        return list(self.make(desk.for_(self.audience)))


def kind(name: str, audience: Audience, each: str, *, private: bool = False) -> Callable[[Maker], Kind]:
    """Make a function a kind of document; the first line of its docstring says what it is for."""

    def made(make: Maker) -> Kind:
        return Kind(name, audience, each, (make.__doc__ or "").strip().splitlines()[0], private, make)

    return made


@cache
def registry() -> Mapping[str, Kind]:
    """Return every kind of document by name, in alphabetical order."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(kinds.__path__):
        loaded = importlib.import_module(f"{kinds.__name__}.{module.name}")
        found |= {member.name: member for member in vars(loaded).values() if isinstance(member, Kind)}
    return dict(sorted(found.items()))
