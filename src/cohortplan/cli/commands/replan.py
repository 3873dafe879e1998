"""``replan``: take in what has changed, and change as little else as can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import (
    json_option,
    load_plan,
    load_scenario,
    must_be_writable,
    plan_argument,
    scenario_argument,
)
from cohortplan.cli.output import emit
from cohortplan.cli.searching import searched
from cohortplan.cli.views_of_changes import advise, document, explain, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortplan.clash import Clash
    from cohortplan.living.policy import Replanned
    from cohortplan.model import Scenario
    from cohortplan.model.changes import Change, Soften

#: The exit code of a plan that breaks a rule by permission.
RELAXED = 4

#: Seconds in which is looked for what clashes.
_EXPLAINING = 10.0


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
    from cohortplan.evaluate.notes import notes
    from cohortplan.io import write_plan
    from cohortplan.living.policy import Policy
    from cohortplan.living.replan import measured, replan
    from cohortplan.solvers.base import Stop

    if output is not None:
        must_be_writable(output)
    scenario = load_scenario(scenario_path)
    former = load_plan(scenario, plan_path)
    now, softened = _taken_in(scenario, scenario_path, changes_path, today, record=record)
    day = today or now.changed_on or date.today()  # noqa: DTZ011 - the organiser's own day
    policy = Policy(day, freeze, notice, price, budget)
    found = searched(now, lambda ready: replan(now, former, policy, stop=Stop(seconds), seed=seed, board_ready=ready))
    told = [] if found.plan is None else notes(now, former, found.plan)
    clash = _clash(found)
    code = _verdict(found, budget, relax=relax, proved=clash is not None)
    if code in (0, RELAXED) and found.plan is not None and output is not None:
        plan = found.plan
        if record:
            heard = max(day, now.changed_on or day)
            _record(scenario_path, changes_path, [*softened, *found.fallen, *found.waivers(heard)])
            plan = measured(load_scenario(scenario_path), plan)
            found = replace(found, plan=plan)
        write_plan(output, plan)
    if as_json:
        emit(document(found, softened, told))
    else:
        tell(now, found, softened, told, everything=everything)
        if clash is not None:
            explain(found, scenario_path, clash)
        advise(found, budget, output, relax=relax, recorded=record or now is scenario)
    return code


def _clash(found: Replanned) -> Clash | None:
    """Look for what clashes, if there is no plan in which everything takes place; None if nothing is proved."""
    from cohortplan.clash import find_clash

    if found.unmet is None:
        return None
    clash = find_clash(found.unmet, [rule.id for rule in found.unmet.rules], seconds=_EXPLAINING)
    return clash if clash.proved else None


def _verdict(found: Replanned, budget: int | None, *, relax: bool, proved: bool) -> int:
    from cohortplan.errors import InfeasibleError, NoPlanError

    if found.plan is None:
        return InfeasibleError.exit_code if proved else NoPlanError.exit_code
    if budget is not None and found.changes > budget:
        return InfeasibleError.exit_code
    if found.broken or found.fallen:
        return RELAXED if relax else InfeasibleError.exit_code
    return 0


def _taken_in(
    scenario: Scenario, source: str, changes: Path | None, today: date | None, *, record: bool
) -> tuple[Scenario, tuple[Soften, ...]]:
    """Return the scenario after the changes that it does not have yet, and the rules that had to be softened for it."""
    from cohortplan.errors import ScenarioError
    from cohortplan.io.changes import fresh_changes, must_follow, read_changes
    from cohortplan.io.folder import open_store
    from cohortplan.living.softening import taken_in

    if changes is None:
        return scenario, ()
    file = fresh_changes(open_store(source), read_changes(changes))
    if record:
        must_follow(file, scenario.changed_on)
    heard = max([*(change.known for change in file.changes), *([today] if today else [])], default=date.min)
    try:
        return taken_in(scenario, file.changes, heard)
    except ScenarioError as error:
        raise file.blamed(scenario, error) from error


def _record(source: str, changes: Path | None, given_up: Sequence[Change]) -> None:
    """Write into the scenario's folder what the plan rests on."""
    from cohortplan.io.changes import record_changes, record_given_up
    from cohortplan.io.folder import open_store

    store = open_store(source)
    if changes is not None:
        record_changes(store, changes)
    record_given_up(store, given_up)
