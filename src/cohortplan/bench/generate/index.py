"""``index.csv``: the instances in a folder, with what they differ in and what they are like."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from cohortplan.bench.case import Case, Figure
from cohortplan.bench.generate.card import CARD, Card, check, read_card
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
    cards: list[Card] = []
    defects: list[Defect] = []
    for number, (path, digest) in enumerate(_listed(folder), start=2):
        try:
            card = check(path)
        except InputError as error:
            defects += error.defects
            continue
        cards.append(card)
        if digest not in ("", card.sha256):
            message, remedy = "this is not the instance in the folder", "Draw the design anew"
            defects.append(Defect(message, remedy, digest, str(folder / INDEX), number, "sha256"))
    if defects:
        raise InputError(defects)
    return cards


def cases(folder: Path) -> Iterator[Case]:
    """Yield the instance in a folder, or those of its index, as cases of a suite.

    A block of a suite has them by ``family = "cohortplan.bench.generate:cases"``.

    Raises
    ------
    InputError
        If there is none, or a card cannot be used.
    """
    for path, _ in _listed(folder):
        card = read_card(path)
        soft = (
            Figure(name="soft")
            if card.best is None
            else Figure(name="soft", best=card.best.soft, proved=card.best.proved)
        )
        yield Case(name=card.id, source=str(path), group=folder.name, figures=(soft,))


def _listed(folder: Path) -> list[tuple[Path, str]]:
    """Return the folders of instances with their checksums, "" where no index says them.

    Raises
    ------
    InputError
        If there is none.
    """
    if (folder / CARD).exists():
        return [(folder, "")]
    try:
        rows = list(csv.DictReader((folder / INDEX).read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError, csv.Error) as error:
        remedy = "Name a folder that `cohortplan bench generate` wrote"
        raise InputError(
            [Defect(f"there is neither {CARD} nor {INDEX} to be read", remedy, file=str(folder))]
        ) from error
    found = [(folder / row["id"], row.get("sha256") or "") for row in rows if row.get("id")]
    if not found or len(found) < len(rows):
        message, remedy = "some rows name no instance", "Draw the design anew"
        raise InputError([Defect(message, remedy, file=str(folder / INDEX), column="id")])
    return found
