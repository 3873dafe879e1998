"""What the checker says of guests, in a plan edited by hand."""

from __future__ import annotations

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.evaluate import evaluate
from cohortplan.model import Event, Guest
from tests.support.celebration import celebration, sponsor, stakeholders, with_guests
from tests.support.duties import people

SCENARIO = celebration(sponsor("A", "P1", "P2"), *stakeholders(2))
SEATS = "P1 P2 P3 | P4 P5 P6"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("S1", "A S2", []),
        ("A S1", "S2", ["Set M1.1, lunch: A sits with P1, P2, whom A sponsors."]),
        ("S1", "A", ["S2 is invited to lunch of round M1 but sits at no table."]),
        ("S1 S2", "A S2", ["S2 sits 2 times at lunch of round M1."]),
        ("S1", "A S2 P9", ["Set M1.2, lunch: P9 is not a guest there."]),
    ],
)
def test_each_way_to_seat_guests_wrongly_is_told(first: str, second: str, told: list[str]) -> None:
    """With whom they sponsor, nowhere, twice, and where nobody invited them."""
    found = evaluate(SCENARIO, with_guests(SCENARIO, SEATS, first, second))
    assert [match.sentence for match in found.violations()] == told
    assert found.hard == len(told)


def test_guests_are_counted() -> None:
    """Three guests sit, two of them at one table."""
    figures = evaluate(SCENARIO, with_guests(SCENARIO, SEATS, "S1", "A S2")).metrics.as_json()
    assert {name: figures[name] for name in ("guests_seated", "guests_unseated", "guest_spread")} == {
        "guests_seated": 3,
        "guests_unseated": 0,
        "guest_spread": 1,
    }
    assert "guests_seated" not in evaluate(celebration(), with_guests(celebration(), SEATS, "", "")).metrics.as_json()


@pytest.mark.parametrize(
    ("guest", "told"),
    [
        (sponsor("A"), "A sponsors nobody"),
        (sponsor("A", "P9"), "there is no participant 'P9'"),
        (sponsor("A", "P1", events=("lunhc",)), "there is no event 'lunhc'"),
        (Guest(id="P1", name="Pat"), "P1 is the participant P1, too"),
        (Guest(id="A", name="Pat", email="PAT@x.example"), "A is the participant P2, too"),
    ],
)
def test_guests_that_cannot_be_meant_are_refused(guest: Guest, told: str) -> None:
    """Sponsors of nobody, unknown names, and participants, whom a tie keeps apart instead."""
    one, two, *others = people(*["public"] * 6)
    with pytest.raises(ScenarioError) as refusal:
        celebration(guest, participants=(one, two.model_copy(update={"email": "pat@x.example"}), *others))
    assert [defect.message for defect in refusal.value.defects] == [told]


def test_guests_need_something_to_come_to() -> None:
    """A visit takes no guests; where nothing is marked for them, each must say what they are invited to."""
    (day,) = SCENARIO.rounds
    talk, lunch = day.activities
    closed = day.model_copy(update={"activities": (talk, lunch.model_copy(update={"guests": False}))})
    visit = day.model_copy(update={"activities": (talk, lunch.model_copy(update={"kind": "visit"}))})
    for rounds, told in ((closed, "S1 is invited to nothing"), (visit, "lunch is a visit, to which no guests come")):
        with pytest.raises(ScenarioError) as refusal:
            celebration(*stakeholders(1), rounds=(rounds,))
        assert [defect.message for defect in refusal.value.defects] == [told]
    window = talk.windows[0]
    event = Event(id="close", title="Close", start=window.end, end=lunch.windows[0].end, guests=True)
    assert celebration(*stakeholders(1), rounds=(closed,), events=(event,)).guests[0].comes_to(event)
