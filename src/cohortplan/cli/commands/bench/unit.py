"""``bench unit``: do single lines of a work list, as a scheduler's jobs do."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.commands.bench._options import folder_argument, instances_option
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, say


@click.command("unit")
@folder_argument
@click.argument("lines", metavar="N")
@instances_option
@json_option
def command(folder: Path, lines: str, instances: Path, as_json: bool) -> None:
    """Do line N of a work list, or some, as in 5-9.

    What is done, or in the hands of another job, is passed over. Lines beyond the last are nothing to do, so that
    jobs may all be of the same length.
    """
    from cohortplan.bench.worker import be_at

    be_at(Path.cwd())
    from cohortplan.bench.manifest import note_job
    from cohortplan.bench.record import record_file
    from cohortplan.bench.worker import do
    from cohortplan.bench.worklist import located, read_list
    from cohortplan.cli.compiling import compile_all

    units = read_list(folder)
    wanted = [unit for unit in units[_slice(lines)] if not record_file(folder, unit.id).exists()]
    compile_all({unit.solver for unit in wanted})
    done = [do(folder.resolve(), located(unit, instances.resolve()), Path.cwd()) for unit in wanted]
    number, errors = sum(bool(each.status) for each in done), sum(each.status == "error" for each in done)
    if number:
        note_job(folder, units, number, command="cohortplan bench unit", executor="jobs", workers=1)
    if as_json:
        emit({"folder": str(folder), "done": number, "errors": errors})
    else:
        say(f"{count(number, 'unit')} done; {count(errors, 'error') if errors else 'no error'}.")


def _slice(lines: str) -> slice:
    """Return which lines are meant, counted from 0.

    Raises
    ------
    UsageError
        If that is not to be seen.
    """
    first, dash, last = lines.partition("-")
    if not first.isdecimal() or int(first) < 1 or (dash and not last.isdecimal()):
        raise click.UsageError(f"{lines!r} is no line: write 7, or 5-9.", click.get_current_context())
    return slice(int(first) - 1, int(last) if dash else int(first))
