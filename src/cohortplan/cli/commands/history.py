"""``history``: what came of a plan, and what the next cohort is to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cohortplan.cli.inputs import (
    json_option,
    load_plan,
    load_scenario,
    plan_argument,
    scenario_argument,
)
from cohortplan.cli.output import count, emit, say
from cohortplan.cli.views_of_contacts import confirmed_counts, confirmed_line, debt_lines, realised, rounds_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortplan.evaluate import OldTie
    from cohortplan.io.append import Rows
    from cohortplan.model import Plan, Scenario


@click.command("history")
@scenario_argument
@plan_argument
@click.option("--into", "into", metavar="NEXT", help="The next cohort's scenario, whose tables get the rows.")
@click.option(
    "--half-life",
    type=click.IntRange(1, 36_500),
    help="Days in which a contact fades to half its strength.  [default: 365]",
)
@click.option("--refresh", is_flag=True, help="Give ties that fade while NEXT lasts that day as `need_by`.")
@json_option
def command(scenario_path: str, plan_path: str, into: str | None, as_json: bool, **options: Any) -> None:
    """Tell which contacts were planned, attended and confirmed, round by round, and which are still owed.

    With --into, those who are in NEXT, too, by their mailbox or else their name, get ties (ties.csv) as far as their
    contacts are alive when NEXT starts; and hosts that are in both remember the visits (bookings.csv). A contact of one
    meeting is alive for one half-life, of two for two; one that both confirm counts double.
    """
    from cohortplan.evaluate import owed

    scenario = load_scenario(scenario_path, plan_path)
    plan = load_plan(scenario, plan_path)
    told, handed = _told(scenario, plan), dict[str, Any]()
    if into is not None:
        handed = _hand_on(scenario, plan, into, **options)
    if as_json:
        emit({**told, **({"next": handed} if handed else {})})
        return
    rounds_table(scenario, plan).show()
    met, due = realised(scenario, plan)
    if due:
        say(f"Of {count(due, 'meeting')} of two people that were planned so far {met} came about: {met / due:.0%}.")
    for line in (confirmed_line(scenario), *debt_lines(owed(scenario, plan))):
        say(line)
    if handed:
        say(
            f"{count(handed['people'], 'participant')} of {handed['id']} were in {scenario.programme.id}, too: "
            f"{count(handed['alive'], 'tie')} alive on {handed['on']}, {handed['faded']} faded."
        )
        rows = f"{count(handed['ties'], 'row')} added to ties.csv, {count(handed['bookings'], 'row')} to bookings.csv"
        say(f"{rows} of {into}.")
        if handed["as_planned"]:
            say(f"Nothing is recorded of {', '.join(handed['as_planned'])}: the plan stands for what happened there.")


def _told(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    from cohortplan.evaluate import owed

    debts, both, one = owed(scenario, plan), *confirmed_counts(scenario)
    met, due = realised(scenario, plan)
    return {
        "realised": {"planned": due, "attended": met},
        "rounds": rounds_table(scenario, plan).as_json(),
        "confirmed": {"by_both": both, "by_one": one},
        "owed": [{"pair": [debt.a, debt.b], "missed": list(debt.missed), "later": debt.later} for debt in debts],
    }


def _hand_on(scenario: Scenario, plan: Plan, into: str, *, half_life: int | None, refresh: bool) -> dict[str, Any]:
    """Add what the next cohort is to know to its tables, and return how much that is.

    Raises
    ------
    InputError
        If its scenario or its tables cannot be used.
    """
    from cohortplan.evaluate import HALF_LIFE, old_ties
    from cohortplan.io import add_rows, booking_rows
    from cohortplan.model.again import met_again
    from cohortplan.model.attendance import happened

    following = load_scenario(into)
    people = met_again(scenario.participants, following.participants)
    left = [
        tie
        for tie in old_ties(scenario, plan, following.programme.starts, half_life or HALF_LIFE)
        if tie.a in people and tie.b in people
    ]
    ties = _tie_rows(scenario, following, left, people, refresh=refresh)
    hosts = met_again(scenario.hosts, following.hosts)
    visits = booking_rows(scenario, scenario.visits(happened(scenario, plan)), hosts)
    bookings = [row for row in visits if not _is_booked(following, row)]
    tables: dict[str, Rows] = {name: rows for name, rows in (("ties", ties), ("bookings", bookings)) if rows}
    add_rows(into, tables)
    alive = sum(tie.until is not None for tie in left)
    return {
        "id": following.programme.id,
        "on": f"{following.programme.starts}",
        "people": len(people),
        "alive": alive,
        "faded": len(left) - alive,
        "ties": len(ties),
        "bookings": len(bookings),
        "as_planned": [name for name in scenario.contact_rounds if name not in scenario.register.rounds],
    }


def _is_booked(following: Scenario, row: Mapping[str, str]) -> bool:
    """Whether the host has this booking already."""
    start = f"{row['date']} {row['from']}"
    bookings = following.host[row["host"]].bookings
    return any(f"{each.start:%Y-%m-%d %H:%M}" == start and each.by == row["by"] for each in bookings)


def _tie_rows(
    scenario: Scenario, following: Scenario, left: list[OldTie], people: Mapping[str, str], *, refresh: bool
) -> list[dict[str, str]]:
    """Return rows of ties that are alive, of pairs who are not known to know each other already."""
    known = {tie.pair for tie in following.ties if tie.kind == "knows"}
    rows = []
    for tie in left:
        a, b = sorted((people[tie.a], people[tie.b]))
        if tie.until is not None and (a, b) not in known:
            row = {"a": a, "b": b, "kind": "knows", "source": scenario.programme.id, "since": f"{tie.days[0]}"}
            if refresh:
                row["need_by"] = f"{tie.until}" if tie.until <= following.programme.ends else ""
            rows.append(row)
    return rows
