"""``bench enter``: take what a run has found into the registry of the best known."""

from __future__ import annotations

from pathlib import Path

import click

from cohortplan.cli.commands.bench._options import PATH, instances_option
from cohortplan.cli.inputs import json_option
from cohortplan.cli.output import count, emit, say


@click.command("enter")
@click.argument("run", metavar="RUN_FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--registry",
    type=PATH,
    default="benchmarks/best",
    show_default=True,
    help="The folder of the best known values.",
)
@instances_option
@click.option(
    "--prove",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Let CP-SAT prove a bound of each new value, in so many seconds.",
)
@json_option
def command(run: Path, registry: Path, instances: Path, prove: float | None, as_json: bool) -> None:
    """Take what a run has found into the registry of the best known.

    A value enters with its plan if it is better than what its case says is known and than what is kept. Nothing that a
    record claims is believed: the plan is read and measured again, and a record that says otherwise is refused. Exit
    code 2 if any is, or if its instance is not here; the others are entered all the same.
    """
    from cohortplan.bench.registry import Registry, absences, enter_run
    from cohortplan.bench.registry.entry import told
    from cohortplan.errors import InputError

    outcomes = list(enter_run(run, Registry(registry), instances, prove))
    entered = [each.entry for each in outcomes if each.entry is not None]
    if as_json:
        records = [
            {"unit": each.file.stem, "case": each.case, "why": each.why, "refused": each.refused, "absent": each.absent}
            for each in outcomes
        ]
        emit({"entered": [entry.model_dump(mode="json") for entry in entered], "records": records})
    else:
        for entry in entered:
            known = "the first" if entry.known is None else f"known before: {told(entry.known)}"
            say(f"{entry.case}: {entry.figure} {told(entry.value)} is entered ({known}).")
        say(f"{count(len(outcomes), 'record')}: {len(entered)} entered.")
    refused = [*(each.defect for each in outcomes if each.refused), *absences(outcomes)]
    if refused:
        raise InputError(refused)
