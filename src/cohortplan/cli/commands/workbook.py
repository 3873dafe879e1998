"""``workbook``: write a plan as a workbook to look at, print and edit."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.inputs import load_plan, load_scenario, must_be_writable, plan_argument, scenario_argument
from cohortplan.cli.output import say


@click.command("workbook")
@scenario_argument
@plan_argument
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    required=True,
    help="The workbook (.xlsx) to write.",
)
@click.option("--replace", is_flag=True, help="Overwrite what is there, even if somebody edited it.")
def command(scenario_path: str, plan_path: str, target: Path, *, replace: bool) -> None:
    """Write a plan as a workbook: sets round by round, timetable, hosts, people, who meets whom, and what it breaks.

    Move names from set to set, change hosts and times, save, and give the workbook as PLAN to `check`, `score`,
    `improve`, `replan` or any other command. It is for those who run the programme, and has nothing that is sealed.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.io import write_bytes
    from cohortplan.io.workbook import is_workbook
    from cohortplan.io.workbook.plans import must_hold_no_edits, plan_workbook
    from cohortplan.io.workbook.store import must_hold_no_scenario

    if not is_workbook(target):
        raise InputError([Defect("a workbook ends in .xlsx", "Name it so", file=str(target))])
    must_be_writable(target, plan=False)
    must_hold_no_scenario(target)
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    if not replace:
        must_hold_no_edits(target, plan)
    write_bytes(target, plan_workbook(scenario, plan))
    say(f"Written to {target}.")
