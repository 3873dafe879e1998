"""The menu of commands, and `main`, which runs one of them and turns what happens into an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from cohortplan.cli.failures import explain, silence

#: What each command does, in the order of the work; ``cohortplan.cli.commands.<name>`` is loaded when it is used.
COMMANDS = {
    "shape": "Advise on set sizes and rounds before anyone is recruited.",
    "init": "Start a scenario folder, or a workbook, to fill in.",
    "convert": "Turn a scenario folder into a workbook, and back.",
    "import": "Make the tables of a scenario out of messy spreadsheets.",
    "check": "Find everything wrong with a scenario, or with a plan of it.",
    "solve": "Decide the learning sets, their hosts and the times.",
    "move": "Tell what it means to move somebody, or a visit, and do so.",
    "swap": "Tell what it means if two people or visits swap, and do so.",
    "board": "Try out changes of a plan in the browser.",
    "improve": "Make a plan better, starting from it.",
    "alternatives": "Look for plans that are as good, and different.",
    "lock": "Keep seats and visits of a plan, or list what is kept.",
    "unlock": "Let seats and visits be decided anew.",
    "rota": "Share out the duties of a plan whose sets were edited.",
    "score": "Measure a plan: every rule, every figure.",
    "simulate": "Say what is left of a plan when people stay away.",
    "network": "Measure who knows whom, before a programme and after it.",
    "show": "Show a plan's sets, times, duties, or somebody's year.",
    "why": "Say why somebody sits in a set, or a host is visited.",
    "why-not": "Say why two people never meet.",
    "price": "Say what each rule, lock and closure costs.",
    "resilience": "Lose each host and person in turn, and plan anew.",
    "workbook": "Write a plan as a workbook to look at, print and edit.",
    "report": "Write a plan as one page to read, show and print.",
    "docs": "Write what people print: day sheets, timetables, badges.",
    "picture": "Draw a plan and its contact map on one page.",
    "ics": "Write a calendar for every participant, set and host.",
    "busy": "Find out from calendars when people and hosts have no time.",
    "publish": "Tell everyone what a plan changes in their calendar.",
    "feeds": "Write calendars to subscribe to, of what was published.",
    "replan": "Take in what has changed, and change as little else as can be.",
    "replies": "Take in the answers to invitations, and say what follows.",
    "ledger": "Show what was told to whom, and what they answered.",
    "ical": "Check calendars and invitations against the standards.",
    "attend": "Record who was there, as far as the plan had them.",
    "confirm": "Record who says that they met whom.",
    "history": "Tell what came of a plan, and hand it on to the next cohort.",
    "bookings": "Tell another cohort what a plan takes of the hosts they share.",
    "privacy": "Show who sees which facts, and when they are to go.",
    "seal": "Move private facts out of the sheet of people.",
    "purge": "Take out the facts whose time is over.",
    "sar": "Tell somebody all that is held on them.",
    "share": "Make an anonymous instance of a scenario for researchers.",
    "bounds": "Say what no plan can reach, and why.",
    "bench": "Make instances, solve them many times, and compare.",
    "rules": "List the rules a scenario may use.",
}


class Menu(click.Group):
    """The commands, each imported only when it is used, so that help is quick."""

    def __init__(self, **settings: Any) -> None:
        entries = {name: click.Command(name, short_help=summary) for name, summary in COMMANDS.items()}
        super().__init__(commands=entries, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, None if there is none of this name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cohortplan.cli.commands.{_module(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _module(command: str) -> str:
    """Return the module of a command; a word of Python's own is followed by an underscore."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    del param
    if wanted:
        from importlib.metadata import version

        click.echo(f"cohortplan {version('cohortplan')}")
        ctx.exit()


_EXIT_CODES = (
    "Exit codes: 0 done, 1 internal error, or errors among the units of bench run, 2 bad input, 3 proved that there is "
    "no plan, 4 a plan that breaks a rule by permission, 5 time ran out with no plan."
)


@click.command(cls=Menu, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXIT_CODES)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show the version."
)
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def menu(debug: bool) -> None:
    """Plan a cross-sector programme: learning sets, host visits and calendars, decided together.

    SCENARIO is a folder with scenario.toml, participants.csv, hosts.csv and rounds.csv, a .toml file in one, or a
    workbook (.xlsx) with a sheet for each; "#3" at its end means its first three rounds only. Classic instances are
    scenarios too, such as "sgp:8-4-9".
    """
    del debug


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    args : sequence of str, optional
        What was typed after the program's name; ``sys.argv[1:]`` unless given.

    Returns
    -------
    int
        The exit code.
    """
    typed = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = _run(typed)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - here every error becomes a sentence and a code
        return explain(error, as_json="--json" in typed, debug="--debug" in typed)
    return code


def _run(typed: list[str]) -> int:
    instruction = os.environ.get("_COHORTPLAN_COMPLETE")
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(menu, {}, "cohortplan", "_COHORTPLAN_COMPLETE", instruction)
    try:
        with menu.make_context("cohortplan", [*typed]) as context:
            return int(menu.invoke(context) or 0)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
