"""``picture``: draw a plan on one page."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.inputs import load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import say


@click.command("picture")
@scenario_argument
@plan_argument
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The SVG file to write.")
def command(scenario_path: str, plan_path: str, target: str) -> None:
    """Draw a plan on one page: sets, hosts, and the map of who meets whom.

    People appear by id and a sign for their sector. The file is SVG, which every browser shows and prints.
    """
    from cohortplan.documents import picture
    from cohortplan.io.atomic import write_text

    scenario = load_scenario(scenario_path, plan_path)
    write_text(Path(target), picture(scenario, load_plan(scenario, plan_path)))
    say(f"Written to {target}.")
