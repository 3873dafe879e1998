"""``convert``: turn a scenario folder into a workbook, or a workbook into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.output import say


@click.command("convert")
@click.argument("source", metavar="SCENARIO")
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
def command(source: str, target: Path) -> None:
    """Turn a scenario folder into a workbook (TARGET ends in .xlsx), or a workbook into a folder.

    Each file becomes a sheet: settings, participants, hosts, rounds and so on. From folder to workbook and back every
    table is the same, byte for byte, and so is the scenario. Nothing that is there is overwritten. A workbook is
    accepted wherever a scenario is.

    If TARGET ends in .json, the first is the workbook of a plan, and becomes a plan file.
    """
    from cohortplan.io.folder import open_store
    from cohortplan.io.plan import read_plan, write_plan
    from cohortplan.io.workbook.scenario import convert, must_be_free

    if target.suffix.lower() == ".json":
        must_be_free([target])
        write_plan(target, read_plan(source))
        say(str(target))
        return
    for place in convert(open_store(source), target):
        say(place)
