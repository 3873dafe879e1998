"""``bench unit``: do single lines of a work list, as a scheduler's jobs do."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.commands.bench._failures import FAILED, note_failures
from cohortplan.cli.commands.bench._failures import as_json as failures_as_json
from cohortplan.cli.commands.bench._options import folder_argument, instances_option, longest_option
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, say


@click.command("unit")
@folder_argument
@click.argument("lines", metavar="N")
@instances_option
@longest_option
@json_option
def command(folder: Path, lines: str, instances: Path, longest: float | None, as_json: bool) -> int:
    """Do line N of a work list, or some, as in 5-9, in a process that may die.

    What is done, or in the hands of another job, is passed over. Lines beyond the last are nothing to do, so that
    jobs may all be of the same length. Exit code 1 if contestants have failed.
    """
    from cohortplan.bench.worker import be_at

    be_at(Path.cwd())
    from cohortplan.bench.crews import crew_for, patience_for
    from cohortplan.bench.manifest import note_job
    from cohortplan.bench.record import record_file
    from cohortplan.bench.runner import Runner
    from cohortplan.bench.worklist import located, read_list
    from cohortplan.cli.compiling import compile_all
    from cohortplan.cli.running import RunWatch
    from cohortplan.cli.supervision import supervise

    units = read_list(folder)
    undone = [unit for unit in units[_slice(lines)] if not record_file(folder, unit.id).exists()]
    compile_all({unit.solver for unit in undone})
    wanted = [located(unit, instances.resolve()) for unit in undone]
    crew, patience = crew_for("processes", wanted, 1), patience_for("processes", wanted, longest)
    runner = Runner(folder, wanted, crew, patience, waits=False)
    try:
        supervise(runner.run, RunWatch(runner))
    finally:
        if here := runner.tally.here:
            note_job(folder, here, command="cohortplan bench unit", executor="jobs", workers=1)
    tally = runner.tally
    if as_json:
        facts = {"done": tally.here, "errors": tally.errors, "failures": failures_as_json(folder, runner.failed)}
        emit({"folder": str(folder), **facts})
    else:
        say(f"{count(tally.here, 'unit')} done; {count(tally.errors, 'error') if tally.errors else 'no error'}.")
    note_failures(folder, runner.failed)
    if tally.done + tally.elsewhere < tally.total:
        raise KeyboardInterrupt
    return FAILED if runner.failed else 0


def _slice(lines: str) -> slice:
    """Return which lines are meant, counted from 0.

    Raises
    ------
    UsageError
        If that is not to be seen.
    """
    first, dash, last = lines.partition("-")
    numbered = first.isdecimal() and (last.isdecimal() or not dash)
    if not numbered or not 1 <= int(first) <= int(last or first):
        raise click.UsageError(f"{lines!r} is no line: write 7, or 5-9.", click.get_current_context())
    return slice(int(first) - 1, int(last) if dash else int(first))
