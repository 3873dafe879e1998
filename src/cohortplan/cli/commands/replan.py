"""``replan``: take in what has changed, and change as little else as can be."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, must_be_writable, plan_argument, scenario_argument
from cohortplan.cli.output import emit
from cohortplan.cli.searching import searched
from cohortplan.cli.views_of_changes import advise, document, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortplan.living.policy import Replanned
    from cohortplan.model.changes import Soften

#: The exit code of a plan that breaks a rule by permission.
RELAXED = 4


def _day(ctx: click.Context, param: click.Parameter, value: datetime | None) -> date | None:
    del ctx, param
    return None if value is None else value.date()


@click.command("replan")
@scenario_argument
@plan_argument
@click.option(
    "--changes",
    "changes_path",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What has changed.  [default: only what the folder says by now]",
)
@click.option("-o", "--output", metavar="PLAN", type=click.Path(path_type=Path), help="File for the new plan.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="What begins before stays as it is.  [default: the day of the last change, or today]",
)
@click.option(
    "--freeze", type=click.IntRange(0, 3650), default=0, help="So many days from today on stay as well, if they can."
)
@click.option(
    "--notice", type=click.IntRange(0, 3650), default=0, help="People are to be told so many days before, if possible."
)
@click.option(
    "--price",
    type=click.IntRange(0, 1_000_000),
    help="What one change for one person weighs beside the soft cost.  [default: the fewest changes come first]",
)
@click.option("--budget", type=click.IntRange(0), help="Take no plan that changes more than so much for people.")
@click.option("--relax", is_flag=True, help="Take a plan that breaks rules, as little as can be, if none keeps them.")
@click.option("--record", is_flag=True, help="Add the changes to changes.toml of the scenario, of which it is a part.")
@click.option("--all", "everything", is_flag=True, help="Print what changes for everybody, however much it is.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=18.0, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    changes_path: Path | None,
    output: Path | None,
    today: date | None,
    freeze: int,
    notice: int,
    price: int | None,
    budget: int | None,
    relax: bool,
    record: bool,
    everything: bool,
    seconds: float,
    seed: int,
    as_json: bool,
) -> int:
    """Take in what has changed, and change as little else as can be.

    PLAN is the plan that people were told. What is past stays to the letter; hosts and people are told of as few other
    changes as can be, and where there is a choice the plan is as good as it can be. Exit codes: 3 if no plan keeps
    every hard rule (--relax takes one that breaks them least, with exit code 4), 5 if none was found.
    """
    from cohortplan.io import read_plan
    from cohortplan.io.changes import read_changes
    from cohortplan.living.notes import notes
    from cohortplan.living.policy import Policy
    from cohortplan.living.replan import replan
    from cohortplan.living.softening import taken_in
    from cohortplan.solvers.base import Stop

    if output is not None:
        must_be_writable(output)
    scenario, former = load_scenario(scenario_path), read_plan(Path(plan_path))
    changes = () if changes_path is None else read_changes(changes_path).changes
    days = [*(change.known for change in changes), *([scenario.changed_on] if scenario.changed_on else [])]
    day = today or max(days, default=date.today())  # noqa: DTZ011 - the organiser's own day
    now, softened = taken_in(scenario, changes, day)
    policy = Policy(day, freeze, notice, price, budget)
    found = searched(now, lambda ready: replan(now, former, policy, stop=Stop(seconds), seed=seed, board_ready=ready))
    told = [] if found.plan is None else notes(now, former, found.plan)
    code = _verdict(found, budget, relax=relax)
    if code in (0, RELAXED) and found.plan is not None and output is not None:
        _write(Path(scenario_path), found, output, changes_path if record else None, softened, day)
    if as_json:
        emit(document(found, softened, told))
    else:
        tell(now, found, softened, told, everything=everything)
        advise(found, budget, output, relax=relax, recorded=record or not changes)
    return code


def _verdict(found: Replanned, budget: int | None, *, relax: bool) -> int:
    from cohortplan.errors import InfeasibleError, NoPlanError

    if found.plan is None:
        return NoPlanError.exit_code
    if budget is not None and found.changes > budget:
        return InfeasibleError.exit_code
    if found.broken:
        return RELAXED if relax else InfeasibleError.exit_code
    return 0


def _write(
    source: Path, found: Replanned, output: Path, changes: Path | None, softened: Sequence[Soften], today: date
) -> None:
    """Write the plan, and what it rests on into the scenario's folder."""
    from cohortplan.io import write_plan
    from cohortplan.io.changes import record_changes, record_softened

    if found.plan is None:
        return
    write_plan(output, found.plan)
    folder = source.parent if source.suffix.lower() == ".toml" else source
    if changes is not None:
        record_changes(folder, changes)
        record_softened(folder, [*softened, *found.waivers(today)])
