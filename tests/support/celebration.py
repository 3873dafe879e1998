"""A small scenario with guests: six people in two or three sets who meet, and those who come to see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cohortplan.model import Activity, Guest, Plan, Round, Scenario, SetSpec, Window
from tests.support.duties import people, seated, with_duties


def celebration(*guests: Guest, sets: int = 2, **parts: Any) -> Scenario:
    """Make a scenario whose one round has a meeting without guests, then lunch with them."""
    windows = [
        Window(start=datetime.fromisoformat(f"2026-10-08T{a}:00"), end=datetime.fromisoformat(f"2026-10-08T{b}:00"))
        for a, b in (("10", "12"), ("12", "14"))
    ]
    talk, lunch = Activity(id="talk", windows=windows[:1]), Activity(id="lunch", windows=windows[1:], guests=True)
    specs = tuple(SetSpec(id=f"M1.{k}", least=0, most=6) for k in range(1, sets + 1))
    day = Round(id="M1", sets=specs, activities=(talk, lunch))
    return with_duties(**{"participants": people(*["public"] * 6), "rounds": (day,), "guests": guests, **parts})


def sponsor(name: str, *of: str, **fields: Any) -> Guest:
    """Make a sponsor of some participants."""
    return Guest(id=name, name=f"Guest {name}", kind="sponsor", of=of, **fields)


def stakeholders(count: int, first: int = 1) -> tuple[Guest, ...]:
    """Make guests S1, S2 .. who sponsor nobody."""
    return tuple(Guest(id=f"S{k}", name=f"Guest S{k}") for k in range(first, first + count))


def with_guests(scenario: Scenario, seats: str, *guests: str) -> Plan:
    """Write a plan down: the sets' members parted by bars, and for each set the guests at lunch, parted by blanks."""
    plan = seated(scenario, seats)
    (planned,) = plan.rounds
    sets = []
    for group, here in zip(planned.sets, guests, strict=True):
        talk, lunch = group.activities
        lunch = lunch.model_copy(update={"guests": tuple(here.split())})
        sets.append(group.model_copy(update={"activities": (talk, lunch)}))
    return plan.model_copy(update={"rounds": (planned.model_copy(update={"sets": tuple(sets)}),)})


def guests_at(plan: Plan) -> list[str]:
    """Return the guests of each set, parted by blanks, at lunch."""
    return [" ".join(group.activities[1].guests) for planned in plan.rounds for group in planned.sets]
