"""``bench work``: write the work list of a suite, for any scheduler to take."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.commands.bench._options import folder_option, named_instances_option, suite_argument
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, say


@click.command("work")
@suite_argument
@folder_option
@named_instances_option
@json_option
def command(suite: Path, folder: Path, instances: Path, as_json: bool) -> None:
    """Write the work list of a suite, and do nothing of it.

    FOLDER/work.csv has a line for each unit. `cohortplan bench unit FOLDER N` does line N, on any machine that sees
    the folder; `cohortplan bench slurm FOLDER` writes a job for Slurm that does all.
    """
    from cohortplan.bench.worker import be_at

    be_at(Path.cwd())
    from cohortplan.bench.worklist import prepare

    units, new = prepare(suite, folder, instances)
    if as_json:
        emit({"folder": str(folder), "units": len(units), "new": new})
        return
    cases, solvers = len({unit.case.name for unit in units}), len({unit.solver for unit in units})
    added = f", {new} of them new" if new < len(units) else ""
    say(f"{count(len(units), 'unit')} of {count(cases, 'case')} and {count(solvers, 'solver')}{added}.")
