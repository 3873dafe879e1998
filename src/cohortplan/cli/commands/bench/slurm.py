"""``bench slurm``: write an array job that does a work list."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.commands.bench._options import PATH, folder_argument, instances_option, longest_option
from cohortplan.cli.output import count, note

_NUMBER = click.IntRange(min=1)


@click.command("slurm")
@folder_argument
@instances_option
@click.option("-o", "--output", metavar="FILE", type=PATH, help="Where the script goes.  [default: standard output]")
@click.option("--chunk", type=_NUMBER, help="Units a task does, one after another.  [default: 1, more beyond 1000]")
@click.option("--at-once", type=_NUMBER, help="Tasks at the same time.  [default: as many as the cluster likes]")
@click.option("--minutes", type=_NUMBER, help="Time limit of a task.  [default: by budgets, and by what is done]")
@click.option("--cpus", type=_NUMBER, help="Cores of a task.  [default: 1, 2 for a portfolio by the clock]")
@longest_option
@click.option("--option", "options", multiple=True, metavar="TEXT", help="Of Slurm's own, as in --partition=short.")
def command(
    folder: Path,
    instances: Path,
    output: Path | None,
    chunk: int | None,
    at_once: int | None,
    minutes: int | None,
    cpus: int | None,
    longest: float | None,
    options: tuple[str, ...],
) -> None:
    """Write an array job for Slurm that does a work list.

    `cohortplan bench work` has made the list, and `sbatch` takes the job. Tasks run in this folder with this Python,
    and write to FOLDER/logs. Submitted again, the job does what is not done yet.
    """
    from cohortplan.bench.crews import patience_for
    from cohortplan.bench.slurm import Job, usual_chunk, usual_cpus, usual_minutes
    from cohortplan.bench.worklist import read_list
    from cohortplan.io import write_text

    _must_be_options(options)
    units = read_list(folder)
    patience_for("jobs", units, longest)
    chunk = chunk or usual_chunk(units)
    limit = minutes or usual_minutes(folder, units, chunk)
    (folder / "logs").mkdir(exist_ok=True)
    job = Job(folder, instances, Path.cwd(), chunk, limit, cpus or usual_cpus(units), at_once, longest, options)
    script = job.script(units)
    if output is None:
        click.echo(script, nl=False)
    else:
        write_text(output, script)
    note(f"{count(len(units), 'unit')}, {chunk} a task, each task at most {limit} min.")


def _must_be_options(options: tuple[str, ...]) -> None:
    """Make sure that what is passed on to Slurm are options, a line each.

    Raises
    ------
    UsageError
        If one is not.
    """
    for each in options:
        if not each.startswith("-") or not each.isprintable():
            raise click.UsageError(f"{each!r} is no option of Slurm's.", click.get_current_context())
