"""Arguments and options that several of the laboratory's commands take."""

from __future__ import annotations

from pathlib import Path

import click

#: A path, as Python has it.
PATH = click.Path(path_type=Path)

suite_argument = click.argument("suite", metavar="SUITE", type=PATH)
folder_argument = click.argument("folder", metavar="FOLDER", type=PATH)
folder_option = click.option("-o", "--output", "folder", metavar="FOLDER", type=PATH, required=True, help="The run.")
instances_option = click.option(
    "--instances",
    metavar="DIR",
    type=PATH,
    default=Path("instances"),
    show_default=True,
    help="Folder of public instances, which suites call {instances}.",
)
longest_option = click.option(
    "--longest",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="End a contestant that takes longer.  [default: 300 s beyond three times its seconds; never by iterations]",
)
