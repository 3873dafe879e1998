"""``confirm``: record who says that they met whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cohortplan.cli.inputs import day_option, json_option, load_scenario, scenario_argument
from cohortplan.cli.output import count, emit, say
from cohortplan.cli.views_of_contacts import confirmed_counts, confirmed_line


@click.command("confirm")
@scenario_argument
@click.argument("survey", metavar="SURVEY", type=click.Path(path_type=Path))
@day_option("Which day it is, for rows without a date.  [default: the day it is]")
@json_option
def command(scenario_path: str, survey: Path, day: date | None, as_json: bool) -> None:
    """Record who says that they met whom, from a survey saved as CSV, in confirmed.csv of the scenario's folder.

    SURVEY has the columns `participant` and `met` (ids or names): the first says that they met the second and would
    turn to them. Further columns may be `date`, `confirms` (no, if they say that they did not), `both` (yes, if both
    say it) and `correction`. What is recorded is only added to, as with `attend`.
    """
    from cohortplan.io import add_rows, read_confirmations

    scenario = load_scenario(scenario_path)
    fresh = read_confirmations(survey, scenario, day or date.today())  # noqa: DTZ011 - the organiser's calendar
    if fresh:
        rows = [{**each.model_dump(mode="json"), "confirms": "yes" if each.confirms else "no"} for each in fresh]
        add_rows(scenario_path, {"confirmed": rows})
    scenario = scenario.but(confirmed=(*scenario.confirmed, *fresh))
    if as_json:
        both, one = confirmed_counts(scenario)
        emit({"added": len(fresh), "by_both": both, "by_one": one})
        return
    say(f"{count(len(fresh), 'answer')} added to confirmed.csv.")
    say(confirmed_line(scenario))
