"""Spreadsheets that were damaged: ``python -m benchmarks.spreadsheets [--count 2000] [--seed 1] [FILE...]``.

Each file is damaged in its bytes, in the parts of its archive, or in its cells, and then imported. What comes of it is
tables and an account, or a list of defects: never a traceback, and never a wait.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from cohortplan.errors import InputError
from cohortplan.io import read_scenario
from cohortplan.io.grids.opendocument import is_opendocument
from cohortplan.io.messy import PEOPLE, Choices, import_grids, read_files, write_import
from cohortplan.io.messy.entries import Fate

#: What readers stumble over, in cells and in files.
PIECES = (
    "", " ", "\0", "\n", '"', ",", ";", "=1+1", "=HYPERLINK(\"x\")", "@x", "+44", "-", "\u202e", "\u200b", "\ufeff",
    "\u0663", "²²²²²", "99999", "1e999", "nan", "-9223372036854775808", "9" * 400, "x" * 3000,
    "31/2/2026", "0/0/0", "12-20 Feb",
    "w/c", "not", "pm", "25:61", "6-", "(", "née", "TBC", "total", "Name", "Organisation", "a@b",
    "a@b.example; c@d.example", "<c/>", "&amp;", "]]>", "</row>", '<row r="1048576">', 'r="XFD1048576"', 's="999"',
    't="s"', "<f>A1</f>", "#REF!",
)  # fmt: skip
TODAY = date(2026, 8, 20)


class Outcome(NamedTuple):
    """What came of one damaged file, and how many seconds of the processor it took."""

    kind: str
    what: str
    seconds: float


def damage_bytes(content: bytes, random: Random) -> bytes:
    """Replace, remove or repeat some stretches of a file."""
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(content) + 1)
        end = min(len(content), start + random.choice((0, 1, 2, 8, 64, 512)))
        piece = random.choice(
            (random.randbytes(random.randint(0, 9)), random.choice(PIECES).encode(), content[start:end] * 3)
        )
        content = content[:start] + piece + content[end:]
    return content


def damage_parts(content: bytes, random: Random) -> bytes:
    """Damage the parts of a workbook, each as bytes, and pack them again."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return damage_bytes(content, random)
    for name in random.sample(sorted(parts), k=random.randint(1, 2)):
        if random.random() < 0.1:
            del parts[name]
        else:
            parts[name] = damage_bytes(parts[name], random)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def damage_cells(content: bytes, random: Random) -> bytes:
    """Put odd texts into cells of a workbook, or of a table of text."""
    if is_opendocument(content):
        return damage_parts(content, random)
    if content.startswith(b"PK"):
        return damage_sheets(content, random)
    rows = list(csv.reader(StringIO(content.decode("cp1252")), delimiter=";"))
    for _ in range(random.randint(1, 12)):
        row = random.choice(rows)
        if row:
            cell = random.randrange(len(row))
            row[cell] = odd(row[cell], random)
    if random.random() < 0.1:
        random.shuffle(rows)
    target = StringIO()
    csv.writer(target, delimiter=";").writerows(rows)
    return target.getvalue().encode("utf-8", "surrogatepass")


def damage_sheets(content: bytes, random: Random) -> bytes:
    """Put odd texts into cells of a workbook, and merge, hide and move some."""
    book = load_workbook(BytesIO(content))
    for _ in range(random.randint(1, 12)):
        sheet = random.choice(book.worksheets)
        row, column = random.randint(1, sheet.max_row + 1), random.randint(1, sheet.max_column + 1)
        with suppress(IllegalCharacterError, AttributeError, ValueError):  # some texts, and parts of merged ranges
            sheet.cell(row, column).value = odd(str(sheet.cell(row, column).value or ""), random)
    sheet = random.choice(book.worksheets)
    random.choice((
        lambda: sheet.insert_rows(random.randint(1, 3)),
        lambda: sheet.insert_cols(random.randint(1, 3)),
        lambda: sheet.merge_cells(f"A1:{random.choice('ABCDEFGH')}{random.randint(1, 4)}"),
        lambda: setattr(sheet, "sheet_state", "hidden") if len(book.worksheets) > 1 else None,
        lambda: None,
    ))()  # fmt: skip
    target = BytesIO()
    try:
        book.save(target)
    except AttributeError:  # some texts, which the library takes for formulas, it cannot write
        return damage_parts(content, random)
    return target.getvalue()


def odd(text: str, random: Random) -> str:
    """Return an odd text in place of another, or made of it."""
    piece = random.choice(PIECES)
    return random.choice((piece, text + piece, piece + text, piece * 2))


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (damage_bytes, damage_parts, damage_cells)


def outcome(content: bytes, name: str, folder: Path) -> Outcome:
    """Import one damaged file; what is neither tables nor defects is an exception."""
    path = folder / name
    path.write_bytes(content)
    started = time.process_time()
    try:
        found = import_grids(read_files([path]), None, TODAY, Choices())
    except InputError as error:
        text = str(error.defects[0].message).partition("(")[0].strip()
        return Outcome("refused", text, time.process_time() - started)
    spent = time.process_time() - started
    if sum(1 for laid in found.laid for _ in laid.grid.filled()) != len(found.work.entries):
        return Outcome("lost", "a row", spent)
    if found.fates(PEOPLE)[Fate.KEPT]:
        with tempfile.TemporaryDirectory() as target:
            write_import(found, Path(target))
            try:
                read_scenario(target)
            except InputError as error:
                return Outcome("objected", str(error.defects[0]), spent)
    return Outcome("imported", "", spent)


def run(files: dict[str, bytes], count: int, seed: int) -> list[Outcome]:
    """Damage files in turn and import them."""
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            random = Random(seed * 1_000_003 + number)  # noqa: S311 - nothing is kept secret with it
            name = sorted(files)[number % len(files)]
            damaged = random.choice(DAMAGES)(files[name], random)
            outcomes.append(outcome(damaged, name, Path(folder)))
    return outcomes


def main() -> None:
    """Damage as many files as the command line asks for, and print what came of them."""
    parser = ArgumentParser(prog="python -m benchmarks.spreadsheets", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="spreadsheets to damage  [default: the tests' own]")
    parser.add_argument("--count", type=int, default=2_000, help="how many damaged files")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not asked.files:
            from tests.io.messy.fixture import PEOPLE, book

            asked.files = [PEOPLE, book(Path(folder))]
        outcomes = run({path.name: path.read_bytes() for path in asked.files}, asked.count, asked.seed)
    slowest = max(each.seconds for each in outcomes)
    lines = [
        f"{number:6} {kind} {what}" for (kind, what), number in Counter(each[:2] for each in outcomes).most_common()
    ]
    sys.stdout.write("\n".join([*lines, f"{len(outcomes)} files, the slowest took {slowest:.2f} s", ""]))


if __name__ == "__main__":
    main()
