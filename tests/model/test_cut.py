"""A part of a scenario has the guests, links and attendance that still mean something there."""

from __future__ import annotations

from datetime import date, datetime

from cohortplan.model import Attribute, Confirmation, Event, Link, Private, Reach, Scenario
from cohortplan.model.cut import cut
from tests.model.test_attendance import recorded
from tests.support.celebration import celebration, sponsor, stakeholders
from tests.support.duties import ATTRIBUTES, people

CLOSE = Event(
    id="close",
    title="Close",
    start=datetime.fromisoformat("2026-11-01T10:00"),
    end=datetime.fromisoformat("2026-11-01T12:00"),
)


def part(scenario: Scenario, *names: str, sets: tuple[str, ...] = ("M1.1",)) -> Scenario:
    """Return the part with some people and sets."""
    return cut(scenario, names, sets, scenario.host)


def test_guests_stay_with_those_whom_they_sponsor() -> None:
    """A keeps one sponsee of two, B has none left and is gone; the stakeholder, who sponsors nobody, stays."""
    scenario = celebration(sponsor("A", "P1", "P4"), sponsor("B", "P5"), *stakeholders(1))
    assert [(guest.id, guest.of) for guest in part(scenario, "P1", "P2").guests] == [("A", ("P1",)), ("S1", ())]


def test_private_facts_are_in_no_part() -> None:
    """Whoever solves a part, on another machine perhaps, is sent no private facts."""
    scenario = celebration().but(private=(Private(participant="P1", diet="vegan"),))
    assert part(scenario, "P1", "P2").private == ()


def test_guests_who_are_invited_to_nothing_that_is_left_are_gone() -> None:
    """Where the only meeting for guests is left out, those alone stay who are invited to an event by name."""
    (day,) = celebration().rounds
    before = day.model_copy(
        update={
            "id": "M0",
            "sets": tuple(spec.model_copy(update={"id": f"M0.{k}"}) for k, spec in enumerate(day.sets)),
            "activities": (),
        }
    )
    named = stakeholders(1)[0].model_copy(update={"events": ("lunch", "close")})
    scenario = celebration(sponsor("A", "P1"), named, rounds=(before, day), events=(CLOSE,))
    left = part(scenario, *scenario.people, sets=("M0.0", "M0.1"))
    assert [(guest.id, guest.events) for guest in left.guests] == [("S1", ("close",))]


def test_links_stay_where_somebody_of_the_hub_does() -> None:
    """P1 is the hub: a part without P1 has no links, as there is nobody to reach anything."""
    one, *others = people(*["public"] * 6)
    hub = one.model_copy(update={"attributes": {**one.attributes, "hub": "yes", "organisation": "Org"}})
    scenario = celebration(
        participants=(hub, *others),
        attributes=(*ATTRIBUTES, Attribute(name="hub", optional=True)),
        links=(Link(organisation="Org", body="Body"),),
        reach=Reach(),
    )
    assert part(scenario, "P1", "P2").links == scenario.links
    assert part(scenario, "P2", "P3").links == ()


def test_attendance_stays_with_its_people_and_sets() -> None:
    """Of four records two are of people who are left, and of two answers one is."""
    day = date(2026, 10, 9)
    said = tuple(Confirmation(participant="P01", met=name, date=day) for name in ("P02", "P05"))
    scenario = recorded("P02", confirmed=said)
    left = cut(scenario, ("P01", "P03", "P05", "P06", "P07", "P08"), ("D1.1", "D1.2"), scenario.host)
    assert [(record.participant, record.set) for record in left.attendance] == [("P01", "D1.1"), ("P03", "D1.1")]
    assert [each.met for each in left.confirmed] == ["P05"]
    assert cut(scenario, scenario.people, ("D2.1", "D2.2"), scenario.host).attendance == ()
