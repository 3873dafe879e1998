"""``seal``: move private facts out of the sheet of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_scenario, scenario_argument
from cohortplan.cli.output import count, emit, paragraph, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortplan.io.privacy.sealing import Sealed


@click.command("seal")
@scenario_argument
@json_option
def command(scenario_path: str, as_json: bool) -> None:
    """Move private facts out of participants.csv.

    Flags, access codes and needs go to sealed.csv, under random keys and in no order; diets, documents and the like go
    to private.csv. keys.csv tells whose keys these are, and only you may read it: keep it apart. Planning goes on as
    before, and plans stay plans of the scenario.
    """
    from cohortplan.io.privacy.rows import file_of, settings_file
    from cohortplan.io.privacy.sealing import seal
    from cohortplan.io.several import finish

    finish(settings_file(scenario_path).parent)
    sealed = seal(scenario_path, load_scenario(scenario_path))
    if as_json:
        emit({"moved": sealed.moved, "stayed": sealed.stayed})
        return
    tell(sealed)
    if not (sealed.moved or sealed.stayed):
        say("participants.csv holds no flags, access codes, needs or other private facts.")
    elif file_of(scenario_path, "keys").exists():
        say("keys.csv tells whose the rows of sealed.csv are. Keep it apart; scenario.toml may name it under [files].")


def tell(sealed: Sealed) -> None:
    """Say how many cells were moved, and how many stay, but nothing of what they say."""
    if sealed.moved:
        paragraph(f"Moved out of participants.csv: {_cells(sealed.moved)}.", "  ")
    if sealed.stayed:
        why = "sealed.csv or private.csv says something else of the same people. Keep one of the two, and seal again."
        paragraph(f"Still in participants.csv: {_cells(sealed.stayed)}, as {why}", "  ")


def _cells(counts: Mapping[str, int]) -> str:
    return ", ".join(count(number, f"cell of {name}", f"cells of {name}") for name, number in counts.items())
