"""``init``: start a scenario folder."""

from __future__ import annotations

import click

from cohortplan.cli.output import say


@click.command("init")
@click.argument("folder", metavar="DIR")
def command(folder: str) -> None:
    """Start a scenario folder: a small programme that can be solved at once, to be replaced by yours.

    Files that are already there are never changed.
    """
    from cohortplan.io import write_starter

    for path in write_starter(folder):
        say(str(path))
    say(f"Edit these, then run `cohortplan check {folder}`.")
