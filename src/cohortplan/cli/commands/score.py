"""``score``: measure a plan."""

from __future__ import annotations

import click

from cohortplan.cli.inputs import json_option, load_plan, load_source, plan_argument, scenario_argument
from cohortplan.cli.output import emit, say
from cohortplan.cli.wording import figures_table, plan_names, remarks, rota_lines, soft_table, verdict, violations


@click.command("score")
@scenario_argument
@plan_argument
@json_option
def command(scenario_path: str, plan_path: str, as_json: bool) -> None:
    """Measure a plan: every rule, every figure, from the file alone.

    A plan that breaks hard rules is measured too; use `check` for a yes or no.
    """
    from cohortplan.evaluate import evaluate
    from cohortplan.evaluate.facing import facing

    scenario, instance = load_source(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    faced = facing(scenario, plan)
    scenario, evaluation = faced.scenario, evaluate(faced.scenario, plan)
    if as_json:
        emit(evaluation.as_json() | ({} if instance is None else instance.answers(plan, valid=evaluation.valid)))
        return
    for match in faced.past:
        say(f"Past, and no longer counted: {match.sentence}")
    for line in violations(evaluation, plan_names(scenario, plan_path)):
        say(line)
    say(verdict(evaluation))
    for line in (*remarks(scenario), *rota_lines(evaluation)):
        say(line)
    for table in (soft_table(scenario, evaluation), figures_table(evaluation)):
        say()
        table.show()
