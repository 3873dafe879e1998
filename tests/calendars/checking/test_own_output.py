"""Everything that leaves this package keeps the rules that it checks others by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cohortplan.calendars.checking.check import check
from cohortplan.calendars.feeds import feeds
from cohortplan.calendars.ical import Mailbox, render
from cohortplan.calendars.invitations import invitations
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Change, Entry, changes
from cohortplan.calendars.mail import Writer
from cohortplan.io import read_scenario
from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Round, Scenario, ScenarioRef
from tests.calendars import test_feeds

#: These are enough to see at once if something is wrong; the others have many more calendars.
FAST = ("connect-11", "threesector-30x10")
NAMES = sorted(path.parent.name for path in Path("scenarios").glob("*/scenario.toml"))
SCENARIOS = [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in NAMES]
OFFICE = Mailbox("Programme office", "office@else.example")


def any_plan(scenario: Scenario) -> Plan:
    """Return a plan that seats everybody and sends every set somewhere, whatever the rules say."""
    return Plan(
        scenario=ScenarioRef(id=scenario.programme.id),
        rounds=tuple(PlannedRound(id=each.id, sets=tuple(_sets(scenario, each))) for each in scenario.rounds),
    )


def _sets(scenario: Scenario, each: Round) -> Iterator[PlannedSet]:
    people = scenario.attending(each.id)
    for k, spec in enumerate(each.sets):
        made = []
        for activity in scenario.activities(each, spec.id):
            window = activity.windows[k % len(activity.windows)]
            host = scenario.hosts[k % len(scenario.hosts)].id if activity.kind == "visit" else None
            start = scenario.aware(window.start)
            end = scenario.aware(window.start + activity.length(window))
            made.append(PlannedActivity(id=activity.id, kind=activity.kind, host=host, start=start, end=end))
        yield PlannedSet(id=spec.id, members=people[k :: len(each.sets)], activities=tuple(made))


@pytest.mark.parametrize("name", SCENARIOS)
def test_feeds_of_the_shipped_scenarios_are_sound(name: str) -> None:
    """No calendar of any participant, set, host or programme breaks a rule, not even with a warning."""
    scenario = read_scenario(f"scenarios/{name}")
    made = feeds(scenario, items(scenario, any_plan(scenario)))
    files = [(str(feed.path), render(feed.calendar)) for feed in made]
    assert len(files) > len(scenario.participants)
    assert check(files) == []


def revisions() -> Iterator[list[Change]]:
    """Yield what is told as a plan is published, changed, cut down, and published again as it was."""
    scenario, plan = test_feeds.SCENARIO, test_feeds.PLAN
    later = {
        key: (host, start.replace("T10", "T11"), minutes) for key, (host, start, minutes) in test_feeds.VISITS.items()
    }
    shorter = plan.model_copy(update={"rounds": plan.rounds[:1]})
    entries: dict[tuple[str, str], Entry] = {}
    now = datetime(2026, 8, 20, 12, tzinfo=UTC)
    for each in (plan, test_feeds.plan_of(scenario, later), shorter, plan):
        now += timedelta(hours=1)
        found = list(changes(entries, invitations(scenario, items(scenario, each)), OFFICE, now, {}))
        entries.update({change.invitation.key: _entry(change, len(entries)) for change in found})
        yield found


def _entry(change: Change, number: int) -> Entry:
    invitation, event = change.invitation, change.event
    return Entry(
        *(number, 1, event.uid, invitation.address, invitation.audience, invitation.to, invitation.name),
        kind=str(change.kind),
        method=change.method,
        sequence=event.sequence,
        dtstamp=event.dtstamp,
        event=event,
        content=change.content,
    )


def test_messages_of_the_ledger_are_sound() -> None:
    """Invitations, changes, cancellations and what is on again keep the rules, also held against each other."""
    told = [change for found in revisions() for change in found if change.invitation.address]
    assert {str(change.kind) for change in told} >= {"new", "major", "cancel", "reinstate"}
    assert check([(f"{k}.ics", change.content) for k, change in enumerate(told)]) == []


def test_mails_are_sound() -> None:
    """So does each of them as an e-mail."""
    writer = Writer(OFFICE, "secret")
    told = [change for found in revisions() for change in found if change.invitation.address]
    assert check([(f"{k}.eml", writer.write(_entry(change, k))) for k, change in enumerate(told)]) == []
