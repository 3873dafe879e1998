"""``import``: messy spreadsheets become the tables of a scenario."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import day_option, json_option
from cohortplan.cli.output import Table, count, emit, note, paragraph, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohortplan.io.messy import Choices, Import

#: Most lines of one kind that are printed; the account has all.
_MOST = 20


@click.command("import")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The scenario's folder.")
@click.option(
    "--dry-run", is_flag=True, help="Say what would be done, and write nothing; without -o this is so anyway."
)
@click.option(
    "--yes", "trusting", is_flag=True, help="Take unsure columns for what they are likest to, and ask nothing."
)
@click.option("--replace", "replacing", is_flag=True, help="Write tables that are there already anew.")
@day_option("Which day it is: dates without a year are about the time from then on.  [default: the day it is]")
@json_option
def command(paths: tuple[Path, ...], folder: Path | None, day: date | None, as_json: bool, **options: Any) -> None:
    """Make the tables of a scenario out of spreadsheets as people keep them: csv, tsv, text, xlsx, ods.

    What the columns are is guessed, what can be mended is mended, and what cannot is asked: here if you sit at a
    terminal, else in import.toml in DIR, to be answered there before the command is run again. Rows that wait for an
    answer are not in the tables yet. import-report.csv has every row and every change. scenario.toml and rounds.csv are
    only written where there are none.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.io.messy import FILE, Choices, import_grids, read_choices, read_files, write_import
    from cohortplan.io.several import finish
    from cohortplan.io.workbook import is_workbook

    if folder is not None and is_workbook(folder):
        remedy = "Name a folder; `cohortplan convert` then makes a workbook of it"
        raise InputError([Defect("an import makes a folder", remedy, file=str(folder))])
    grids = read_files(paths)
    if folder is not None and folder.is_dir():
        finish(folder)
    known = Choices() if folder is None else read_choices(folder / FILE)
    today = day or date.today()  # noqa: DTZ011 - theirs

    def run(choices: Choices) -> Import:
        return import_grids(grids, folder, today, choices, trusting=options["trusting"])

    result = run(known)
    if at_terminal() and not (options["trusting"] or as_json):
        known = _confirmed(result, known)
        result = run(known)
        known = _answered(result, known)
        result = run(known)
    done = []
    if folder is not None and not options["dry_run"]:
        done = write_import(result, folder, replacing=options["replacing"])
    peopled = folder if any(path.name == "participants.csv" for path, _ in done) else None
    if as_json:
        if peopled is not None:
            _seal_again(peopled, telling=False)
        emit(_as_json(result, done))
        return
    _tell(result)
    for path, what in done:
        note(f"{path}: {what}")
    if peopled is not None:
        _seal_again(peopled)
    _tell_what_next(result, folder if done else None)


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _confirmed(result: Import, known: Choices) -> Choices:
    """Show what the columns were taken for, and let that be mended."""
    from cohortplan.io.messy import KEEP, SKIP, TABLES
    from cohortplan.io.messy.fields import names

    columns = {name: dict(each) for name, each in known.chosen.columns.items()}
    for laid in (each for each in result.laid if each.table in TABLES):
        rows = [
            [column.heading, column.field, column.guess if column.guess != column.field else ""]
            for column in laid.columns
        ]
        Table(f"{laid.grid.name}: {laid.table}", ["column", "taken for", "perhaps"], rows).show()
        mine = columns.setdefault(laid.grid.name, {})
        every = not click.confirm("Are these right?", default=True)
        for column in laid.columns:
            mine[column.heading] = column.field
            if every or column.unsure:
                valid = click.Choice([*names(laid.table), KEEP, SKIP])
                default = column.guess if column.unsure else column.field
                answer = click.prompt(f"  {column.heading}", type=valid, show_choices=False, default=default)
                mine[column.heading] = str(answer)
    return replace(known, chosen=replace(known.chosen, columns=columns))


def _answered(result: Import, known: Choices) -> Choices:
    """Ask what is open; an empty answer leaves it for later."""
    answers = dict(known.answers)
    if result.questions:
        say(f"{count(len(result.questions), 'question')}; press Enter to leave one for later.")
    for question in result.questions:
        choices = f" [{'/'.join(question.choices)}]" if question.choices else ""
        paragraph(str(question))
        answer = str(click.prompt(f" {choices}", default="", show_default=False)).strip()
        if answer:
            answers[question.id] = answer
    return replace(known, answers=answers)


def _as_json(result: Import, done: Iterable[tuple[Path, str]]) -> dict[str, Any]:
    return {
        "sheets": [
            {
                "sheet": laid.grid.name,
                "table": laid.table,
                "header": laid.header or None,
                "columns": {column.heading: column.field for column in laid.columns},
            }
            for laid in result.laid
        ],
        "rows": [
            {"sheet": each.sheet, "row": each.row, "table": each.table, "fate": each.fate.value, "why": each.why}
            for each in result.work.entries
        ],
        "cells": [
            {"what": each.what, "step": each.step, "sheet": each.sheet, "row": each.row, "column": each.column}
            | {"before": each.before, "after": each.after, "why": each.why}
            for each in result.work.events
        ],
        "questions": [
            {
                "id": each.id,
                "where": each.place,
                "question": each.text,
                "found": each.value,
                "choices": each.choices,
                "blocks": each.blocks,
            }
            for each in result.questions
        ],
        "gone": result.gone,
        "files": {str(path): what for path, what in done},
    }


def _tell(result: Import) -> None:
    from cohortplan.io.messy import TABLES

    for laid in result.laid:
        if laid.table not in TABLES:
            say(f"{laid.grid.name}: set aside, {laid.why}.")
            continue
        kept = [column.heading for column in laid.columns if column.field == "keep"]
        also = f"; kept as they are: {', '.join(kept)}" if kept else ""
        paragraph(f"{laid.grid.name}: {laid.table}, {count(len(laid.columns), 'column')}{also}.", "  ")
    for table in TABLES:
        fates = result.fates(table)
        if fates:
            parts = ", ".join(f"{number} {fate.value}" for fate, number in sorted(fates.items()))
            say(f"{table}: {count(fates.total(), 'row')}, {parts}.")
    steps: dict[str, list[int]] = {}
    for event in result.work.events:
        numbers = steps.setdefault(event.step, [0, 0, 0])
        numbers[("fixed", "asked", "told").index(event.what)] += 1
    rows: list[list[str | int]] = [[step, *numbers] for step, numbers in steps.items() if step != "columns"]
    if rows:
        Table("", ["step", "fixed", "asked", "told"], rows).show()
    for name, those in result.gone.items():
        more = f" and {len(those) - _MOST} more" if len(those) > _MOST else ""
        paragraph(f"No longer in {name}, as no row that is kept is theirs: {', '.join(those[:_MOST])}{more}.", "  ")


def _seal_again(folder: Path, *, telling: bool = True) -> None:
    """Move private facts that the sheets have out of participants.csv again, where they had been moved before."""
    from cohortplan.cli.commands.seal import tell
    from cohortplan.errors import InputError
    from cohortplan.io import read_scenario
    from cohortplan.io.privacy.sealing import is_sealed, seal

    try:
        if is_sealed(folder):
            sealed = seal(folder, read_scenario(folder))
            if telling:
                tell(sealed)
    except InputError:
        note("Private facts were sealed, and participants.csv may have some again, as the scenario cannot be read.")
        note(f"Mend what `cohortplan check {folder}` names, then run `cohortplan seal {folder}`.")


def _tell_what_next(result: Import, folder: Path | None) -> None:
    from cohortplan.io.messy import FILE

    for laid in result.laid:
        for column in (each for each in laid.columns if each.unsure):
            ask = f"{laid.grid.name}, column {column.heading}: is this {column.guess!r}?"
            paragraph(f"{ask} It is kept as it is until you say so in {FILE}, or add --yes.", "  ")
    questions: Sequence[Any] = result.questions
    if questions:
        say(f"{count(len(questions), 'question')}:")
    for question in questions[:_MOST]:
        waits = " (the row waits)" if question.blocks else ""
        paragraph(f"  {question}{waits}", "    ")
    if len(questions) > _MOST:
        say(f"  and {len(questions) - _MOST} more")
    if folder is None:
        say("Nothing is written. Name the scenario's folder with -o to write it.")
    elif questions:
        say(f"Answer them in {folder / FILE}, and run the command again.")
    elif not (folder / "participants.csv").exists():
        say("There are no people yet: import those, too.")
    else:
        say(f"Now run `cohortplan check {folder}`.")
