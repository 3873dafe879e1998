"""The contract of the fixers: their examples are true, and what they mended they leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.io.messy.entries import Entry, Item
from cohortplan.io.messy.fixer import CellFixer, Fixer, registry
from cohortplan.io.messy.work import Setting, Work

CELLS = [fixer for fixer in registry() if isinstance(fixer, CellFixer)]
SETTING = Setting(date(2026, 8, 20), date(2026, 9, 1), date(2027, 7, 31))


def worked(fixer: CellFixer, text: str) -> tuple[str, Work]:
    """Return what a fixer makes of a text in the first of its fields."""
    table, fields = next(iter(fixer.fields.items()))
    name = fields[0].replace("*", "job_title")
    entry = Entry(table, "people.csv", 2, {name: Item(text, name)})
    work = Work([entry], SETTING, step=fixer.name)
    fixer.work(work)
    return entry.get(name), work


def named(value: CellFixer | str) -> str:
    """Name an example by its fixer and its text."""
    return repr(value) if isinstance(value, str) else value.name


@pytest.mark.parametrize(("fixer", "text"), [(fixer, text) for fixer in CELLS for text in fixer.fixes], ids=named)
def test_what_it_fixes(fixer: CellFixer, text: str) -> None:
    """Each example becomes what its fixer says, is in the account, and asks nothing; the result stays as it is."""
    found, work = worked(fixer, text)
    assert found == fixer.fixes[text]
    assert work.questions == []
    assert [event.what for event in work.events] == ["fixed"] * len(work.events) != []
    assert worked(fixer, found)[0] == found


@pytest.mark.parametrize(("fixer", "text"), [(fixer, text) for fixer in CELLS for text in fixer.asks], ids=named)
def test_what_it_asks(fixer: CellFixer, text: str) -> None:
    """Each example is asked about, once; what nobody can read goes into no table."""
    found, work = worked(fixer, text)
    assert [question.step for question in work.questions] == [fixer.name]
    assert found in ("", text)


@pytest.mark.parametrize("fixer", registry(), ids=lambda fixer: fixer.name)
def test_what_it_says(fixer: Fixer) -> None:
    """Each fixer says with examples what it fixes, asks or tells."""
    said = type(fixer).__doc__ or ""
    assert any(word in said for word in ("Fixed: ", "Asked: ", "Told: "))


def test_all_are_found() -> None:
    """A new file is enough to add a fixer, and their order is that of the work."""
    names = [fixer.name for fixer in registry()]
    assert len(names) == len(set(names)) == 22
    assert names.index("characters") < names.index("names") < names.index("organisations") < names.index("sectors")
    assert names[-2:] == ["duplicates", "knows"]
