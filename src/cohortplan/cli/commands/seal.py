"""``seal``: move private facts out of the sheet of people."""

from __future__ import annotations

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.output import count, emit, say


@click.command("seal")
@scenario_argument
@json_option
def command(scenario_path: str, as_json: bool) -> None:
    """Move private facts out of participants.csv.

    Flags, access codes and needs go to sealed.csv, under random keys and in no order; diets, documents and the like go
    to private.csv. keys.csv tells whose keys these are, and only you may read it: keep it apart. Planning goes on as
    before, and plans stay plans of the scenario.
    """
    from cohortplan.io.privacy.rows import settings_file
    from cohortplan.io.privacy.sealing import seal
    from cohortplan.io.several import finish

    finish(settings_file(scenario_path).parent)
    moved = seal(scenario_path, load_scenario(scenario_path))
    if as_json:
        emit({"moved": moved})
        return
    if not moved:
        say("participants.csv holds no flags, access codes, needs or other private facts.")
        return
    cells = (count(number, f"cell of {name}", f"cells of {name}") for name, number in moved.items())
    say(f"Moved out of participants.csv: {', '.join(cells)}.")
    say("keys.csv tells whose the rows of sealed.csv are. Keep it apart; scenario.toml may name it under [files].")
