"""``unlock``: take locks out of a scenario's table again."""

from __future__ import annotations

import click

from cohortplan.cli.commands.lock import cells, round_option, tally
from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.naming import find
from cohortplan.cli.output import emit, say


@click.command("unlock")
@scenario_argument
@click.argument("what", nargs=-1, required=True)
@round_option
@json_option
def command(scenario_path: str, what: tuple[str, ...], round_id: str | None, as_json: bool) -> None:
    """Take locks out of locks.csv: those of participants, sets, hosts or rounds, as `lock` takes them.

    All other lines of the table stay as they are, byte by byte.
    """
    from cohortplan.io.folder import open_store, table_file
    from cohortplan.io.locks import remove_locks, typed_locks

    scenario = load_scenario(scenario_path)
    store = open_store(scenario_path)
    name = table_file(store, "locks")
    place = store.place(name)
    found, rounds = find(scenario, what), find(scenario, [round_id] if round_id else [], ("round",))
    gone = [
        each
        for each in typed_locks(store, name, scenario)
        if any(thing.concerns(scenario, each.lock) for thing in found)
        and all(thing.concerns(scenario, each.lock) for thing in rounds)
    ]
    if gone:
        remove_locks(store, name, {each.row for each in gone})
    locks = [each.lock for each in gone]
    if as_json:
        emit({"file": place, "removed": cells(locks)})
    elif gone:
        say(f"No longer locked in {place}: {tally(locks)}.")
    else:
        say("Nothing of that was locked.")
