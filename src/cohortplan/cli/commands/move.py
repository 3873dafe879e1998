"""``move``: what it means if somebody sat in another set, or a set went to another host."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.editing import answer, edited_option, planned_set, seats_of
from cohortplan.cli.inputs import (
    json_option,
    load_plan,
    load_scenario,
    must_be_writable,
    plan_argument,
    scenario_argument,
)
from cohortplan.cli.naming import Named, find
from cohortplan.cli.views_of_edits import person

if TYPE_CHECKING:
    from cohortplan.model import Plan, Scenario
    from cohortplan.model.edits import Lock


@click.command("move")
@scenario_argument
@plan_argument
@click.argument("who")
@click.argument("where")
@click.option("--start", metavar="TIME", help='When the visit begins: "2026-10-08 10:00", or "10:00" on the same day.')
@click.option("--activity", metavar="ID", help="Which visit of the set, if it makes several in the round.")
@edited_option
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    who: str,
    where: str,
    start: str | None,
    activity: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell at once what gets better and worse if a participant moves to another set, or a set to another host.

    WHO and WHERE are a participant and a set, or a set and a host: ids, or the names of people and hosts. A visit keeps
    its time, unless --start gives another. The plan is written only with -o.
    """
    if output is not None:
        must_be_writable(output)
    scenario = load_scenario(scenario_path, plan_path)
    (one,) = find(scenario, [who], ("participant", "set"))
    (other,) = find(scenario, [where], ("set",) if one.kind == "participant" else ("host",))
    if one.kind == "participant" and (start or activity):
        raise click.UsageError("--start and --activity are for the visit of a set.", click.get_current_context())
    plan = load_plan(scenario, plan_path)
    if one.kind == "participant":
        lock, headline = _seat(scenario, plan, one, other, plan_path)
    else:
        lock, headline = _visit(scenario, plan, (one, other), activity, start, plan_path)
    answer(scenario, plan, [lock], headline, output, as_json=as_json)


def _seat(scenario: Scenario, plan: Plan, who: Named, where: Named, plan_path: str) -> tuple[Lock, str]:
    """Return the seat that is wanted, and what it is in words.

    Raises
    ------
    InputError
        If the person sits there already, or the plan lacks the set.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model import SeatLock

    planned_set(scenario, plan, where.id, plan_path)
    round_id = scenario.set_spec[where.id][0].id
    now = seats_of(scenario, plan, who.id, [round_id]).get(round_id)
    if now == where.id:
        raise InputError([Defect(f"{who.id} sits in set {where.id} already", "Name another set", where.id)])
    headline = f"{person(scenario, who.id)} moves from {now or f'no set of {round_id}'} to {where.id}."
    return SeatLock(participant=who.id, set=where.id), headline


def _visit(
    scenario: Scenario, plan: Plan, what: tuple[Named, Named], activity: str | None, start: str | None, plan_path: str
) -> tuple[Lock, str]:
    """Return the visit that is wanted, and what it is in words.

    Raises
    ------
    InputError
        If it is not clear which visit is meant, or when it begins.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model import VisitLock
    from cohortplan.model.names import unknown

    (group, host), round_of = what, scenario.set_spec[what[0].id][0]
    visits = [each.id for each in scenario.activities(round_of, group.id) if each.kind == "visit"]
    if activity is not None and activity not in visits:
        raise InputError([unknown(f"visit of set {group.id}", activity, visits, ())])
    if not visits:
        raise InputError([Defect(f"set {group.id} makes no visit", "Name a set that does", group.id)])
    if activity is None and len(visits) > 1:
        raise InputError([Defect(f"set {group.id} makes several visits", f"Say which: --activity {visits[0]}")])
    name = activity or visits[0]
    planned = planned_set(scenario, plan, group.id, plan_path)
    now = next((scenario.local(done.start) for done in planned.activities if done.id == name), None)
    then = _moment(start, now) if start is not None else now
    lock = VisitLock(set=group.id, activity=name, host=host.id, start=then)
    at = f" at {then:%Y-%m-%d %H:%M}" if then is not None else ""
    return lock, f"Set {group.id} goes to {scenario.host[host.id].name} ({host.id}) for {name}{at}."


def _moment(text: str, now: datetime | None) -> datetime:
    """Read the start of a visit: a date and a time, or a time on the day on which it is.

    Raises
    ------
    InputError
        If it is neither.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.io.dates import CellError, clock, moment

    try:
        return moment(text)
    except CellError as error:
        try:
            if now is not None:
                return datetime.combine(now.date(), clock(text))
        except CellError:
            pass
        raise InputError([Defect(str(error), error.remedy, text)]) from error
