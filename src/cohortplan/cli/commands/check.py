"""``check``: find everything wrong with a scenario, or with a plan of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_source, scenario_argument
from cohortplan.cli.output import count, emit, say
from cohortplan.cli.wording import plan_names, remarks, verdict, violations

if TYPE_CHECKING:
    from cohortplan.evaluate import Evaluation
    from cohortplan.model import Scenario


#: What is said of a scenario that does not say what it is for.
_NO_CHARTER = "There is no charter: say below [charter] what the programme is for, and every report opens with it."


@click.command("check")
@scenario_argument
@click.argument("plan_path", metavar="[PLAN]", required=False)
@json_option
def command(scenario_path: str, plan_path: str | None, as_json: bool) -> int:
    """Find everything wrong with a scenario, or with a plan of it.

    The plan may come from anywhere, a text editor included: its form and every hard rule are measured from the file
    alone. A plan that breaks something is bad input: each place is listed and the exit code is 2. Of a scenario it also
    tells what no plan can change: who takes part online only, or is not represented, if rules are about that; and
    whether it lacks a charter. If counting shows that there is no plan at all, what clashes is told and the exit code
    is 3.
    """
    scenario, instance = load_source(scenario_path, plan_path)
    if plan_path is None:
        more = [] if scenario.charter or instance is not None else [_NO_CHARTER]
        return _check_alone(scenario_path, scenario, [*remarks(scenario), *more], as_json=as_json)

    from cohortplan.evaluate import evaluate
    from cohortplan.evaluate.facing import facing

    plan = load_plan(scenario, plan_path)
    faced = facing(scenario, plan)
    evaluation = evaluate(faced.scenario, plan)
    if as_json:
        emit(_as_json(faced.scenario, evaluation) | {"past": [match.sentence for match in faced.past]})
    else:
        for match in faced.past:
            say(f"Past, and no longer counted: {match.sentence}")
        for line in violations(evaluation, plan_names(faced.scenario, plan_path)):
            say(line)
        say(verdict(evaluation))
        for place in evaluation.open_places:
            say(place.sentence)
    return 0 if evaluation.valid else 2


def _check_alone(source: str, scenario: Scenario, told: list[str], *, as_json: bool) -> int:
    """Tell what is known without a plan; return the exit code."""
    from cohortplan.clash import counted
    from cohortplan.cli.views_of_clashes import clash_lines
    from cohortplan.errors import InfeasibleError

    clash = counted(scenario)
    if as_json:
        found = {"scenario": scenario.programme.id, "valid": clash is None, "defects": [], "remarks": told}
        emit(found if clash is None else {**found, "clash": clash.as_json()})
    else:
        for line in [_summary(scenario)] if clash is None else clash_lines(source, scenario, clash):
            say(line)
        for line in told:
            say(line)
    return 0 if clash is None else InfeasibleError.exit_code


def _summary(scenario: Scenario) -> str:
    sets = sum(len(each.sets) for each in scenario.rounds)
    hard = sum(rule.hard for rule in scenario.rules)
    parts = (
        count(len(scenario.participants), "participant"),
        count(len(scenario.hosts), "host"),
        f"{count(len(scenario.rounds), 'round')} with {count(sets, 'set')}",
        f"{count(hard, 'hard rule')} and {len(scenario.rules) - hard} soft",
    )
    return f"{scenario.programme.id} holds together: {', '.join(parts)}."


def _as_json(scenario: Scenario, evaluation: Evaluation) -> dict[str, object]:
    return {
        "scenario": scenario.programme.id,
        "valid": evaluation.valid,
        "hard": evaluation.hard,
        "soft": evaluation.soft,
        "defects": [],
        "matches": [match.model_dump(mode="json") for match in evaluation.violations()],
        "open_places": [place.as_json() for place in evaluation.open_places],
    }
