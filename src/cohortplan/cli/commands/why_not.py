"""``why-not``: why two people never meet, found by looking for the best plan in which they do."""

from __future__ import annotations

import click

from cohortplan.cli.commands.why import ask, seconds_option, seed_option
from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.naming import find


@click.command("why-not")
@scenario_argument
@plan_argument
@click.argument("a")
@click.argument("b")
@seconds_option
@seed_option
@json_option
def command(scenario_path: str, plan_path: str, a: str, b: str, seconds: float, seed: int, as_json: bool) -> None:
    """Say why two participants never share a set, or why they do: what the best plan with the contrary would cost.

    A and B are ids or names. Nothing sealed is told: where a tie keeps them apart, no more than that a rule does.
    """
    from cohortplan.living.opposite import not_apart

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    one, other = find(scenario, [a, b], ("participant",))
    ask(scenario, plan, not_apart(scenario, plan, one.id, other.id), seconds, seed, as_json=as_json)
