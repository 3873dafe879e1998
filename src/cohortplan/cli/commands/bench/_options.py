"""Arguments and options that several of the laboratory's commands take."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

#: A path, as Python has it.
PATH = click.Path(path_type=Path)

suite_argument = click.argument("suite", metavar="SUITE", type=PATH)
folder_argument = click.argument("folder", metavar="FOLDER", type=PATH)
folder_option = click.option("-o", "--output", "folder", metavar="FOLDER", type=PATH, required=True, help="The run.")


def _must_be_there(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    """Refuse a folder that was named and is not there: families would leave out its instances and say nothing."""
    if ctx.get_parameter_source(param.name or "") is not ParameterSource.DEFAULT and not value.is_dir():
        raise click.BadParameter(f"there is no folder {str(value)!r}.", ctx, param)
    return value


_instances = partial(
    click.option,
    "--instances",
    metavar="DIR",
    type=PATH,
    default=Path("instances"),
    show_default=True,
    help="Folder of public instances, which suites call {instances}.",
)
instances_option = _instances()
named_instances_option = _instances(callback=_must_be_there)
longest_option = click.option(
    "--longest",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="End a contestant that takes longer.  [default: 300 s beyond three times its seconds; never by iterations]",
)
