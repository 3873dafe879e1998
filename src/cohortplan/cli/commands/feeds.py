"""``feeds``: calendars to subscribe to, of what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.messages import at_option, ledger_option, open_ledger
from cohortplan.cli.output import count, emit, say

if TYPE_CHECKING:
    from cohortplan.model import Scenario


@click.command("feeds")
@scenario_argument
@click.option("-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Folder.")
@click.option(
    "--revoke",
    "revoked",
    metavar="ID",
    multiple=True,
    help="Give the feed of this participant, set, facilitator, guest or host another name, or that of the programme.",
)
@ledger_option
@at_option
@json_option
def command(
    scenario_path: str,
    folder: Path,
    revoked: tuple[str, ...],
    ledger_path: Path | None,
    moment: datetime,
    as_json: bool,
) -> None:
    """Write calendars to subscribe to, of what was published.

    Each is a file below DIR/feeds, which a web server may show to all: nobody can guess its name. DIR/index.csv says
    whose each is, and is for the organiser alone. Run it after each `publish`.
    """
    from cohortplan.calendars.subscriptions import subscriptions, write_subscriptions

    scenario = load_scenario(scenario_path)
    renewed = _known(scenario, revoked)
    with open_ledger(scenario_path, ledger_path, make=False) as ledger:
        made = list(subscriptions(scenario, ledger, moment, renewed))
        written, removed = write_subscriptions(folder, made, ledger)
    if as_json:
        files, gone = ([path.relative_to(folder).as_posix() for path in paths] for paths in (written, removed))
        emit({"directory": str(folder), "files": files, "removed": gone})
        return
    audiences = Counter(feed.audience for feed in made)
    say(f"{count(len(made), 'feed')} in {folder}: " + ", ".join(count(n, who) for who, n in audiences.items()))
    if removed:
        say(f"{count(len(removed), 'file')} with a name that no longer holds removed.")
    say(f"{written[-1]} says whose they are; it is for the organiser alone.")


def _known(scenario: Scenario, ids: Collection[str]) -> set[str]:
    """Return ids whose feeds are asked for, "" for the programme.

    Raises
    ------
    InputError
        If nobody has such a feed.
    """
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    known = {*scenario.people, *scenario.set_spec, *scenario.facilitator, *scenario.guest, *scenario.host, "programme"}
    what = "participant, set, facilitator, guest or host"
    defects = [unknown(what, each, sorted(known), ()) for each in ids if each not in known]
    if defects:
        raise InputError(defects)
    return {"" if each == "programme" else each for each in ids}
