"""``report``: a plan as one page to read, show and print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import load_plan, load_scenario, must_be_writable, plan_argument, scenario_argument
from cohortplan.cli.output import say

if TYPE_CHECKING:
    from cohortplan.documents.report.subject import Bound
    from cohortplan.model import Plan, Scenario


@click.command("report")
@scenario_argument
@plan_argument
@click.option("-o", "--output", "target", metavar="FILE", required=True, help="The HTML file to write.")
@click.option(
    "--audience",
    type=click.Choice(["organiser", "sponsor"]),
    default="organiser",
    show_default=True,
    help="Who reads it: a sponsor is told sums and shares, and of nobody in particular.",
)
@click.option("--bounds/--no-bounds", default=True, show_default=True, help="Say what is proved, too.")
def command(scenario_path: str, plan_path: str, target: str, audience: str, bounds: bool) -> None:
    """Write a report of a plan: one page that says whether it is all right, and shows everything in it.

    First comes what must be mended, if anything, and how good the plan is beside what is proved; then the learning
    sets, who meets whom, the hosts, the network, and everyone's own year. The file is HTML that needs nothing else and
    loads nothing: it opens without a network, and prints.
    """
    from cohortplan.documents.report import AUDIENCES, report
    from cohortplan.io.atomic import write_text

    must_be_writable(Path(target))
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    proved = _bounds(scenario, plan) if bounds else None
    reader = next(each for each in AUDIENCES if each == audience)
    write_text(Path(target), report(scenario, plan, bounds=proved, audience=reader))
    say(f"Written to {target}.")


def _bounds(scenario: Scenario, plan: Plan) -> dict[str, Bound]:
    """Return what is proved of the soft rules by counting, as ``bounds`` tells it."""
    from cohortplan.documents.report.subject import Bound
    from cohortplan.evaluate.facing import facing
    from cohortplan.problem import compile_problem
    from cohortplan.solvers.bounds import all_bounds

    found = all_bounds(compile_problem(facing(scenario, plan).scenario))
    return {name: Bound(bound.value, bound.argument) for name, bound in found.items()}
