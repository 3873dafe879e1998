"""``convert``: turn a scenario folder into a workbook, or a workbook into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.inputs import scenario_argument
from cohortplan.cli.output import say


@click.command("convert")
@scenario_argument
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
def command(scenario_path: str, target: Path) -> None:
    """Turn a scenario folder into a workbook (TARGET ends in .xlsx), or a workbook into a folder.

    Each file becomes a sheet: settings, participants, hosts, rounds and so on. From folder to workbook and back every
    table is the same, byte for byte, and so is the scenario. Nothing that is there is overwritten. A workbook is
    accepted wherever a scenario is.
    """
    from cohortplan.io.folder import open_store
    from cohortplan.io.workbook.scenario import convert

    for place in convert(open_store(scenario_path), target):
        say(place)
