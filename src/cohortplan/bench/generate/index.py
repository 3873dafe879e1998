"""``index.csv``: the instances in a folder, with what they differ in and what they are like."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from cohortplan.bench.generate.card import CARD, Card, check
from cohortplan.bench.generate.tables import table
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_text

INDEX = "index.csv"
_COLUMNS = ("id", "sha256", "difficulty", "best")


def write_index(folder: Path, cards: Iterable[Card]) -> None:
    """Write the index of instances that lie in the folders of their names.

    Factors in which all instances agree are left out; those that are measured, too, are called ``asked_...``.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    listed = list(cards)
    factors = [card.provenance.factors for card in listed]
    varied = [name for name in factors[0] if any(each.get(name) != factors[0][name] for each in factors)]
    figures = list(listed[0].features)
    rows = [
        [
            *(card.id, card.sha256, card.difficulty, "" if card.best is None else card.best.soft),
            *(card.provenance.factors.get(name, "") for name in varied),
            *(card.features[name] for name in figures),
        ]
        for card in listed
    ]
    heading = " ".join([*_COLUMNS, *(f"asked_{name}" if name in figures else name for name in varied), *figures])
    write_text(folder / INDEX, table(heading, rows))


def check_all(folder: Path) -> list[Card]:
    """Make sure that the instance in a folder, or every instance of its index, is whole.

    Raises
    ------
    InputError
        If one is not; it carries all that is wrong.
    """
    if (folder / CARD).exists() or not (folder / INDEX).exists():
        return [check(folder)]
    cards: list[Card] = []
    defects: list[Defect] = []
    with (folder / INDEX).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        name, digest = str(row.get("id")), row.get("sha256")
        try:
            card = check(folder / name)
        except InputError as error:
            defects += error.defects
            continue
        cards.append(card)
        if (card.id, card.sha256) != (name, digest):
            message, remedy = "this is not the instance in the folder", "Draw the design anew"
            defects.append(Defect(message, remedy, digest or "", str(folder / INDEX), number, "sha256"))
    if defects:
        raise InputError(defects)
    return cards
