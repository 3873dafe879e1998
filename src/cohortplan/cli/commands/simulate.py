"""``simulate``: what is left of a plan when things go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import Table, emit, paragraph, say

if TYPE_CHECKING:
    from cohortplan.evaluate.no_shows import NoShows, Spread
    from cohortplan.model import Scenario


class Share(click.ParamType[float]):
    """A percentage with or without its sign, such as 3%, from 0 to 100."""

    name = "percentage"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share, from 0 to 1."""
        try:
            share = float(str(value).strip().removesuffix("%")) / 100
        except ValueError:
            share = -1
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no percentage from 0% to 100%.", param, ctx)
        return share


@click.command("simulate")
@scenario_argument
@plan_argument
@click.option("--no-show", type=Share(), default="3%", show_default=True, help="Somebody stays away, each day.")
@click.option("--cancel", type=Share(), default="0%", show_default=True, help="A host calls off a visit.")
@click.option(
    "--refuse", type=Share(), default="0%", show_default=True, help="A host that asks for a clearance turns one away."
)
@click.option("--runs", type=click.IntRange(2, 1_000_000), default=1000, show_default=True)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="The source of randomness."
)
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    no_show: float,
    cancel: float,
    refuse: float,
    runs: int,
    seed: int,
    as_json: bool,
) -> None:
    """Let a plan happen many times over, and say what is left of it when things go wrong.

    Chances are percentages, each of them by itself: that somebody stays away on a day, that a host calls off a visit
    (and all others that begin there then), that somebody is turned away at the gate of a host that asks for a
    clearance. What is recorded of rounds that are over stays. The same seed gives the same figures.
    """
    from cohortplan.evaluate.no_shows import Chances, no_shows

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    found = no_shows(scenario, plan, Chances(no_show, cancel, refuse), runs, seed)
    if as_json:
        emit({"scenario": scenario.programme.id, **found.as_json()})
        return
    _tell(scenario, found)


def _tell(scenario: Scenario, found: NoShows) -> None:
    chances = found.chances
    say(f"{scenario.programme.title}: {found.runs} runs")
    rows = [
        _row("pairs that meet", found.pairs),
        _row("of them new", found.new_contacts),
        _row("new, whoever has fewest", found.fewest),
        *(_row(f"people short of {name}", spread) for name, spread in found.people.items()),
    ]
    Table("", ["figure", "planned", "mean", "mean, 95%", "p10", "p90"], rows).show()
    say()
    away, off, shut = (_percent(chance) for chance in (chances.no_show, chances.cancel, chances.refuse))
    paragraph(
        f"Chances: {away} that somebody stays away on a day, {off} that a host calls off a visit, {shut} that somebody "
        "is turned away at a gate. The mean of ever more runs lies with 95% certainty where the fourth column says. "
        "One run in ten comes to p10 or less, nine in ten to p90 or less."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.6g}%"


def _row(name: str, spread: Spread) -> list[str | int]:
    between = f"{spread.least:.2f} to {spread.most:.2f}"
    return [name, spread.planned, f"{spread.mean:.2f}", between, spread.p10, spread.p90]
