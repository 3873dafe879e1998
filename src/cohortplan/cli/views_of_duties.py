"""The tables of duties and facilitators that ``show`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import Table
from cohortplan.cli.views import clock, titled

if TYPE_CHECKING:
    from cohortplan.evaluate import Hearing
    from cohortplan.model import Plan, Scenario


def duties_view(scenario: Scenario, plan: Plan) -> Table:
    """Who has which duty when; cases with those who consult, counted, and at the end the cases not presented."""
    from cohortplan.evaluate import hearings, unrepresented
    from cohortplan.model import turns

    posts = turns(scenario, plan)
    heard = hearings(scenario, posts)
    notes = {(each.duty, each.participant): _note(each) for each in heard}
    rows: list[list[str | int]] = []
    for turn in posts:
        people = [_name(scenario, person) for person in turn.holders]
        told = [notes.get((turn.duty.id, person), "") for person in turn.holders]
        if people or not turn.duty.cases:
            rows.append([*clock(turn), turn.set, turn.activity, turn.duty.name, ", ".join(people), _each(people, told)])
    titles = {duty.id: duty.name for duty in scenario.duties}
    for each in heard:
        if not each.set:
            what = f"no turn: {titles[each.duty]}"
            rows.append(["", "", "", "", "", what, _name(scenario, each.participant), each.reason])
    for (duty, _, activity), values in unrepresented(scenario, posts).items():
        rows.append(["", "", "", "", activity, titles[duty], "", f"not represented: {', '.join(values)}"])
    columns = ("day", "from", "until", "set", "activity", "duty", "who", "note")
    return Table(titled(scenario, "duties", scenario.programme.timezone), columns, rows)


def shares_view(scenario: Scenario, plan: Plan) -> Table:
    """How often each person has each duty, how many duties there are in all, and how long they take."""
    from cohortplan.evaluate import shares
    from cohortplan.model import turns

    rows: list[list[str | int]] = []
    for person, share in shares(scenario, turns(scenario, plan)).items():
        each = [share.turns.get(duty.id, 0) for duty in scenario.duties]
        rows.append([person, scenario.people[person].name, *each, share.duties, share.minutes])
    columns = ("id", "name", *(duty.id for duty in scenario.duties), "duties", "minutes")
    return Table(titled(scenario, "shares of the duties", ""), columns, rows)


def facilitators_view(scenario: Scenario, plan: Plan) -> Table:
    """Who looks after which sets and how many different people, and at the end the sets that have too few."""
    from cohortplan.evaluate import open_places
    from cohortplan.model import charges

    found = charges(scenario, plan)
    rows: list[list[str | int]] = []
    for each in scenario.facilitators:
        mine = [charge for charge in found if each.id in charge.holders]
        people = {member for charge in mine for member in charge.members}
        rows.append([each.id, each.name, len(mine), len(people), ", ".join(charge.set for charge in mine)])
    rows.extend(["", "open", 0, 0, place.sentence] for place in open_places(scenario, found))
    return Table(titled(scenario, "facilitators", ""), ("id", "name", "sets", "people", "which"), rows)


def _note(hearing: Hearing) -> str:
    """Tell who consults on a case, and what is missing."""
    found = hearing.consultants
    if found is None:
        return ""
    numbers = {
        "other sectors": found.other_sectors,
        "of the family": found.family,
        "know the topic": found.insiders,
        "are new to it": found.outsiders,
    }
    counted = ", ".join(f"{number} {what}" for what, number in numbers.items() if number is not None)
    return f"{counted}; only {hearing.reason}" if hearing.reason else counted


def _each(people: list[str], told: list[str]) -> str:
    """Join what is told of each of several people."""
    if len(people) == 1:
        return told[0]
    return "; ".join(f"{person}: {note}" for person, note in zip(people, told, strict=True) if note)


def _name(scenario: Scenario, person: str) -> str:
    return scenario.people[person].name
