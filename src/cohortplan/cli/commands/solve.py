"""``solve``: decide the learning sets, their hosts and the times."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.compiling import compile_first
from cohortplan.cli.inputs import (
    day_option,
    json_option,
    load_plan,
    load_source,
    must_be_writable,
    scenario_argument,
    solver_option,
)
from cohortplan.cli.output import count, emit, note, say
from cohortplan.cli.wording import broken_rules, rota_lines, soft_table

if TYPE_CHECKING:
    from cohortplan.io.classic import Instance
    from cohortplan.model import Scenario
    from cohortplan.model.kept import Kept
    from cohortplan.relax import Clash, WayOut
    from cohortplan.solve import Result
    from cohortplan.solvers.base import Board

_DEFAULT_SECONDS = 30.0
#: The solver that plans hubs side by side.
_SOLVER = "portfolio"
#: Where there is no plan, the reason is looked for so many seconds at most, then ways out; one way for so many.
_WHY_SECONDS, _WAY_OUT_SECONDS = 30.0, 10.0
#: From so many people on, hubs are planned side by side.
_LARGE = 1000
#: Solvers take seeds of 31 bits.
_SEEDS = click.IntRange(0, 2**31 - 1)


def _number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("not a finite number.", ctx, param)
    return value


@click.command("solve")
@scenario_argument
@click.option("-o", "--output", metavar="PLAN", type=click.Path(path_type=Path), help="File for the plan.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    callback=_number,
    help="Time to solve.  [default: 30, and 20 more the first time; no limit with --iterations]",
)
@click.option("--iterations", type=click.IntRange(min=1), help="Moves to try: the same number gives the same plan.")
@click.option("--seed", type=_SEEDS, default=0, show_default=True, help="The one source of randomness.")
@solver_option
@click.option("--hint", metavar="PLAN", help="A plan to start from.")
@click.option(
    "--keep", metavar="PLAN", help="The plan in force: what is over stays as it was, the rest is planned anew."
)
@day_option("What began before this day is over.  [default: the day after the last recorded attendance]")
@click.option(
    "--executor",
    metavar="NAME",
    help="Plan the hubs of a large programme side by side on: processes, dask, dask:ADDRESS, mpi or MODULE:FUNCTION."
    "  [default: processes, from 1000 people on]",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@json_option
def command(
    scenario_path: str,
    output: Path | None,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    solver: str,
    hint: str | None,
    keep: str | None,
    day: date | None,
    executor: str | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Decide the learning sets, their hosts and the times, and write the plan.

    Ctrl-C stops the search and keeps the best plan so far; a second one aborts. With --json the plan is printed too,
    and -o may be left out. Exit codes: 3 if it is proved that no plan keeps every hard rule, 5 if none was found.
    """
    if output is None and not as_json:
        raise click.UsageError("Say where the plan goes: -o PLAN.", click.get_current_context())
    if output is not None:
        must_be_writable(output)
    if executor is not None and solver != _SOLVER:
        raise click.UsageError(f"--executor plans hubs with {_SOLVER} only.", click.get_current_context())
    scenario, instance = load_source(scenario_path, hint)
    start = load_plan(scenario, hint) if hint is not None else None
    kept = _kept(scenario, keep, day)

    from cohortplan.solvers.base import Stop

    if seconds is None and iterations is None:
        seconds = _DEFAULT_SECONDS
    compile_first(scenario, solver)
    settings: dict[str, Any] = {"seed": seed, "stop": Stop(seconds, iterations)}
    result = None if start or kept or solver != _SOLVER else _solve_divided(scenario, executor, settings, quiet=quiet)
    settings |= {"solver": solver, "kept": kept}
    if result is None:
        instance, result = _solve(scenario, instance, {**settings, "hint": start}, quiet=quiet)
    scenario = scenario if instance is None else instance.scenario
    asked = scenario if kept is None else kept.hold(scenario)
    clash, ways = _explained(asked, result, settings, quiet=quiet)
    if output is not None and result.plan is not None:
        from cohortplan.io import write_plan

        write_plan(output, result.plan)
    if as_json:
        answers = {} if instance is None else instance.answers(result.plan)
        why = {} if clash is None else {"reasons": clash.rules, "clash": clash.as_json()}
        emit({**result.as_json(), **why, "ways_out": [way.as_json() for way in ways], **answers})
    elif not quiet:
        _tell(scenario, result, output)
    return _verdict(scenario_path, scenario, result, clash, ways)


def _kept(scenario: Scenario, path: str | None, day: date | None) -> Kept | None:
    """Return what is kept of the plan at `path`, and say which rounds these are.

    Raises
    ------
    InputError
        If that plan does not fit, or none is named although attendance is recorded.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model.kept import Kept
    from cohortplan.solve import check_kept

    if path is None:
        if day is not None:
            raise click.UsageError("--today needs --keep PLAN.", click.get_current_context())
        if scenario.register.rounds:
            problem = "attendance is recorded, so the rounds that are over cannot be planned again"
            raise InputError([Defect(problem, "Name the plan that was in force: --keep PLAN", file="attendance.csv")])
        return None
    kept = Kept.before(scenario, load_plan(scenario, path), day)
    check_kept(scenario, kept)
    names = [each.id for each in scenario.rounds if each.id in kept.rounds]
    note(f"Kept as planned: {', '.join(names) or 'nothing, as no round is over'}.")
    return kept


def _solve_divided(
    scenario: Scenario, executor: str | None, settings: Mapping[str, Any], *, quiet: bool
) -> Result | None:
    """Solve hub by hub, if the scenario has hubs and is large or it is asked for; else None."""
    from cohortplan.divide import divide

    division = divide(scenario) if executor or len(scenario.participants) >= _LARGE else None
    if division is None:
        if executor:
            note("The hubs are not planned side by side: there is no hard rule `hubs` with several of them.")
        return None
    from cohortplan.cli.progress import choose_watch
    from cohortplan.cli.supervision import supervise
    from cohortplan.divided import solve_divided
    from cohortplan.executors import find_crew

    watch = choose_watch(scenario, quiet=quiet)

    def take(board: Board) -> None:
        watch.board = board

    told = {**settings, "crew": find_crew(executor or "processes"), "listener": watch.heard, "board_ready": take}
    return supervise(partial(solve_divided, division, **told), watch)


def _solve(
    scenario: Scenario, instance: Instance | None, settings: Mapping[str, Any], *, quiet: bool
) -> tuple[Instance | None, Result]:
    """Solve a scenario, or look for the fewest rounds of an instance that has a scenario for each number of them."""
    from cohortplan.cli.progress import choose_watch
    from cohortplan.cli.supervision import supervise
    from cohortplan.io.classic import Ladder
    from cohortplan.ladder import solve_ladder
    from cohortplan.solve import solve

    watch = choose_watch(scenario, quiet=quiet)

    def take(board: Board) -> None:
        watch.board = board

    told = {**settings, "listener": watch.heard, "board_ready": take}
    if not isinstance(instance, Ladder):
        return instance, supervise(partial(solve, scenario, **told), watch)
    ladder = instance
    climb = partial(solve_ladder, lambda number: ladder.with_rounds(number).scenario, ladder.least, ladder.most, **told)
    number, result = supervise(climb, watch)
    return ladder.with_rounds(number), result


def _explained(
    scenario: Scenario, result: Result, settings: Mapping[str, Any], *, quiet: bool
) -> tuple[Clash | None, list[WayOut]]:
    """Look for what clashes, and for ways out, where it is proved that there is no plan."""
    from cohortplan.solvers.base import Status, Stop

    if result.status is not Status.INFEASIBLE:
        return None, []
    from cohortplan.cli.progress import choose_watch
    from cohortplan.cli.supervision import supervise
    from cohortplan.relax import Search, find_clash, ways_out

    watch = choose_watch(scenario, quiet=True)

    def take(board: Board) -> None:
        watch.board = board

    if not quiet:
        note("There is no plan. Looking for the reason, and for ways out; Ctrl-C tells what is known by then.")
    whole: Stop = settings["stop"]
    seconds = _WHY_SECONDS if whole.seconds is None else min(whole.seconds, _WHY_SECONDS)
    stop = Stop(min(seconds, _WAY_OUT_SECONDS), whole.iterations)

    def work() -> tuple[Clash, list[WayOut]]:
        clash = find_clash(scenario, result.reasons, seconds=seconds, seed=settings["seed"], board_ready=take)
        search = Search(stop, seconds, settings["seed"], settings["solver"], take)
        return clash, ways_out(scenario, clash, search) if not clash.halted else []

    return supervise(work, watch)


def _tell(scenario: Scenario, result: Result, output: Path | None) -> None:
    """Print what was reached, next to what is proved."""
    from cohortplan.cli.progress import proof

    if result.evaluation is None:
        return
    found, figures = result.evaluation, result.evaluation.metrics
    cost = f"soft cost {found.soft}{proof(found.soft, result.bound)}"
    say(f"{scenario.programme.id}: {result.status} after {result.seconds:.1f} s; every hard rule is kept; {cost}.")
    soft_table(scenario, found, {name: bound.value for name, bound in result.bounds.items()}).show()
    say(
        f"{figures.distinct_pairs} of {figures.possible_pairs} pairs meet, {count(figures.repeats, 'repeat')}, "
        f"everyone meets at least {figures.min_contacts} people; "
        f"no plan can promise more than {figures.min_contacts_bound}."
    )
    for line in rota_lines(found):
        say(line)
    say(f"Written to {output}.")


def _verdict(source: str, scenario: Scenario, result: Result, clash: Clash | None, ways: Sequence[WayOut]) -> int:
    """Return the exit code, and explain it if there is no plan."""
    from cohortplan.errors import InfeasibleError, NoPlanError

    if result.plan is not None:
        return 0
    if clash is not None:
        from cohortplan.cli.views_of_clashes import clash_lines, way_lines

        for line in (*clash_lines(source, scenario, clash), *way_lines(source, ways)):
            note(line)
        return InfeasibleError.exit_code
    note("The search ended before it found a plan that keeps every hard rule.")
    if result.attempt is not None:
        note("The nearest attempt still breaks:")
        for line in broken_rules(result.attempt):
            note(line)
    elif result.reasons:
        note(f"One hub, or the rounds across them, still breaks: {', '.join(result.reasons)}.")
    note("Give it more --seconds (or --iterations), or see what is impossible with `cohortplan bounds`.")
    return NoPlanError.exit_code
