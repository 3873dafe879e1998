"""``bounds``: say what no plan can reach, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.output import emit, say
from cohortplan.cli.wording import described, label

if TYPE_CHECKING:
    from cohortplan.model import Scenario
    from cohortplan.solvers.bounds import ImpossiblePair


@click.command("bounds")
@scenario_argument
@json_option
def command(scenario_path: str, as_json: bool) -> None:
    """Say what no plan that keeps the hard rules can reach, and why.

    Two kinds of things are proved by counting, without a search: how much each soft rule costs at least, and which
    two people can never share a set, with the hard rule that keeps them apart.
    """
    from cohortplan.evaluate.wording import Words
    from cohortplan.problem import compile_problem
    from cohortplan.solvers.bounds import all_bounds, impossible_pairs

    scenario = load_scenario(scenario_path)
    problem = compile_problem(scenario)
    bounds, pairs = all_bounds(problem), tuple(impossible_pairs(problem))
    cost = sum(scenario.weight(rule) * bounds[rule.id].value for rule in scenario.rules if rule.id in bounds)
    if as_json:
        emit(
            {
                "scenario": scenario.programme.id,
                "soft": cost,
                "bounds": {name: {"value": b.value, "argument": b.argument} for name, b in bounds.items()},
                "impossible_pairs": [{"people": [pair.a, pair.b], "rule": pair.rule} for pair in pairs],
            }
        )
        return
    say(f"{scenario.programme.id}: every plan that keeps the hard rules costs at least {cost}.")
    words = Words(scenario)
    for name, bound in bounds.items():
        if bound.value:
            say(f"  {label(name)}: {words.bound(name, bound.value)}. {bound.argument}")
    unknown = [label(name) for name, bound in bounds.items() if not bound.value]
    if unknown:
        say(f"  nothing is proved of: {', '.join(unknown)}")
    _tell_pairs(scenario, pairs)


def _tell_pairs(scenario: Scenario, pairs: tuple[ImpossiblePair, ...]) -> None:
    if not pairs:
        say("No hard rule keeps any two people apart for good.")
        return
    say("These pairs can never share a set:")
    for pair in pairs:
        names = " and ".join(f"{scenario.people[person].name} ({person})" for person in (pair.a, pair.b))
        say(f"  {names}, because of {pair.rule}")
    for name in sorted({name for pair in pairs for name in pair.rule.split(", ")}):
        say(f"  {described(scenario, name)}")
