"""``network``: who knows whom, before a programme and after it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

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
    from cohortplan.evaluate.network import NetworkReport
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
    by = _told_apart_by(scenario, by, of)
    met = planned_contacts(scenario, plan)
    report = network_report(scenario, plan, met, by=by, of=of)
    spread = None if percent is None else news(scenario, met, percent / 100)
    day = date.today() if today is None else today.date()  # noqa: DTZ011 - the organiser's calendar
    pairs = None if number is None else introductions_view(scenario, met, by, number, day)
    if as_json:
        more: dict[str, Any] = {"news": asdict(spread)} if spread is not None else {}
        more |= {"introductions": pairs.as_json()} if pairs is not None else {}
        emit({"scenario": scenario.programme.id, **report.as_json(), **more})
        return
    _tell_figures(scenario, report, rounds)
    if spread is not None:
        paragraph(news_sentence(spread))
        say()
    _tell_kinds(report)
    _tell_links(linking_view(scenario, report))
    if pairs is not None:
        say()
        _tell_pairs(pairs)


def _tell_figures(scenario: Scenario, report: NetworkReport, rounds: bool) -> None:
    for table in (figures_view(scenario, report), *([rounds_view(report)] if rounds else []), loads_view(report)):
        table.show()
        say()


def _tell_kinds(report: NetworkReport) -> None:
    from cohortplan.evaluate.network.wording import mixing_rows

    for table in mixing_view(report):
        table.show()
        paragraph("Good: no two of them lag far behind.")
        say()
    values, rows = mixing_rows(report)
    if values and not rows:
        say(f"There are {len(values)} of {report.by}: which of them know each other is told with --json.")
        say()


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


def _tell_pairs(table: Table) -> None:
    """Say whom to introduce to each other, and what the gain is."""
    if not table.rows:
        say("Nobody is left to introduce.")
        return
    table.show()
    paragraph("Pairs nearer: these two, and others who then know somebody who can introduce them. Good: few are left.")


def _told_apart_by(scenario: Scenario, by: str | None, of: str | None) -> str | None:
    """Return the attribute by which people are told apart: the one asked for, else the sector if there is one.

    Raises
    ------
    InputError
        If there is no such attribute as an option names; it names all of them.
    """
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    known = [attribute.name for attribute in scenario.attributes]
    asked = {"--by": by, "--of": of}
    wrong = [unknown("attribute", name, known, (key,)) for key, name in asked.items() if name and name not in known]
    if wrong:
        raise InputError(wrong)
    return by or (_SECTOR if _SECTOR in known else None)
