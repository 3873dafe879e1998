"""``swap``: what it means if two people changed places, or two sets their visits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cohortplan.cli.commands.lock import round_option
from cohortplan.cli.editing import answer, edited_option, planned_set, seats_of, visits_made
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


@click.command("swap")
@scenario_argument
@plan_argument
@click.argument("a")
@click.argument("b")
@round_option
@edited_option
@json_option
def command(
    scenario_path: str, plan_path: str, a: str, b: str, round_id: str | None, output: Path | None, as_json: bool
) -> None:
    """Tell at once what gets better and worse if A and B swap.

    Two participants swap their places in a round: --round says in which, if they sit in different sets in several. Two
    sets of a round swap their visits, hosts and times. The plan is written only with -o.
    """
    if output is not None:
        must_be_writable(output)
    scenario = load_scenario(scenario_path, plan_path)
    one, other = find(scenario, [a, b], ("participant", "set"))
    rounds = [each.id for each in find(scenario, [round_id] if round_id else [], ("round",))]
    plan = load_plan(scenario, plan_path)
    if {one.kind, other.kind} == {"participant"}:
        wanted, headline = _seats(scenario, plan, one, other, rounds or list(scenario.round))
    else:
        wanted, headline = _visits(scenario, plan, one, other, rounds, plan_path)
    answer(scenario, plan, wanted, headline, output, as_json=as_json)


def _seats(
    scenario: Scenario, plan: Plan, one: Named, other: Named, rounds: Sequence[str]
) -> tuple[Sequence[Lock], str]:
    """Return the seats that are wanted, and what that is in words.

    Raises
    ------
    InputError
        If it is not clear in which round, or there is nothing to swap.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model import SeatLock

    mine, theirs = (seats_of(scenario, plan, each.id, rounds) for each in (one, other))
    apart = [name for name in rounds if name in mine and name in theirs and mine[name] != theirs[name]]
    if not apart:
        message = f"there is no round in which {one.id} and {other.id} sit in different sets"
        raise InputError([Defect(message, "Name two who do" if len(rounds) > 1 else "Name another round")])
    if len(apart) > 1:
        message = f"{one.id} and {other.id} sit in different sets in several rounds: {', '.join(apart)}"
        raise InputError([Defect(message, f"Say in which they swap: --round {apart[0]}")])
    here, there = mine[apart[0]], theirs[apart[0]]
    headline = f"{person(scenario, one.id)} moves to {there}, {person(scenario, other.id)} to {here}."
    return [SeatLock(participant=one.id, set=there), SeatLock(participant=other.id, set=here)], headline


def _visits(
    scenario: Scenario, plan: Plan, one: Named, other: Named, rounds: Sequence[str], plan_path: str
) -> tuple[Sequence[Lock], str]:
    """Return the visits that are wanted, and what that is in words.

    Raises
    ------
    InputError
        If these are not two sets of a round with visits to swap.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.model import VisitLock

    if one.kind != other.kind:
        message = f"a participant and a set cannot swap: {one} and {other}"
        raise InputError([Defect(message, "Name two participants, or two sets")])
    both = [scenario.set_spec[each.id][0].id for each in (one, other)]
    if one == other or len({*both, *rounds}) > 1:
        asked = f" of {rounds[0]}" if rounds else ""
        raise InputError([Defect(f"{one.id} and {other.id} are not two sets of one round{asked}", "Name two that are")])
    mine, theirs = (
        {done.id: done for done in visits_made(scenario, planned_set(scenario, plan, each.id, plan_path))}
        for each in (one, other)
    )
    wanted = [
        VisitLock(set=each.id, activity=name, host=visits[name].host or "", start=scenario.local(visits[name].start))
        for each, visits in ((one, theirs), (other, mine))
        for name in mine
        if name in theirs
    ]
    if not wanted:
        raise InputError([Defect(f"{one.id} and {other.id} make no visit that they could swap", "Name sets that do")])
    return wanted, f"Sets {one.id} and {other.id} swap their visits."
