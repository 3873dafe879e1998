"""Quorum: who is represented at events, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cohortplan.model import Absence, Event, Plan, Scenario, ScenarioRef
from cohortplan.model.cut import cut
from cohortplan.rules import build_rule
from tests.support import cohort, make_scenario
from tests.support.examples import refusals

NOTHING = Plan(scenario=ScenarioRef(id="test"), rounds=())
EVENTS = tuple(
    Event(
        id=name,
        title=name.title(),
        start=datetime.fromisoformat(f"{day}T18:00"),
        end=datetime.fromisoformat(f"{day}T20:00"),
        format=form,
    )
    for name, day, form in (("launch", "2026-09-20", "plenary"), ("walk", "2026-10-15", "walk"))
)


def away(*people: str, day: str = "2026-09-20") -> tuple[Absence, ...]:
    """People who are away on a day."""
    return tuple(
        Absence(participant=name, first=date.fromisoformat(day), last=date.fromisoformat(day)) for name in people
    )


def scenario(*absent: Absence, delegates: tuple[str, ...] = (), **fields: Any) -> Scenario:
    """Eight people of seven organisations; P06 and P07 are both of Org 5."""
    people = tuple(
        each.model_copy(update={"delegate": "Ash Quayle" if each.id in delegates else ""}) for each in cohort(8)
    )
    rule = build_rule("quorum", **fields)
    return make_scenario([rule], implied=False, participants=people, absences=absent, events=EVENTS)


def told(*absent: Absence, **more: Any) -> list[tuple[tuple[str, ...], str]]:
    """People and sentence of each match."""
    given = scenario(*absent, **more)
    return [(match.people, match.sentence) for match in given.rules[0].measure(given, NOTHING).matches]


def test_one_of_an_organisation_is_enough() -> None:
    """P06 alone may be away, but not P06 and P07 both."""
    assert told(*away("P06")) == []
    assert told(*away("P06", "P07")) == [
        (("P06", "P07"), "Nobody of Org 5 is at Launch on 2026-09-20, nor sends a delegate.")
    ]


def test_a_delegate_will_do() -> None:
    """P01, the only one of Org 0, is away; with a delegate that is no matter."""
    assert len(told(*away("P01"))) == 1
    assert told(*away("P01"), delegates=("P01",)) == []


def test_only_some_events_and_organisations_may_matter() -> None:
    """By id, by format, and by value."""
    assert told(*away("P01"), events=("walk",)) == []
    assert told(*away("P01"), formats=("Walk",)) == []
    assert len(told(*away("P01"), formats=("PLENARY",))) == 1
    assert told(*away("P01"), values=("Org 5",)) == []
    assert len(told(*away("P03", "P06"), attribute="sector", values=("nonprofit",))) == 1


def test_the_organiser_is_told() -> None:
    """How many are represented, and who is not."""
    given = scenario(*away("P01"))
    assert list(given.rules[0].remarks(given)) == [
        "13 of 14 represented, 7 at each of 2 events.",
        "Nobody of Org 0 is at Launch on 2026-09-20, nor sends a delegate.",
    ]


def test_names_that_nothing_has_are_told() -> None:
    """Events, formats, values, attributes, and that there is no event at all."""
    assert [defect.message for defect in refusals(build_rule("quorum"))] == ["the programme has no event for everyone"]
    rule = build_rule("quorum", attribute="organisation", events=("lunch",), formats=("plenum",), values=("Org 9",))
    assert [defect.message for defect in refusals(rule, events=EVENTS)] == [
        "there is no event 'lunch'",
        "there is no format of an event 'plenum'",
        "there is no organisation 'Org 9'",
    ]
    (defect,) = refusals(build_rule("quorum", attribute="guild"), events=EVENTS)
    assert defect.message == "there is no attribute 'guild'"


def test_a_part_of_a_programme_owes_nothing() -> None:
    """Whoever is represented is a matter of the whole: a hub's part is not asked for Org 5, of which it has nobody."""
    given = scenario(values=("Org 5",))
    part = cut(given, {f"P0{k}" for k in range(1, 6)}, {"D1.1"}, given.host)
    assert part.rules == ()
