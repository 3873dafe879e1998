"""Finds every rule in this package: a new file is enough to add one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cohortplan import rules
from cohortplan.model.rule import Rule


@cache
def registry() -> Mapping[str, type[Rule]]:
    """Return every rule class by kind, in alphabetical order."""
    found: dict[str, type[Rule]] = {}
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"{rules.__name__}.{module.name}")
        for _, member in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(member, Rule) and not inspect.isabstract(member) and member.__module__ == loaded.__name__:
                found[member.kind] = member
    return dict(sorted(found.items()))


def build_rule(kind: str, **fields: Any) -> Rule:
    """Make a rule of a kind; its id is the kind unless given.

    Raises
    ------
    KeyError
        If there is no such kind.
    pydantic.ValidationError
        If the fields do not fit the rule's specification.
    """
    return registry()[kind](**{"id": kind, **fields})


def with_implied(listed: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the listed rules and, before them, the implied ones that no listed rule of the same kind replaces."""
    given = tuple(listed)
    kinds = {rule.kind for rule in given}
    implied = [build_rule(kind) for kind, rule in registry().items() if rule.implied and kind not in kinds]
    return (*implied, *given)
