"""``privacy``: who sees which facts, and when they are to go."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import day_option, json_option, load_plan, load_scenario, scenario_argument
from cohortplan.cli.output import Table, emit, say

if TYPE_CHECKING:
    from cohortplan.model import Plan, Scenario


@click.command("privacy")
@scenario_argument
@click.argument("plan_path", metavar="[PLAN]", required=False)
@click.option("--fields", is_flag=True, help="List the columns of all tables with the kind of fact each holds.")
@day_option("Which day it is: what is due by then is marked.  [default: the day it is]")
@json_option
def command(scenario_path: str, plan_path: str | None, fields: bool, day: date | None, as_json: bool) -> None:
    """Show which audience sees which kind of fact and how, and when it is to go.

    With PLAN, facts for gates are due by who visits which; without, as if all did on the last day. [privacy] in
    scenario.toml changes how long facts are kept, and hides more.
    """
    scenario = load_scenario(scenario_path, plan_path)
    plan = None if plan_path is None else load_plan(scenario, plan_path)
    seen, due = _seen(scenario), _due(scenario, plan, day or date.today())  # noqa: DTZ011 - theirs
    columns = _columns(scenario)
    if as_json:
        emit({"seen": seen.as_json(), "due": due.as_json(), "columns": columns.as_json()})
        return
    if fields:
        columns.show()
        return
    seen.show()
    say("own: of their own set, or the one they sponsor. consent: of those who agreed. list: if the host asks for it.")
    say("adjustment: what is to be provided, of nobody by name. rate: a share of all, if five have it.")
    say()
    due.show()


def _seen(scenario: Scenario) -> Table:
    from cohortplan.model.privacy import AUDIENCES, FACTS

    heads = ["fact", "class", *(name.replace("_", " ") for name in AUDIENCES)]
    rows: list[list[str | int]] = []
    for name, fact in FACTS.items():
        sights = (scenario.privacy.sight(name, audience) for audience in AUDIENCES)
        rows.append([name.replace("_", " "), fact.klass, *("-" if sight == "no" else sight for sight in sights)])
    return Table("Who sees what", heads, rows)


def _due(scenario: Scenario, plan: Plan | None, today: date) -> Table:
    from cohortplan.model.privacy import FACTS, Clocks

    clocks, rows = Clocks(scenario, plan), list[list[str | int]]()
    for name, fact in FACTS.items():
        days = sorted(day for each in scenario.people if (day := clocks.due(name, each)) is not None)
        if days:
            when = f"{days[0]}" if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
            state = "due" if days[-1] <= today else "begun" if days[0] <= today else ""
            kept = f"{scenario.privacy.kept(name)} after {_SINCE[fact.since]}"
            rows.append([name.replace("_", " "), kept, when, state, fact.purpose])
    return Table("When it is to go (`cohortplan purge`)", ["fact", "kept", "until", "now", "what for"], rows)


_SINCE = {"visit": "the last visit to a gate", "end": "the end", "consent": "it was given"}


def _columns(scenario: Scenario) -> Table:
    from cohortplan.io.tables import TABLES
    from cohortplan.io.tables.facts import column_fact
    from cohortplan.model.privacy import FACTS

    attributes = [each.name for each in scenario.attributes]
    extra = dict.fromkeys(heading for person in scenario.participants for heading in person.extra)
    rows: list[list[str | int]] = []
    for table in TABLES.values():
        own = (*attributes, *extra) if table.name == "participants" else ()
        for heading in (*(column.name for column in table.columns), *own):
            fact = column_fact(table.name, heading, attributes)
            rows.append([f"{table.name}.csv", heading, fact.replace("_", " "), FACTS[fact].klass])
    return Table("What each column holds", ["file", "column", "fact", "class"], rows)
