"""``attend``: record who was there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import (
    day_option,
    json_option,
    load_plan,
    load_scenario,
    plan_argument,
    scenario_argument,
)
from cohortplan.cli.output import count, emit, say
from cohortplan.cli.views_of_contacts import debt_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohortplan.model import Attendance, Scenario


@click.command("attend")
@scenario_argument
@plan_argument
@click.argument("sheet", metavar="SHEET", type=click.Path(path_type=Path))
@click.option("--round", "round_id", metavar="ID", help="The round that rows are about which do not say.")
@click.option("--activity", metavar="ID", help="The activity that rows are about which do not say.")
@click.option(
    "--listed", type=click.Choice(["present", "absent"]), help="What those in SHEET were; all others were not."
)
@day_option("Which day it is: what is later cannot be recorded yet.  [default: the day it is]")
@json_option
def command(scenario_path: str, plan_path: str, sheet: Path, as_json: bool, day: date | None, **options: Any) -> None:
    """Record who was there, from a sheet saved as CSV, in attendance.csv of the scenario's folder.

    SHEET has a column `participant` (ids or names) and, unless --listed says it of all, `present` (yes or no); further
    columns may be `round`, `activity` and `correction`. PLAN is the one that was in force on that day. What is recorded
    is only added to: a row that says otherwise is refused unless its `correction` says why, and then both are kept.
    """
    from cohortplan.evaluate import owed
    from cohortplan.io import SignIn, add_rows, read_attendance

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    how = SignIn(day or date.today(), options["round_id"], options["activity"], options["listed"])  # noqa: DTZ011 - theirs
    fresh = read_attendance(sheet, scenario, plan, how)
    if fresh:
        rows = [{**each.model_dump(mode="json"), "present": "yes" if each.present else "no"} for each in fresh]
        add_rows(scenario_path, {"attendance": rows})
    scenario = scenario.but(attendance=(*scenario.attendance, *fresh))
    debts = owed(scenario, plan)
    if as_json:
        emit({"added": [each.model_dump(mode="json", exclude={"correction"}) for each in fresh], "owed": len(debts)})
        return
    for line in _told(scenario, fresh):
        say(line)
    say(f"{count(len(fresh), 'row')} added to attendance.csv.")
    for line in debt_lines(debts):
        say(line)


def _told(scenario: Scenario, fresh: Iterable[Attendance]) -> Iterator[str]:
    """Say for each activity how many were there, and who was not."""
    here: dict[tuple[str, str], list[Attendance]] = {}
    for each in fresh:
        here.setdefault((each.round, each.activity), []).append(each)
    for (name, activity), records in here.items():
        away = [
            f"{scenario.people[each.participant].name} ({each.participant})" for each in records if not each.present
        ]
        there = f"{len(records) - len(away)} of {len(records)} were there"
        yield f"{name}, {activity}: {there}{'; not ' + ', '.join(away) if away else ''}."
