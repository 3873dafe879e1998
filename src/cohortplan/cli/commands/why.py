"""``why``: the reasons of a choice, found by looking for the best plan with the contrary."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.naming import find
from cohortplan.cli.output import emit
from cohortplan.cli.searching import searched
from cohortplan.cli.views_of_answers import tell

if TYPE_CHECKING:
    from cohortplan.living.opposite import Opposite
    from cohortplan.model import Plan, Scenario

seconds_option = click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True, help="Time to look."
)
seed_option = click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)


@click.command("why")
@scenario_argument
@plan_argument
@click.argument("what")
@click.option("--in", "set_name", metavar="SET", help="Why is this participant in that set, or why not?")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Why is this host visited on that day, or why not?")
@seconds_option
@seed_option
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    what: str,
    set_name: str | None,
    day: datetime | None,
    seconds: float,
    seed: int,
    as_json: bool,
) -> None:
    """Say why a participant sits in a set, or a host is visited: what the best plan without that would cost.

    WHAT is a participant, with --in SET, or a host, with or without --day. Where the plan does not do so, it says what
    the best plan that does would cost. Nothing sealed is told.
    """
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    ask(scenario, plan, _opposite(scenario, plan, what, set_name, day), seconds, seed, as_json=as_json)


def _opposite(scenario: Scenario, plan: Plan, what: str, set_name: str | None, day: datetime | None) -> Opposite:
    from cohortplan.living.opposite import not_in_set, not_visited

    context = click.get_current_context()
    (one,) = find(scenario, [what], ("participant", "host"))
    if one.kind == "participant":
        if set_name is None or day is not None:
            raise click.UsageError("For a participant, name a set: --in SET.", context)
        (place,) = find(scenario, [set_name], ("set",))
        return not_in_set(scenario, plan, one.id, place.id)
    if set_name is not None:
        raise click.UsageError("--in is for participants; for a host there is --day.", context)
    return not_visited(scenario, plan, one.id, None if day is None else day.date())


def ask(scenario: Scenario, plan: Plan, opposite: Opposite, seconds: float, seed: int, *, as_json: bool) -> None:
    """Find the answer and print it."""
    from cohortplan.living.opposite import answer
    from cohortplan.solvers.base import Stop

    found = searched(
        scenario, lambda ready: answer(scenario, plan, opposite, stop=Stop(seconds), seed=seed, board_ready=ready)
    )
    if as_json:
        emit(found.as_json())
    else:
        tell(scenario, found)
