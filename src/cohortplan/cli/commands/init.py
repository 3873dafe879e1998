"""``init``: start a scenario folder, or a workbook."""

from __future__ import annotations

import click

from cohortplan.cli.output import say


@click.command("init")
@click.argument("target", metavar="DIR")
@click.option("--workbook", is_flag=True, help="Write a workbook (.xlsx) to fill in instead of a folder.")
def command(target: str, workbook: bool) -> None:
    """Start a scenario folder: a small programme that can be solved at once, to be replaced by yours.

    With --workbook, DIR is the name of a workbook: a sheet for each table, with drop-downs, a note on every heading and
    examples. Files that are already there are never changed.
    """
    from cohortplan.io import write_starter, write_template

    for path in (write_template(target),) if workbook else write_starter(target):
        say(str(path))
    say(f"Edit {'it' if workbook else 'these'}, then run `cohortplan check {target}`.")
