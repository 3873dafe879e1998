"""``bench attainment``: what so many of a contestant's runs reach, where several wishes are held against each other."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.commands.bench._options import PATH, folder_argument, instances_option
from cohortplan.cli.inputs import json_option, must_be_writable
from cohortplan.cli.output import Table, emit, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortplan.bench.tracks.attainment import Surface


@click.command("attainment")
@folder_argument
@instances_option
@click.option("-o", "--output", metavar="FILE", type=PATH, help="Write every point of every surface as a table (csv).")
@json_option
def command(folder: Path, instances: Path, output: Path | None, as_json: bool) -> None:
    """Say what so many of a contestant's runs reach, where several wishes are held against each other.

    FOLDER is a run of a suite with sources that begin with front:. Of each case, contestant and budget there is a
    surface for one seed, for two, and so on: the points that at least so many seeds attain, beyond which fewer do.
    """
    from cohortplan.bench.tracks.attainment import attained
    from cohortplan.io import write_text

    if output is not None:
        must_be_writable(output, plan=False)
    surfaces = list(attained(folder, instances))
    if output is not None:
        write_text(output, _table(surfaces))
    if as_json:
        emit([each._asdict() for each in surfaces])
        return
    rows: list[list[str | int]] = [
        [each.case, each.solver, each.budget, f"{each.reached} of {each.runs}", len(each.points)] for each in surfaces
    ]
    Table("", ["case", "contestant", "budget", "reached by", "points"], rows).show()
    if output is not None:
        say(f"The points are in {output}.")


def _table(surfaces: Iterable[Surface]) -> str:
    """Return a row for each point, with a column for each wish that any case has."""
    told = list(surfaces)
    wishes = list(dict.fromkeys(name for each in told for name in each.wishes))
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["case", "contestant", "budget", "reached_by", "runs", *wishes])
    for each in told:
        for point in each.points:
            worth = dict(zip(each.wishes, point, strict=True))
            cells = [worth.get(name, "") for name in wishes]
            table.writerow([each.case, each.solver, each.budget, each.reached, each.runs, *cells])
    return text.getvalue()
