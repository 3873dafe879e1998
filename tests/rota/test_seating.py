"""Guests sit as evenly as can be, and never with those whom they sponsor."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

from cohortplan.evaluate import evaluate
from cohortplan.model import Scenario
from cohortplan.rota import fill_rota
from tests.support.celebration import celebration, guests_at, sponsor, stakeholders, with_guests
from tests.support.duties import people, seated


def test_nobody_sits_with_whom_they_sponsor() -> None:
    """A sponsors P1 and P5, B sponsors P4: each has only one table left, and the other takes the stakeholder."""
    scenario = celebration(sponsor("A", "P1", "P2"), sponsor("B", "P3"), *stakeholders(1))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6"))
    assert guests_at(plan) == ["S1", "A B"]
    assert evaluate(scenario, plan).valid


def test_each_kind_is_spread_too() -> None:
    """Of four sponsors and two stakeholders each table has two and one; there are none at other meetings."""
    scenario = celebration(*(sponsor(name, "P1") for name in ("A", "B")), *stakeholders(4), sets=3)
    plan = fill_rota(scenario, seated(scenario, "P1 P2 | P3 P4 | P5 P6"))
    assert [len(each.split()) for each in guests_at(plan)] == [2, 2, 2]
    assert sorted(sum(name in "AB" for name in each.split()) for each in guests_at(plan)) == [0, 1, 1]
    assert all(not group.activities[0].guests for group in plan.rounds[0].sets)


def test_who_sponsors_one_of_each_table_sits_nowhere() -> None:
    """That is told by the figures, and is no fault of the plan."""
    scenario = celebration(sponsor("A", "P1", "P4"), *stakeholders(1))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6"))
    found = evaluate(scenario, plan)
    assert sorted(guests_at(plan)) == ["", "S1"]
    assert found.valid
    assert (found.metrics.as_json()["guests_seated"], found.metrics.as_json()["guests_unseated"]) == (1, 1)


def test_places_are_kept_if_they_may_be() -> None:
    """S1 keeps its place, A may not, and the second place of S2 is free again; then the rest is filled."""
    scenario = celebration(sponsor("A", "P1"), *stakeholders(3))
    plan = with_guests(scenario, "P1 P2 P3 | P4 P5 P6", "A S1 S2", "S2 Nobody")
    assert guests_at(fill_rota(scenario, plan, keep=True)) == ["S1 S2", "A S3"]


def test_a_guest_may_be_invited_to_single_meetings() -> None:
    """Who names another meeting sits there, and not where all guests are."""
    scenario = celebration(stakeholders(1)[0].model_copy(update={"events": ("talk",)}), *stakeholders(1, first=2))
    plan = fill_rota(scenario, seated(scenario, "P1 P2 P3 | P4 P5 P6"))
    sets = plan.rounds[0].sets
    assert sorted(sum((group.activities[0].guests for group in sets), ())) == ["S1"]
    assert sorted(sum((group.activities[1].guests for group in sets), ())) == ["S2"]


def test_tables_are_as_even_as_trying_everything_finds() -> None:
    """On random sponsors the squares of the tables' numbers, then those of each kind, are the least there are."""
    random = Random(7)  # noqa: S311 - nothing secret
    for _ in range(25):
        names = [f"P{k}" for k in range(1, 7)]
        guests = (*(sponsor(f"A{k}", *random.sample(names, 2)) for k in range(3)), *stakeholders(2))
        scenario = celebration(*guests, sets=3, participants=people(*["public"] * 6))
        seats = "P1 P2 | P3 P4 | P5 P6"
        plan = fill_rota(scenario, seated(scenario, seats))
        assert evaluate(scenario, plan).valid
        assert unevenness(scenario, [each.split() for each in guests_at(plan)]) == least(scenario, seats)


def unevenness(scenario: Scenario, tables: list[list[str]]) -> tuple[int, int]:
    """Sum of the squares of tables' numbers of guests, and of each kind."""
    kind = {guest.id: guest.kind for guest in scenario.guests}
    kinds = (number for table in tables for number in Counter(kind[name] for name in table).values())
    return sum(len(table) ** 2 for table in tables), sum(number**2 for number in kinds)


def least(scenario: Scenario, seats: str) -> tuple[int, int]:
    """Return the least unevenness of any seating of all guests who can sit somewhere."""
    members = [set(part.split()) for part in seats.split("|")]
    choices = [[k for k, here in enumerate(members) if not here.intersection(g.of)] for g in scenario.guests]
    able = [(guest, tables) for guest, tables in zip(scenario.guests, choices, strict=True) if tables]
    found = []
    for pick in product(*(tables for _, tables in able)):
        seating: list[list[str]] = [[] for _ in members]
        for (guest, _), table in zip(able, pick, strict=True):
            seating[table].append(guest.id)
        found.append(unevenness(scenario, seating))
    return min(found)
