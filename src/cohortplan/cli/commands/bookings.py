"""``bookings``: tell another cohort what this one's plan takes of the hosts they share."""

from __future__ import annotations

import click

from cohortplan.cli.inputs import load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import count, say


@click.command("bookings")
@scenario_argument
@plan_argument
@click.option("-o", "--output", "path", metavar="FILE", required=True, help="Where to write the table.")
def command(scenario_path: str, plan_path: str, path: str) -> None:
    """Write the visits of a plan as bookings.csv, for the folder of another cohort that shares hosts.

    Limits on what a host takes at once, in all and day after day then hold for both cohorts together.
    """
    from cohortplan.io import write_bookings

    scenario = load_scenario(scenario_path, plan_path)
    visits = list(scenario.visits(load_plan(scenario, plan_path)))
    write_bookings(path, scenario, visits)
    say(f"{count(len(visits), 'visit')} written to {path}; put it as bookings.csv into the other cohort's folder.")
