"""Reading what the user names: scenarios and plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cohortplan.cli.output import note

if TYPE_CHECKING:
    from pathlib import Path

    from cohortplan.io.classic import Instance
    from cohortplan.model import Plan, Scenario

Command = TypeVar("Command", bound=Callable[..., Any])

#: The arguments and the flag that most commands share.
scenario_argument = click.argument("scenario_path", metavar="SCENARIO")
plan_argument = click.argument("plan_path", metavar="PLAN")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class _SolverOption(click.Option):
    """Which solver; its help tells those that are installed, which takes a moment to find out."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = f"One of {', '.join(sorted(each.name for each in entry_points(group='cohortplan.solvers')))}."
        return super().get_help_record(ctx)


solver_option = click.option("--solver", metavar="NAME", default="portfolio", show_default=True, cls=_SolverOption)


def day_option(help_text: str) -> Callable[[Command], Command]:
    """Return the option `--today`, which says which day it is."""
    day = click.DateTime(["%Y-%m-%d"])
    return click.option("--today", "day", metavar="DATE", type=day, callback=_only_the_day, help=help_text)


def _only_the_day(ctx: click.Context, param: click.Parameter, moment: datetime | None) -> date | None:
    del ctx, param
    return None if moment is None else moment.date()


def load_scenario(source: str, plan_path: str | None = None) -> Scenario:
    """Read a scenario; `ScenarioError` lists all that is wrong with it.

    Where a source stands for several scenarios, it is the one with as many rounds as the plan at `plan_path` has.
    """
    return load_source(source, plan_path)[0]


def load_source(source: str, plan_path: str | None = None) -> tuple[Scenario, Instance | None]:
    """Read a scenario, and the classic instance it stands for if it does; as for `load_scenario`."""
    from pathlib import Path

    from cohortplan.io import read_instance, read_plan, read_scenario
    from cohortplan.io.classic import Ladder

    instance = read_instance(source)
    if instance is None:
        return read_scenario(source), None
    if plan_path is not None and isinstance(instance, Ladder):
        instance = instance.fitting(read_plan(Path(plan_path)))
    return instance.scenario, instance


def load_plan(scenario: Scenario, path: str) -> Plan:
    """Read a plan, and say so if it was made for something else than `scenario` as it is now."""
    from pathlib import Path

    from cohortplan.io import read_plan

    plan = read_plan(Path(path))
    if plan.scenario.id != scenario.programme.id:
        note(f"Note: {path} was made for {plan.scenario.id}, not for {scenario.programme.id}.")
    elif plan.scenario.sha256 and plan.scenario.sha256 != scenario.sha256:
        note(f"Note: {scenario.programme.id} has changed since {path} was made.")
    return plan


def must_take_files(folder: Path) -> None:
    """Make a folder, unless it is there, and make sure before the work that files can be written into it.

    Raises
    ------
    InputError
        If they cannot.
    """
    from tempfile import TemporaryFile

    from cohortplan.errors import Defect, InputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = f"files cannot be written into this ({error.strerror})"
        raise InputError([Defect(reason, "Name another folder", file=str(folder))]) from error


def must_be_writable(path: Path, *, plan: bool = True) -> None:
    """Make sure, before the work, that its result can be written: a plan, or something else.

    Raises
    ------
    InputError
        If a file cannot be written at `path`.
    """
    from tempfile import TemporaryFile

    from cohortplan.errors import Defect, InputError
    from cohortplan.io.plan import must_be_plan_file

    if plan:
        must_be_plan_file(path)
    if path.is_dir():
        raise InputError([Defect("this is a folder", "Name a file in it", file=str(path))])
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        reason = f"the file cannot be written ({error.strerror})"
        raise InputError([Defect(reason, "Create the folder, or choose another", file=str(path))]) from error
