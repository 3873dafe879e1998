"""What guests of single events find in their calendars."""

from __future__ import annotations

from cohortplan.calendars.feeds import feeds
from cohortplan.calendars.invitations import invitations, without_mailbox
from cohortplan.calendars.items import Item, items
from cohortplan.model import Event, Guest, Plan, Scenario
from tests.support.celebration import celebration, with_guests

ANN = Guest(id="G1", name="Ann Rowe", email="ann@board.example", organisation="Rowe Board")
BEN = Guest(id="G2", name="Ben Cole", events=("lunch",))
CLOSE = Event(
    id="close",
    title="Thanks",
    start="2026-10-07T14:00",
    end="2026-10-07T15:00",
    guests=True,
    link="https://meet.example/1",
)


def party(*tables: str) -> tuple[Scenario, Plan]:
    """Return a scenario with two guests, and a plan that seats them."""
    scenario = celebration(ANN, BEN, events=(CLOSE,))
    return scenario, with_guests(scenario, "P1 P2 P3 | P4 P5 P6", *tables)


def of_guests(scenario: Scenario, plan: Plan) -> list[Item]:
    """Return what a plan puts into guests' calendars."""
    return [item for item in items(scenario, plan) if item.audience == "guest"]


def test_a_guest_is_told_of_the_table_and_of_events() -> None:
    """Those of one guest: the meeting at the table's set with its head-count, and the events that are for guests."""
    scenario, plan = party("G1", "G2")
    lunch, close = [item.event for item in of_guests(scenario, plan) if item.to == "G1"]
    group = plan.rounds[0].sets[0]
    assert f"table of set {group.id}, {len(group.members) + 1} people" in lunch.description
    assert (close.summary, close.conference, close.transp) == ("Thanks", "https://meet.example/1", "OPAQUE")
    assert [item.event.summary for item in of_guests(scenario, plan) if item.to == "G2"] == [lunch.summary]


def test_no_participant_is_named_to_a_guest() -> None:
    """Neither their names nor those of the other guests."""
    scenario, plan = party("G1", "G2")
    told = " ".join(str(item.event) for item in of_guests(scenario, plan))
    assert [each.name for each in (*scenario.participants, *scenario.guests) if each.name in told] == []


def test_who_changes_tables_keeps_the_event() -> None:
    """The event has the same identifier at the other table, and another text."""
    here, there = (of_guests(*party(*tables))[0].event for tables in (("G1 G2", ""), ("", "G1 G2")))
    assert here.uid == there.uid
    assert here.description != there.description


def test_the_programme_counts_guests() -> None:
    """Caterers read how many there are at a table, guests included."""
    scenario, plan = party("G1 G2", "")
    counts = [
        item.event.description
        for item in items(scenario, plan)
        if item.audience == "programme" and item.occasion is not None and item.occasion.activity.id == "lunch"
    ]
    assert counts == ["5 people", "3 people"]


def test_guests_are_invited_by_mail_and_have_a_calendar() -> None:
    """By their mailbox; who has none is named, and has the file."""
    scenario, plan = party("G1", "G2")
    wanted = list(invitations(scenario, items(scenario, plan)))
    assert {each.address for each in wanted if each.audience == "guest"} == {"ann@board.example", ""}
    assert "Ben Cole" in without_mailbox(scenario, wanted)
    paths = [str(feed.path) for feed in feeds(scenario, items(scenario, plan))]
    assert [path for path in paths if path.startswith("guests")] == ["guests/G1.ics", "guests/G2.ics"]
