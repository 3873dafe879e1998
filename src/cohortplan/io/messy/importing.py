"""The one door: messy sheets in, the tables of a scenario and the account of every row out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cohortplan.errors import Defect, InputError
from cohortplan.io.findings import Findings
from cohortplan.io.grids import Grid, read_grids
from cohortplan.io.messy import choices as kept
from cohortplan.io.messy.choices import Choices
from cohortplan.io.messy.entries import Fate
from cohortplan.io.messy.fields import HOSTS, PEOPLE, SKIP
from cohortplan.io.messy.fixer import registry
from cohortplan.io.messy.fixers.sectors import sector_names
from cohortplan.io.messy.layout import Laid, lay_out, parted
from cohortplan.io.messy.outcome import account, identify, tables
from cohortplan.io.messy.scaffold import scaffold
from cohortplan.io.messy.work import Event, Question, Setting, Work
from cohortplan.io.outputs import write_folder
from cohortplan.io.toml import read_toml

#: The account of an import, beside the tables.
ACCOUNT = "import-report.csv"
#: Sheets that workbooks which cohortplan writes have.
_SCENARIO, _PLAN = {"settings", "participants", "rounds"}, {"sets", "timetable", "people", "about"}
_SCAFFOLD = ("scenario.toml", "rounds.csv")
#: The file that has what of sheets is kept, by table.
_HOLDING = {PEOPLE: "participants.csv", HOSTS: "hosts.csv"}
#: The step that tells who is no longer there.
GONE = "gone"


@dataclass(frozen=True)
class Import:
    """What an import gives.

    Attributes
    ----------
    laid : tuple of Laid
        The sheets and their columns.
    work : Work
        The rows, what was done with them, and what is asked.
    files : mapping of str to str
        The files of the scenario's folder, by name.
    known : Choices
        What was known before.
    """

    laid: tuple[Laid, ...]
    work: Work
    files: Mapping[str, str]
    known: Choices

    @property
    def questions(self) -> list[Question]:
        """The questions that are open."""
        return self.work.open_questions

    @property
    def gone(self) -> dict[str, list[str]]:
        """Who is in a table that is there and will not be any more, by the name of its file."""
        found: dict[str, list[str]] = {}
        for event in self.work.events:
            if event.step == GONE:
                found.setdefault(event.sheet, []).append(event.before)
        return found

    def fates(self, table: str) -> Counter[Fate]:
        """Count what became of the rows of a table; "" for rows of none."""
        return Counter(entry.fate for entry in self.work.entries if entry.table == table)


def read_files(paths: Iterable[str | Path]) -> list[Grid]:
    """Read the sheets of all files; each is called by its file's name, with its folder where two have one name.

    Raises
    ------
    InputError
        If some cannot be read, or are workbooks of scenarios or plans; it carries why of each.
    """
    files = list(map(Path, paths))
    names = Counter(path.name for path in files)
    grids: list[Grid] = []
    defects: list[Defect] = []
    for path in dict.fromkeys(files):
        try:
            found = read_grids(path, file=path.name if names[path.name] == 1 else str(path))
            must_be_messy(path, {grid.sheet.strip().casefold() for grid in found})
            grids.extend(found)
        except InputError as error:
            defects.extend(error.defects)
    if defects:
        raise InputError(defects)
    return grids


def must_be_messy(path: Path, sheets: Collection[str]) -> None:
    """Make sure that a workbook is not one that cohortplan wrote, which would be taken for something else.

    Raises
    ------
    InputError
        If it is that of a scenario or of a plan.
    """
    remedy = "Use it as it is: it is taken wherever a {} is; `cohortplan convert` makes {} of it"
    for what, made, needed in (("scenario", "a folder", _SCENARIO), ("plan", "a plan file", _PLAN)):
        if needed <= set(sheets):
            raise InputError([Defect(f"this is the workbook of a {what}", remedy.format(what, made), file=str(path))])


def import_grids(
    grids: Iterable[Grid], folder: Path | None, today: date, known: Choices, *, trusting: bool = False
) -> Import:
    """Make the tables of a scenario out of sheets.

    Parameters
    ----------
    folder : Path or None
        Where they will be written: a scenario that is there says when it is and what its sectors are called.
    known : Choices
        What was said of columns, and answered.
    trusting : bool
        Whether what columns might be is taken for what they are.

    Raises
    ------
    InputError
        If no sheet has a table of people or hosts.
    """
    laid = tuple(lay_out(part, known.chosen, trusting=trusting) for grid in grids for part in parted(grid))
    if all(each.table == SKIP for each in laid):
        remedy = "Begin it with a row of headings such as name, organisation, sector, email"
        raise InputError(Defect("no table of people or hosts is found", remedy, file=each.grid.name) for each in laid)
    setting = replace(_setting(folder, today), answers=known.answers)
    work = Work([entry for each in laid for entry in each.entries], setting)
    _tell_of_columns(laid, work)
    for fixer in registry():
        work.step = fixer.name
        fixer.work(work)
    work.step = "ids"
    ids = identify(work, known.ids)
    files = tables(work.entries, known.files)
    work.events.extend(_gone(folder, work))
    people, hosts = (
        [entry for entry in work.entries if entry.table == table and entry.fate is Fate.KEPT]
        for table in (PEOPLE, HOSTS)
    )
    if people:
        files |= scaffold(setting, people, hosts)
    files[kept.FILE] = kept.written(laid, work.questions, ids, files, known)
    files[ACCOUNT] = account(work.entries, work.events)
    return Import(laid, work, files, known)


def _tell_of_columns(laid: Iterable[Laid], work: Work) -> None:
    """Put into the account what each column was taken for, and ask what it might be."""
    work.step = "columns"
    for each in laid:
        for note in each.grid.notes:
            work.events.append(Event("told", "columns", each.grid.name, None, "", "", "", note))
        for column in each.columns:
            why = (
                f"the column is perhaps {column.guess!r}: say so in {kept.FILE}"
                if column.unsure
                else "what the column is"
            )
            why += "; it is hidden" if column.hidden else ""
            what, after = "asked" if column.unsure else "told", column.field
            work.events.append(Event(what, "columns", each.grid.name, each.header, column.heading, "", after, why))


def _gone(folder: Path | None, work: Work) -> Iterator[Event]:
    """Tell of everyone whom the tables that are there have, and no row that is kept."""
    for table, name in _HOLDING.items():
        kept_ids = {
            entry.get("id").casefold() for entry in work.entries if (entry.table, entry.fate) == (table, Fate.KEPT)
        }
        if folder is None or not kept_ids:
            continue
        with (
            suppress(OSError, UnicodeDecodeError, csv.Error),
            (folder / name).open(encoding="utf-8", newline="") as file,
        ):
            for row in csv.DictReader(file):
                found = row.get("id") or ""
                if found and found.casefold() not in kept_ids:
                    why = "was in the table, and no row that is kept is theirs"
                    yield Event("told", GONE, name, None, "", row.get("name") or found, "", why)


def _setting(folder: Path | None, today: date) -> Setting:
    """Return when the programme is and what its sectors are called: as the folder says, else from next month on."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    setting = Setting(today, first, first + timedelta(days=300))
    path = None if folder is None else folder / "scenario.toml"
    toml = read_toml(path, str(path), Findings()) if path is not None and path.exists() else None
    if toml is None:
        return setting
    programme, attributes = (_part(toml.data, name) for name in ("programme", "attributes"))
    starts, ends = programme.get("starts"), programme.get("ends")
    if isinstance(starts, date) and isinstance(ends, date):
        setting = replace(setting, first=starts, last=ends)
    return replace(setting, sectors=sector_names(attributes.get("sector"), setting.sectors))


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def write_import(result: Import, folder: Path, *, replacing: bool = False) -> list[tuple[Path, str]]:
    """Write the files of an import, and return them with what was done: written, replaced, unchanged or left.

    A file that is as an earlier import wrote it is renewed, and so are the account and ``import.toml``. The programme
    and its rounds are left if somebody edited them.

    Raises
    ------
    InputError
        If tables are there that somebody edited, and are not to be replaced, or if a file cannot be written; nothing
        is then changed.
    """
    done = []
    defects = []
    for name, content in result.files.items():
        path = folder / name
        what = _what(
            path, content, result.known.files.get(name, ""), replacing=replacing or name in (ACCOUNT, kept.FILE)
        )
        if what == "refused":
            remedy = "Add --replace to write it anew, or name another folder"
            defects.append(
                Defect(
                    "the file is there already, and was not written by an import, or edited since",
                    remedy,
                    file=str(path),
                )
            )
        done.append((path, what))
    if defects:
        raise InputError(defects)
    write_folder(folder, {path.name: result.files[path.name] for path, what in done if what in ("written", "replaced")})
    return done


def _what(path: Path, content: str, earlier: str, *, replacing: bool) -> str:
    """Say what becomes of a file, of which an earlier import may have noted what it wrote."""
    if not path.exists():
        return "written"
    with suppress(OSError, UnicodeDecodeError):
        found = path.read_text(encoding="utf-8")
        if found == content:
            return "unchanged"
        if kept.digest(found) == earlier:
            return "replaced"
    if path.name in _SCAFFOLD:
        return "left"
    return "replaced" if replacing else "refused"
