"""What a column of a sheet offers to whoever fills it in: a note, a form, and the values to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import getdoc
from typing import Any, get_args

from pydantic import BaseModel

from cohortplan.io import cells, dates
from cohortplan.io.table import Column, Table
from cohortplan.model import Scenario
from cohortplan.model.privacy import fact_of

#: What readers take that take no other word.
CHOICES: dict[Callable[[str], Any], tuple[str, ...]] = {
    cells.yes_no: ("yes", "no"),
    cells.activity_kind: ("visit", "meet"),
    cells.mode: ("in_person", "online", "hybrid"),
}

#: The sheet and the column with the names that a column of this name refers to.
REFERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("participant", "met", "a", "b"), ("participants", "name")),
    "host": ("hosts", "name"),
    **dict.fromkeys(("round", "same_sets"), ("rounds", "round")),
}

#: How the values of a column are shown; text in every other, so that 5-7 does not become a day in July.
_FORMS: dict[Callable[[str], Any], str] = {
    cells.whole: "General",
    cells.decimal: "General",
    dates.day: "yyyy-mm-dd",
    dates.clock: "hh:mm",
    dates.closing: "hh:mm",
    dates.moment: "yyyy-mm-dd hh:mm",
}
TEXT = "@"

#: The fields that a piece of documentation is about, and the words.
Described = tuple[tuple[str, ...], str]

_LIST = "Several are separated by semicolons."
_CANNOT = "Codes, with days if need be: stairs; pregnancy from 2027-02-01 until 2027-06-30."


def form_of(column: Column) -> str:
    """Return the format of a column's cells."""
    return _FORMS.get(column.read, TEXT)


def note_of(table: Table, column: Column, example: str = "") -> str:
    """Return the note on a column's heading: what it means, how to write it, who may see it."""
    docs, classes = _model_of(table.name)
    lines = [_meaning(table, docs, column), "Needed in every row." if column.required else "", _way(column)]
    if classes.get(column.target) == "sealed":
        lines.append("Sealed: rules may count it, no document and no plan shows it.")
    if example:
        lines.append(f"Example: {example}")
    return "\n".join(filter(None, lines))


def _meaning(table: Table, docs: Mapping[str, Described], column: Column) -> str:
    """Return what the model says of a column's field; what it says of several begins with their columns."""
    if column.target not in docs:
        return ""
    fields, words = docs[column.target]
    if len(fields) == 1:
        return words
    names = {each.target: each.name for each in table.columns}
    return f"{', '.join(names.get(field, field) for field in fields)}: {words[:1].lower()}{words[1:]}"


def _way(column: Column) -> str:
    """Say how to write a cell, in the words in which the reader objects to others."""
    if column.read in (cells.words, cells.codes):
        return _LIST
    if column.read is cells.cannot:
        return _CANNOT
    try:
        column.read("?")
    except dates.CellError as error:
        return f"{error.remedy}."
    return ""


@cache
def _model_of(table: str) -> tuple[dict[str, Described], dict[str, str]]:
    """Return what the model says of its fields that the columns of a table fill, and their classes of privacy."""
    docs: dict[str, Described] = {}
    classes: dict[str, str] = {}
    for part, model in _models(Scenario):
        if part == table:
            for each in (model, *(inner for _, inner in _models(model))):
                for name, words in _described(each).items():
                    docs.setdefault(name, words)
                for name in each.model_fields:
                    classes.setdefault(name, fact_of(each, name).klass)
            break
    return docs, classes


def _models(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield the models of which a model has lists, nearest first, each with the field."""
    found = [
        (name, inner)
        for name, field in model.model_fields.items()
        for inner in get_args(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel)
    ]
    yield from found
    for _, inner in found:
        yield from _models(inner)


def _described(model: type[BaseModel]) -> dict[str, Described]:
    """Return what the docstring of a model says of its attributes, in the words of a sheet."""
    _, _, section = (getdoc(model) or "").partition("Attributes\n----------\n")
    found: dict[str, Described] = {}
    for names, words in re.findall(r"^([\w, ]+) : .*\n((?:    .*\n?|\n)+)", section + "\n", re.MULTILINE):
        text = re.sub("[`*]", "", " ".join(words.split()))
        text = re.sub(r"\bNone\b|\"\"", "empty", text)
        fields = tuple(name.strip() for name in names.split(","))
        found.update(dict.fromkeys(fields, (fields, text[:1].upper() + text[1:])))
    return found
