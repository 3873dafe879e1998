"""``bench run``: solve what a suite asks for, here or on a cluster; again and again until all is done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.commands.bench._failures import FAILED, note_failures
from cohortplan.cli.commands.bench._failures import as_json as failures_as_json
from cohortplan.cli.commands.bench._options import folder_option, longest_option, named_instances_option, suite_argument
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, note, say

if TYPE_CHECKING:
    from cohortplan.bench.runner import Runner, Tally
    from cohortplan.bench.unit import Unit


@click.command("run")
@suite_argument
@folder_option
@named_instances_option
@click.option(
    "--executor",
    metavar="NAME",
    default="processes",
    show_default=True,
    help="processes, serial, dask, dask:ADDRESS, slurm, slurm:OPTIONS, mpi or MODULE:FUNCTION.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Units at a time.  [default: one for each core or worker; on this machine 1 if any is solved by the clock]",
)
@longest_option
@click.option("--retry", is_flag=True, help="Try units again whose contestant failed.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@json_option
def command(
    suite: Path,
    folder: Path,
    instances: Path,
    executor: str,
    workers: int | None,
    longest: float | None,
    retry: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Solve all that a suite asks for, once.

    Each unit leaves its record and its plan in FOLDER. Whatever ends a run, the same command goes on where it was; a
    suite may gain work meanwhile, but lose none. Several runs may share a folder, on one machine or on several.
    Ctrl-C begins nothing further and ends when the units under way are done; a second one aborts.

    A contestant that takes far too long is ended with the process it runs in, and its unit gets a record of an error;
    the run goes on (with --executor mpi, when it is started again; serial waits for ever). Exit code 1 if there are
    errors.
    """
    from cohortplan.bench.worker import be_at

    be_at(Path.cwd())
    from cohortplan.bench.crews import crew_for, patience_for
    from cohortplan.bench.manifest import session
    from cohortplan.bench.runner import Runner, clean, forget_errors
    from cohortplan.bench.worklist import located, prepare
    from cohortplan.cli.compiling import compile_all
    from cohortplan.cli.running import choose_run_watch
    from cohortplan.cli.supervision import supervise

    units = prepare(suite, folder, instances).units
    crew = crew_for(executor, units, workers)
    clean(folder)
    if retry:
        forget_errors(folder, units)
    here = [located(unit, instances.resolve()) for unit in units]
    runner = Runner(folder, here, crew, patience_for(executor, units, longest))
    if not runner.tally.complete:
        compile_all({unit.solver for unit in units})
        if not quiet:
            note(_plan(runner.tally, units, crew.size))
        typed = ["cohortplan", *sys.argv[1:]]
        with session(folder, typed, executor=executor.partition(":")[0], workers=crew.size) as told:
            try:
                supervise(runner.run, choose_run_watch(runner, quiet=quiet))
            finally:
                told |= {"done": runner.tally.here, "cpus": dict(runner.cpus)}
        clean(folder)
    _tell(folder, runner, quiet=quiet, as_json=as_json)
    if not runner.tally.complete:
        raise KeyboardInterrupt
    return FAILED if runner.failed else 0


def _plan(tally: Tally, units: tuple[Unit, ...], size: int) -> str:
    """Say what is about to be done."""
    from cohortplan.bench.crews import by_the_clock

    done = f"{tally.done} of them done already; " if tally.done else ""
    why = ", as some are solved by the clock and a portfolio takes two threads" if by_the_clock(units) else ""
    return f"{count(tally.total, 'unit')}, {done}{size} at a time{why if size == 1 else ''}."


def _tell(folder: Path, runner: Runner, *, quiet: bool, as_json: bool) -> None:
    tally = runner.tally
    if as_json:
        facts = {"units": tally.total, "done": tally.done, "here": tally.here, "errors": tally.errors}
        emit({"folder": str(folder), **facts, "failures": failures_as_json(folder, runner.failed)})
    elif not quiet:
        errors = count(tally.errors, "error") if tally.errors else "no error"
        say(f"{tally.done} of {count(tally.total, 'unit')} done, {tally.here} by this run; {errors}.")
    note_failures(folder, runner.failed)
