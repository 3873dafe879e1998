"""``show``: a plan as people look at it."""

from __future__ import annotations

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import emit
from cohortplan.cli.views import host_view, person_view, sets_view, timetable_view
from cohortplan.cli.views_of_contacts import contacts_view
from cohortplan.cli.views_of_duties import duties_view, facilitators_view, shares_view
from cohortplan.cli.views_of_guests import guests_view
from cohortplan.cli.views_of_reach import reach_view
from cohortplan.cli.views_of_tasks import tasks_view

_WHOLE = {
    "sets": sets_view,
    "timetable": timetable_view,
    "duties": duties_view,
    "shares": shares_view,
    "guests": guests_view,
    "reach": reach_view,
    "contacts": contacts_view,
    "tasks": tasks_view,
    "facilitators": facilitators_view,
}
_SINGLE = {"person": person_view, "host": host_view}


@click.command("show")
@scenario_argument
@plan_argument
@click.argument("view", type=click.Choice([*_WHOLE, *_SINGLE]), default="sets")
@click.argument("name", metavar="[ID]", required=False)
@json_option
def command(scenario_path: str, plan_path: str, view: str, name: str | None, as_json: bool) -> None:
    """Show a plan: its sets (who sits with whom), its timetable (in local time), a person's or a host's year.

    `duties` tells who has which duty when, and what comes of each case; `shares` how much of it each person has;
    `facilitators` who looks after which sets;
    `guests` who sits at which table, and what else guests are invited to; `reach` whom the hub has met by each round.
    `contacts` counts whom everyone was to meet, met, and is confirmed to have met, and who is still owed to them.
    `tasks` lists by date until when hosts are to be told of visits, and given the visitors' names; it names nobody.
    `person` and `host` need the ID of one. A host's year has head-counts and no names.
    """
    if (view in _SINGLE) != (name is not None):
        need = f"`{view}` needs an ID" if view in _SINGLE else f"`{view}` takes no ID"
        raise click.UsageError(f"{need}.", click.get_current_context())
    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    table = _SINGLE[view](scenario, plan, name) if name is not None else _WHOLE[view](scenario, plan)
    if as_json:
        emit({"view": view, "title": table.title, "rows": table.as_json()})
    else:
        table.show()
