"""``price``: what each rule, lock and closure costs."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from cohortplan.cli.commands.why import seed_option
from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import Table, emit, note, say
from cohortplan.cli.searching import searched

if TYPE_CHECKING:
    from cohortplan.living.prices import Item, Price
    from cohortplan.model import Scenario


@click.command("price")
@scenario_argument
@plan_argument
@click.option("--only", metavar="NAME", multiple=True, help="Price these alone; * stands for any letters.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help="Time for each, and for a bound.",
)
@seed_option
@json_option
def command(
    scenario_path: str, plan_path: str, only: tuple[str, ...], seconds: float, seed: int, as_json: bool
) -> None:
    """Say what each rule, wish, lock and closure of a host costs: how much better the best plan without it is.

    Each is left out in turn, and the best plan is looked for, starting from PLAN. The cost counts what all other soft
    rules owe. Where bounds meet it is proved; else it is what was found, with what is proved beside it.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.living.prices import items, price, ranked
    from cohortplan.solvers.base import Stop

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    every = list(items(scenario))
    chosen = [each for each in every if not only or any(fnmatchcase(each.name, name) for name in only)]
    if not chosen:
        known = "; ".join(each.name for each in every[:20]) or "none"
        raise InputError([Defect("nothing of this name has a price", f"Known: {known}", ", ".join(only))])

    def one(item: Item) -> Price:
        if not as_json:
            note(f"Without {item.name} ...")
        return searched(
            scenario, lambda ready: price(scenario, plan, item, stop=Stop(seconds), seed=seed, board_ready=ready)
        )

    found = ranked([one(item) for item in chosen])
    if as_json:
        emit([each.as_json() for each in found])
    else:
        _tell(scenario, found)


def _tell(scenario: Scenario, found: list[Price]) -> None:
    rows: list[list[str | int]] = []
    for each in found:
        before, after = each.before, each.after
        proved = "proved" if each.proved else f"{each.least} to {each.most}"
        travel = "" if before.travel_mean is None or after.travel_mean is None else f"{after.travel_mean:g}"
        pairs = f"{after.new_contacts - before.new_contacts:+d}"
        rows.append([each.item.name, each.item.kind, each.cost, proved, pairs, travel, after.min_host_kinds])
    columns = ["without", "what", "gain", "proved", "new contacts", "minutes of travel", "host kinds"]
    Table(f"{scenario.programme.id}: what could be had instead", columns, rows).show()
    say("Gain: by how much all other soft rules owe less. New contacts: more or fewer than in the plan.")
