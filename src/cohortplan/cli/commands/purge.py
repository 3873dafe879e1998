"""``purge``: take out the facts whose time is over."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.messages import ledger_option, open_ledger
from cohortplan.cli.output import Table, count, emit, say

if TYPE_CHECKING:
    from cohortplan.io.privacy.purging import Purge


@click.command("purge")
@scenario_argument
@click.argument("plans", metavar="[PLAN]...", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="What is due by this day.  [default: today]"
)
@click.option("--yes", is_flag=True, help="Do it; without, it is only listed.")
@ledger_option
@json_option
def command(
    scenario_path: str,
    plans: tuple[Path, ...],
    on: datetime | None,
    yes: bool,
    ledger_path: Path | None,
    as_json: bool,
) -> None:
    """Take out the facts whose time is over: see `cohortplan privacy` for the days.

    Cells are emptied, rows of which nothing is left go, and all else stays as it was typed. When nobody is to be known
    by name any more, people get random names, the same in all files and in the plans given, and the ledger forgets
    them. The first PLAN says who visited which gate. What was done, and sums of the attendance, stand in purged.csv.
    """
    from cohortplan.io.privacy.purging import find_purge
    from cohortplan.io.privacy.rows import settings_file
    from cohortplan.io.several import finish

    finish(settings_file(scenario_path).parent)
    scenario = load_scenario(scenario_path)
    day = date.today() if on is None else on.date()  # noqa: DTZ011 - theirs
    found = find_purge(scenario_path, scenario, plans, day)
    settings = settings_file(scenario_path)
    ledger = ledger_path or settings.with_name("ledger.sqlite")
    forgotten = 0
    if yes and found.entries:
        found.write(settings.parent)
    if yes and found.nameless and ledger.exists():
        forgotten = _forget(scenario_path, ledger)
    if as_json:
        emit({"on": f"{day}", "done": yes, "purged": [entry._asdict() for entry in found.entries]})
        return
    _tell(found, done=yes, forgotten=forgotten)


def _forget(scenario_path: str, path: Path) -> int:
    """Let the ledger forget everyone but hosts, whose events name nobody; return of how many messages."""
    with open_ledger(scenario_path, path, make=False) as ledger:
        told = {(entry.audience, entry.to) for entry in ledger.entries()}
        return sum(ledger.forget(*each) for each in sorted(told) if each[0] not in ("host", "programme"))


def _tell(found: Purge, *, done: bool, forgotten: int) -> None:
    if not found.entries:
        say(f"Nothing is due by {found.on}.")
        return
    rows: list[list[str | int]] = [[*entry] for entry in found.entries]
    Table(f"Due by {found.on}", ["file", "kind of fact", "cells", "rows", "what is left"], rows).show()
    cells, gone = sum(entry.cells for entry in found.entries), sum(entry.rows for entry in found.entries)
    sums = f"{count(cells, 'cell')} and {count(gone, 'row')}"
    if found.others:
        names = ", ".join(found.others)
        say(f"Not looked at, and may name people: {names}. So may what was written elsewhere.")
    if done:
        more = f" The ledger forgot {count(forgotten, 'message')}." if forgotten else ""
        say(f"Purged: {sums}; purged.csv has the record.{more}")
    else:
        say(f"Nothing was changed. To purge {sums}, add --yes.")
