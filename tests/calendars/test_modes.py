"""What calendars say of meetings at screens."""

from __future__ import annotations

from tests.calendars.test_feeds import FEEDS, PLAN, SCENARIO, by_path, scenario


def test_where_a_screen_will_do_is_told() -> None:
    """A meeting or an event online says so, beside its place if it has one; a hybrid one gives the choice."""
    first, second = SCENARIO.rounds
    found = []
    for mode in ("online", "hybrid"):
        activities = tuple(each.model_copy(update={"mode": mode}) for each in first.activities)
        rounds = (first.model_copy(update={"activities": activities}), second)
        events = tuple(each.model_copy(update={"mode": mode}) for each in SCENARIO.events)
        feed = by_path(scenario(rounds=rounds, events=events) if mode == "hybrid" else scenario(events=events), PLAN)
        found.append([event.location for event in feed["participants/P1.ics"].calendar.events])
    assert found[0] == [
        "online",
        *(event.location for event in FEEDS["participants/P1.ics"].calendar.events[1:-1]),
        "Hull, online",
    ]
    assert found[1][:3] == ["or online", "Moorside Prison, Doncaster, or online", "Town Hall, Leeds, or online"]
