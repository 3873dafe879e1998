"""``ics``: write a calendar for everyone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import count, emit, note, say
from cohortplan.cli.wording import violations


@click.command("ics")
@scenario_argument
@plan_argument
@click.option("-o", "--output", "folder", metavar="DIR", required=True, help="Folder for the calendars.")
@json_option
def command(scenario_path: str, plan_path: str, folder: str, as_json: bool) -> None:
    """Write a calendar for every participant, set, facilitator, guest and host, and one for the programme.

    People act on calendars, so a plan that breaks a hard rule gets none: the exit code is then 2.
    """
    from cohortplan.calendars.feeds import feeds, write_feeds
    from cohortplan.calendars.items import items
    from cohortplan.errors import Defect, PlanError
    from cohortplan.evaluate import evaluate

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    broken = [Defect(line, file=plan_path) for line in violations(evaluate(scenario, plan))]
    if broken:
        note("No calendars for a plan that breaks hard rules: solve again, or change the rules.")
        raise PlanError(broken)
    made = list(feeds(scenario, items(scenario, plan)))
    written = write_feeds(Path(folder), made)
    if as_json:
        emit({"directory": folder, "files": [path.relative_to(folder).as_posix() for path in written]})
        return
    audiences = Counter(feed.audience for feed in made)
    say(f"{count(len(made), 'calendar')} in {folder}: " + ", ".join(count(n, who) for who, n in audiences.items()))
    say(f"{written[-1]} lists them by name; it is for the organiser alone.")
