"""``resilience``: each host and each person lost in turn, and what becomes of the plan."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.commands.why import seed_option
from cohortplan.cli.compiling import compile_first
from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import Table, count, emit, note, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortplan.living.resilience import Recovery
    from cohortplan.model import Scenario

#: What verdicts are called.
_WORDS = {
    "kept": "every hard rule kept",
    "fallen": "a visit falls away",
    "broken": "some rule broken",
    "none": "no plan found",
}


@click.command("resilience")
@scenario_argument
@plan_argument
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When they are lost.  [default: the first day of the plan]",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=6.0, show_default=True, help="For each."
)
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="Folder for the plans.")
@click.option("--workers", type=click.IntRange(min=1), help="Losses planned at a time.  [default: one for each core]")
@seed_option
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    today: datetime | None,
    seconds: float,
    output: Path | None,
    workers: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Lose every single host and participant in turn, and say what becomes of the plan.

    For each there is a plan as near to PLAN as can be, within the notice that hosts need; or the one that breaks least,
    and why. With -o the plans are kept, for the day on which one is needed.
    """
    import os

    from cohortplan.living.policy import Policy
    from cohortplan.living.resilience import losses, recoveries
    from cohortplan.solvers.base import Stop

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    day = today.date() if today else _first_day(scenario)
    number = len(list(losses(scenario, plan, day)))
    crew = workers or os.cpu_count() or 1
    note(f"{count(number, 'loss', 'losses')}, {crew} at a time: up to {number * seconds / crew / 60:.0f} minutes.")
    compile_first(scenario)
    with ProcessPoolExecutor(crew) as pool:
        found = recoveries(scenario, plan, Policy(day), stop=Stop(seconds), seed=seed, crew=pool)
    if output is not None:
        _keep(output, found)
    if as_json:
        emit([each.as_json() for each in found])
    else:
        _tell(scenario, found)


def _first_day(scenario: Scenario) -> date:
    return min([day for each in scenario.rounds for day in each.days], default=scenario.programme.starts)


def _keep(folder: Path, found: Sequence[Recovery]) -> None:
    """Write the plans that were found."""
    from cohortplan.io import write_plan

    folder.mkdir(parents=True, exist_ok=True)
    for each in found:
        if each.plan is not None:
            write_plan(folder / f"without-{each.name}.json", each.plan)


def _tell(scenario: Scenario, found: Sequence[Recovery]) -> None:
    rows: list[list[str | int]] = []
    for each in sorted(found, key=lambda one: (one.kind, one.verdict == "kept", -one.changes, one.name)):
        host, person = scenario.host.get(each.name), scenario.people.get(each.name)
        title = host.name if host is not None else person.name if person is not None else ""
        broken = ", ".join(f"{name} by {amount}" for name, amount in (each.broken or {}).items())
        why = f"{broken}: {each.reason}" if broken else each.reason
        rows.append([each.name, title, _WORDS[each.verdict], each.changes, each.people, why])
    Table("", ["lost", "name", "then", "changes", "people", "what is broken"], rows).show()
    kept = sum(each.verdict == "kept" for each in found)
    say(f"{kept} of {count(len(found), 'loss', 'losses')} leave a plan that keeps every hard rule.")
