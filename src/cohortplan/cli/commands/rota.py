"""``rota``: share out the duties of a plan, find facilitators for its sets, and seat its guests."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.inputs import (
    json_option,
    load_plan,
    load_scenario,
    must_be_writable,
    plan_argument,
    scenario_argument,
)
from cohortplan.cli.output import emit, say
from cohortplan.cli.wording import rota_lines, verdict, violations


@click.command("rota")
@scenario_argument
@plan_argument
@click.option(
    "-o", "--output", metavar="PLAN", type=click.Path(path_type=Path), required=True, help="File for the plan."
)
@click.option("--keep", is_flag=True, help="Who has a duty or a place, and may, keeps it; only what is open is filled.")
@json_option
def command(scenario_path: str, plan_path: str, output: Path, keep: bool, as_json: bool) -> None:
    """Share out the duties of a plan, find facilitators, and seat its guests, for its sets as they are.

    `solve` does so too: this is for a plan that was edited since, or made before there were any of these.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.evaluate import evaluate
    from cohortplan.io import write_plan
    from cohortplan.rota import fill_rota

    must_be_writable(output)
    scenario = load_scenario(scenario_path, plan_path)
    if not (scenario.duties or scenario.facilitators or scenario.guests):
        message = "the scenario has no duties, facilitators or guests"
        raise InputError([Defect(message, "Add duties.csv, facilitators.csv or guests.csv", file=scenario_path)])
    plan = fill_rota(scenario, load_plan(scenario, plan_path), keep=keep)
    evaluation = evaluate(scenario, plan)
    write_plan(output, plan.model_copy(update={"score": evaluation.card()}))
    if as_json:
        emit(evaluation.as_json())
        return
    for line in (*violations(evaluation), *rota_lines(evaluation), verdict(evaluation)):
        say(line)
    say(f"Written to {output}.")
