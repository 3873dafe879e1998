"""``lock``: keep seats and visits as a plan has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, scenario_argument
from cohortplan.cli.messages import at_option
from cohortplan.cli.naming import Named, find
from cohortplan.cli.output import Table, count, emit, say

if TYPE_CHECKING:
    from cohortplan.io.locks import TypedLock
    from cohortplan.model import Plan, Scenario
    from cohortplan.model.edits import Lock

round_option = click.option("--round", "round_id", metavar="ROUND", help="Only what is in this round.")


@click.command("lock")
@scenario_argument
@click.argument("plan_path", metavar="[PLAN]", required=False)
@click.argument("what", metavar="[WHAT]...", nargs=-1)
@round_option
@at_option
@json_option
def command(
    scenario_path: str,
    plan_path: str | None,
    what: tuple[str, ...],
    round_id: str | None,
    moment: datetime,
    as_json: bool,
) -> None:
    """Keep seats and visits as a plan has them: adds rows to locks.csv.

    WHAT is a participant (the seats still to come), a set (its members and visits), a host (the visits to it) or a
    round: an id, or the name of a person or host. What somebody typed into the table stays as it is. Without PLAN it
    lists the locks there are.
    """
    from cohortplan.io.folder import open_store, table_file
    from cohortplan.io.locks import add_locks, typed_locks

    if plan_path is not None and not what:
        raise click.UsageError("Say what to lock: participants, sets, hosts or rounds.", click.get_current_context())
    scenario = load_scenario(scenario_path, plan_path)
    store = open_store(scenario_path)
    name = table_file(store, "locks")
    there, place = typed_locks(store, name, scenario), store.place(name)
    if plan_path is None:
        _list(place, store.called(name), there, as_json=as_json)
        return
    found = find(scenario, what)
    rounds = find(scenario, [round_id] if round_id else [], ("round",))
    plan = load_plan(scenario, plan_path)
    wanted = locks_of(scenario, plan, found, rounds, plan_path, since=moment)
    known = {each.lock for each in there}
    fresh = [lock for lock in wanted if lock not in known]
    _must_hold(scenario, fresh, there, store.called(name), plan_path)
    if fresh:
        add_locks(store, name, fresh)
    if as_json:
        emit({"file": place, "added": cells(fresh), "known": len(wanted) - len(fresh)})
        return
    before = f" {count(len(wanted) - len(fresh), 'lock')} stood there before." if len(fresh) < len(wanted) else ""
    say(f"Locked in {place}: {tally(fresh) or 'nothing new'}.{before}")


def locks_of(
    scenario: Scenario,
    plan: Plan,
    things: Iterable[Named],
    rounds: Sequence[Named],
    plan_path: str,
    since: datetime | None = None,
) -> list[Lock]:
    """Return the locks that keep things as they are in a plan, each once.

    Parameters
    ----------
    rounds : sequence of Named
        The rounds that are meant, if not all.
    since : datetime, optional
        Of a participant only the seats are meant that are not over then.

    Raises
    ------
    InputError
        If the plan has nothing of one of the things.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model.edits import as_planned

    planned = [lock for lock in as_planned(scenario, plan) if all(each.concerns(scenario, lock) for each in rounds)]
    past = _past(plan, since) if since is not None else set()
    locks: list[Lock] = []
    defects = []
    for thing in things:
        over = past if thing.kind == "participant" else ()
        mine = [lock for lock in planned if thing.concerns(scenario, lock) and lock.set not in over]
        locks.extend(mine)
        if not mine:
            what = "no seat still to come" if over else "nothing to be kept"
            defects.append(Defect(f"the plan has {what} of {thing}", "Name another", file=plan_path))
    if defects:
        raise InputError(defects)
    return list(dict.fromkeys(locks))


def _past(plan: Plan, moment: datetime) -> set[str]:
    """Return the sets all of whose activities are over by then."""
    groups = [group for planned in plan.rounds for group in planned.sets if group.activities]
    return {group.id for group in groups if max(done.end for done in group.activities) <= moment}


def _must_hold(
    scenario: Scenario, fresh: Sequence[Lock], there: Iterable[TypedLock], called: str, plan_path: str
) -> None:
    """Make sure that locks can be added to those there are.

    Raises
    ------
    InputError
        If not; a lock that is in the way is told with its row, what is wrong with a new one with the plan.
    """
    from dataclasses import replace

    from cohortplan.errors import Defect, InputError, ScenarioError
    from cohortplan.model.edits import with_locks

    rows = {each.lock: each.row for each in there}
    parts = with_locks(scenario, fresh)

    def placed(defect: Defect) -> Defect:
        family, index = next(((a, b) for a, b in pairwise(defect.path) if a in parts), ("", ""))
        lock = parts[family][index] if isinstance(family, str) and isinstance(index, int) else None
        if lock in rows:
            return replace(defect, file=called, row=rows[lock], remedy="`cohortplan unlock` it first")
        return replace(defect, file=plan_path, remedy="Mend the plan, or leave this unlocked")

    try:
        scenario.but(**parts)
    except ScenarioError as error:
        raise InputError(map(placed, error.defects)) from error


def _list(place: str, called: str, there: Sequence[TypedLock], *, as_json: bool) -> None:
    rows = cells(each.lock for each in there)
    if as_json:
        emit({"file": place, "locks": [{"row": each.row, **row} for each, row in zip(there, rows, strict=True)]})
    elif there:
        columns = ["row", *rows[0]]
        lines: list[list[str | int]] = [[each.row, *row.values()] for each, row in zip(there, rows, strict=True)]
        Table(called, columns, lines).show()
    else:
        say("Nothing is locked.")


def cells(locks: Iterable[Lock]) -> list[dict[str, str]]:
    """Return the rows that say locks, by column."""
    from cohortplan.io.tables.locks import row_of

    return [row_of(lock) for lock in locks]


def tally(locks: Sequence[Lock]) -> str:
    """Say how many locks there are of each kind."""
    from cohortplan.model import SeatLock

    seats = sum(isinstance(lock, SeatLock) for lock in locks)
    numbers = {"seat": seats, "visit": len(locks) - seats}
    return " and ".join(count(number, noun) for noun, number in numbers.items() if number)
