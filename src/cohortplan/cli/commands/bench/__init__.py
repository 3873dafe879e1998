"""``bench``: the laboratory. Each subcommand is a file of this folder, found by itself and loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import click


class Bench(click.Group):
    """The subcommands: ``command`` of each file here whose name does not begin with an underscore."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the files, as one types them."""
        del ctx
        return sorted(each.name.replace("_", "-") for each in iter_modules(__path__) if each.name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand, None if there is none of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        return found


@click.command("bench", cls=Bench)
def command() -> None:
    """Make instances, solve them many times over, and say what came of it."""
