"""``network``: who knows whom, before a programme and after it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cohortplan.cli.inputs import json_option, load_plan, load_scenario, plan_argument, scenario_argument
from cohortplan.cli.output import Table, emit, paragraph, say
from cohortplan.cli.views_of_network import (
    figures_view,
    introductions_view,
    linking_view,
    loads_view,
    mixing_view,
    news_sentence,
    rounds_view,
)

if TYPE_CHECKING:
    from cohortplan.model import Scenario

#: By what people are told apart unless something else is asked for.
_SECTOR = "sector"


@click.command("network")
@scenario_argument
@plan_argument
@click.option("--by", metavar="ATTRIBUTE", help="Tell people apart by this attribute.  [default: sector, if any]")
@click.option("--of", metavar="ATTRIBUTE", help="Look at what people belong to, such as organisation, not at people.")
@click.option("--rounds", is_flag=True, help="Show the measures after each round, too.")
@click.option("--news", "percent", metavar="PERCENT", type=click.IntRange(0, 100), help="Let news travel.")
@click.option(
    "--introduce", "number", metavar="NUMBER", type=click.IntRange(1, 100), help="Say whom to introduce next."
)
@click.option("--today", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="From when on they could meet.")
@json_option
def command(
    scenario_path: str,
    plan_path: str,
    by: str | None,
    of: str | None,
    rounds: bool,
    percent: int | None,
    number: int | None,
    today: datetime | None,
    as_json: bool,
) -> None:
    """Measure who knows whom, before a programme and after it.

    Two people know each other if they did before, by a tie, or share a set in a round that counts contacts. Each
    measure stands beside its value before the first round and if all had met, with what is good. Then come how evenly
    contacts, visits and ways are shared, which sectors know which, and who links those that do not know each other.

    With --of organisation, two organisations know each other if people of theirs do. With --news 50, one person has
    news that everyone who has it tells each other person they meet in a round with a chance of 50%, 100 times over.
    With --introduce 10, ten pairs are named who do not know each other and by whom most people come nearer.
    """
    from cohortplan.evaluate.contacts import planned_contacts
    from cohortplan.evaluate.network import network_report, news

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    if by is None and any(attribute.name == _SECTOR for attribute in scenario.attributes):
        by = _SECTOR
    _must_be_attributes(scenario, {"--by": by, "--of": of})
    met = planned_contacts(scenario, plan)
    report = network_report(scenario, plan, met, by=by, of=of)
    spread = None if percent is None else news(scenario, met, percent / 100)
    day = date.today() if today is None else today.date()  # noqa: DTZ011 - the organiser's calendar
    pairs = None if number is None else introductions_view(scenario, met, by, number, day)
    if as_json:
        more = {"news": None if spread is None else asdict(spread), "introductions": pairs and pairs.as_json()}
        asked = {name: value for name, value in more.items() if value is not None}
        emit({"scenario": scenario.programme.id, **report.as_json(), **asked})
        return
    tables = [figures_view(scenario, report), *([rounds_view(report)] if rounds else []), loads_view(report)]
    for table in tables:
        table.show()
        say()
    if spread is not None:
        paragraph(news_sentence(spread))
        say()
    for table in mixing_view(report):
        table.show()
        paragraph("Good: no two of them lag far behind.")
        say()
    _tell_links(linking_view(scenario, report))
    if pairs is not None:
        say()
        pairs.show()


def _tell_links(tables: list[Table]) -> None:
    """Say who links others that do not know each other, and what good looks like."""
    for table in tables:
        table.show()
        paragraph(
            "Paths: on what share of the shortest ways between two others somebody stands. Good: few per cent, so that "
            "no contact hangs on one person."
        )
        paragraph(
            "Constraint: how much of somebody's time goes to people who all know each other. Good: low, as they hear "
            "what is new from several sides."
        )
        paragraph(
            "Links: pairs they know who do not know each other. Coordinator: all three are alike; gatekeeper: one of "
            "the two is like them; consultant: only the two are alike; liaison: no two are. Good: the last three."
        )
    if not tables:
        say("Nobody has to link others: any two who know the same person know each other.")


def _must_be_attributes(scenario: Scenario, asked: dict[str, str | None]) -> None:
    """Make sure that there are the attributes that options name.

    Raises
    ------
    InputError
        If one is unknown; it names all of them.
    """
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    known = [attribute.name for attribute in scenario.attributes]
    wrong = [
        unknown("attribute", name, known, (option,)) for option, name in asked.items() if name and name not in known
    ]
    if wrong:
        raise InputError(wrong)
