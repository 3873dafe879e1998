"""``improve``: make a plan better, starting from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.commands.lock import locks_of
from cohortplan.cli.compiling import compile_first
from cohortplan.cli.inputs import (
    json_option,
    load_plan,
    load_scenario,
    must_be_writable,
    plan_argument,
    scenario_argument,
    solver_option,
)
from cohortplan.cli.naming import find
from cohortplan.cli.output import emit, note, say
from cohortplan.cli.views_of_edits import changes_as_json, difference_as_json, tell_changes, tell_difference
from cohortplan.cli.wording import described, plan_names, verdict, violations

if TYPE_CHECKING:
    from cohortplan.evaluate import Difference, Evaluation
    from cohortplan.model import Plan, Scenario
    from cohortplan.model.edits import Lock
    from cohortplan.solve import Result
    from cohortplan.solvers.base import Board

_SECONDS = 20.0


@click.command("improve")
@scenario_argument
@plan_argument
@click.option(
    "-o", "--output", metavar="PLAN", type=click.Path(path_type=Path), required=True, help="File for the better plan."
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=_SECONDS, show_default=True, help="Time to solve."
)
@click.option("--keep", metavar="WHAT", multiple=True, help="A round, participant, set or host that stays as planned.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="The source of randomness."
)
@solver_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    output: Path,
    seconds: float,
    keep: tuple[str, ...],
    seed: int,
    solver: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Make a plan better, starting from it: one that was edited by hand, say.

    It first says what the plan breaks; then what gets better, and who and what is moved for it. What is written is
    never worse than what was given. Exit codes: 3 and 5 as for `solve`, if the plan breaks hard rules and none was
    found that keeps them; nothing is then written.
    """
    from cohortplan.evaluate import difference, evaluate
    from cohortplan.io import write_plan

    must_be_writable(output)
    scenario = load_scenario(scenario_path, plan_path)
    things = find(scenario, keep)
    plan = load_plan(scenario, plan_path)
    before = evaluate(scenario, plan)
    kept = _keeping(scenario, locks_of(scenario, plan, things, (), plan_path), plan_path)
    told = not quiet and not as_json
    for line in (*violations(before, plan_names(scenario, plan_path)), verdict(before)) if told else ():
        say(line)
    settings = {"seed": seed, "solver": solver, "hint": plan}
    compile_first(scenario, solver)
    result = _solve(kept, seconds, settings, quiet=quiet)
    new, after = _better(scenario, plan, before, result)
    if not after.valid:
        return _nothing_found(kept, result)
    write_plan(output, new.model_copy(update={"score": after.card()}))
    found = difference(scenario, plan, new, before, after)
    if as_json:
        emit({**difference_as_json(found), "bound": result.bound, "changes": changes_as_json(plan, new)})
    elif told:
        _tell(scenario, plan, new, found, output)
    return 0


def _tell(scenario: Scenario, plan: Plan, new: Plan, found: Difference, output: Path) -> None:
    say()
    tell_difference(scenario, found)
    tell_changes(scenario, plan, new)
    say(f"Written to {output}.")


def _keeping(scenario: Scenario, locks: Sequence[Lock], plan_path: str) -> Scenario:
    """Return the scenario with what is to stay locked.

    Raises
    ------
    InputError
        If that cannot stay.
    """
    from dataclasses import replace

    from cohortplan.errors import InputError, ScenarioError
    from cohortplan.model.edits import with_locks

    try:
        return scenario.but(**with_locks(scenario, locks)) if locks else scenario
    except ScenarioError as error:
        remedy = "Keep something else, or mend the plan"
        raise InputError(replace(each, file=plan_path, remedy=remedy) for each in error.defects) from error


def _solve(scenario: Scenario, seconds: float, settings: Mapping[str, Any], *, quiet: bool) -> Result:
    from cohortplan.cli.progress import choose_watch
    from cohortplan.cli.supervision import supervise
    from cohortplan.solve import solve
    from cohortplan.solvers.base import Stop

    watch = choose_watch(scenario, quiet=quiet)

    def take(board: Board) -> None:
        watch.board = board

    told = {**settings, "stop": Stop(seconds), "listener": watch.heard, "board_ready": take}
    return supervise(partial(solve, scenario, **told), watch)


def _better(scenario: Scenario, plan: Plan, before: Evaluation, result: Result) -> tuple[Plan, Evaluation]:
    """Return what was found, or what was given if that is as good, each with its measure."""
    from cohortplan.evaluate import evaluate, spared

    if result.evaluation is None or result.plan is None:
        return plan, before
    if (result.evaluation.hard, result.evaluation.soft) >= (before.hard, before.soft):
        return plan, before
    new = spared(scenario, plan, result.plan)
    return new, evaluate(scenario, new)


def _nothing_found(scenario: Scenario, result: Result) -> int:
    from cohortplan.errors import InfeasibleError, NoPlanError
    from cohortplan.solvers.base import Status

    if result.status is Status.INFEASIBLE:
        note("It is proved that no plan keeps every hard rule. These cannot be kept together:")
        for name in result.reasons:
            note(f"  {described(scenario, name)}")
        note("Keep less, or see with `cohortplan solve` what the ways out are.")
        return InfeasibleError.exit_code
    note("No plan was found that keeps every hard rule; nothing is written. Give it more --seconds, or keep less.")
    return NoPlanError.exit_code
