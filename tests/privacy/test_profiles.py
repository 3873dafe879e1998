from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

import pytest

from cohortplan.model import Event, Guest, Participant, Privacy, Private, Scenario
from cohortplan.model.privacy import AUDIENCES, Audience, Profile, for_audience
from tests.support.builders import hosts, make_scenario, visit_rounds
from tests.support.celebration import celebration, with_guests
from tests.support.plans import make_plan

_AT = datetime.fromisoformat("2027-05-13T14:00")

#: Who looks, by audience, in the scenario below.
EYES: dict[Audience, str] = {
    "organiser": "",
    "self": "P1",
    "fellow": "P1",
    "facilitator": "F1",
    "host": "H2",
    "secure_host": "H1",
    "sponsor": "G1",
    "guest": "G1",
    "research": "",
}


def person(number: int) -> Participant:
    """Return somebody of whom everything is known."""
    return Participant(
        id=f"P{number}",
        name=f"Name{number}",
        email=f"mail{number}@example.org",
        attributes={"sector": ("public", "private")[number % 2], "organisation": f"Org{number}", "town": "Leeds"},
        flags=(f"flag{number}",),
        needs=("hearing loop",) if number < 3 else (),
        extra={"invoice": f"invoice{number}"},
    )


def private(number: int) -> Private:
    """Return all private facts of somebody; only P2 agrees to anything."""
    return Private(
        participant=f"P{number}",
        legal_name=f"Legal{number}",
        born=date(1980, 1, number),
        id_type="passport",
        id_number=f"doc{number}",
        phone=f"phone{number}",
        diet=("vegan", "halal")[number % 2],
        emergency=f"kin{number}",
        consents=("name", "contact", "photo") if number == 2 else (),
    )


def programme(**parts: object) -> Scenario:
    """Return six people in two sets on one day; H1 is a secure host, H2 an ordinary one."""
    secure, ordinary = hosts(2)
    return make_scenario(
        **{
            "participants": tuple(map(person, range(1, 7))),
            "private": tuple(map(private, range(1, 7))),
            "hosts": (secure.model_copy(update={"gate_fields": ("legal_name", "born")}), ordinary),
            "rounds": visit_rounds(1, [(2, 4), (2, 4)]),
            "events": (Event(id="close", title="Close", start=_AT, end=_AT + timedelta(hours=2), guests=True),),
            "guests": (Guest(id="G1", name="Sponsor", kind="sponsor", of=("P4",)),),
            **parts,
        },
    )


SCENARIO = programme()
PLAN = make_plan(SCENARIO, {"D1": "P1 P2 P3 | P4 P5 P6"}, {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 120)})


def seen(audience: Audience, given: Scenario = SCENARIO) -> dict[str, Profile]:
    """Return the profiles that an audience sees, by id, or by legal name of those without."""
    view = for_audience(given, PLAN, audience, EYES[audience])
    return {each.id or each.legal_name: each for each in view.people}


def test_fellows_see_names_and_reach_those_who_agreed() -> None:
    """P1 sees P2, who shares a contact, and P3, who does not; nobody's gate facts, diet, kin or needs."""
    assert set(seen("fellow")) == {"P2", "P3"}
    assert seen("fellow")["P3"] == Profile("P3", "Name3", person(3).attributes)
    assert seen("fellow")["P2"] == replace(
        Profile("P2", "Name2", person(2).attributes), email="mail2@example.org", phone="phone2"
    )


def test_a_person_sees_all_of_their_own() -> None:
    """Nothing of oneself is kept from oneself."""
    own = seen("self")["P1"]
    assert (own.legal_name, own.diet, own.emergency, own.needs) == ("Legal1", "halal", "kin1", ("hearing loop",))


def test_a_gate_gets_what_its_list_has() -> None:
    """The secure host gets legal names and dates of birth, no document; the name and work of the one who agreed."""
    found = seen("secure_host")
    assert set(found) == {"Legal1", "P2", "Legal3"}
    assert found["Legal1"] == Profile(legal_name="Legal1", born=date(1980, 1, 1))
    assert found["P2"] == Profile("P2", "Name2", person(2).attributes, legal_name="Legal2", born=date(1980, 1, 2))
    as_ordinary = for_audience(SCENARIO, PLAN, "host", "H1")
    assert as_ordinary == for_audience(SCENARIO, PLAN, "secure_host", "H1")


def test_an_ordinary_host_gets_counts() -> None:
    """Nobody comes to H2; without its list H1 sees the one who agreed, counts of diets, and what is to be provided."""
    assert for_audience(SCENARIO, PLAN, "host", "H2").head_count == 0
    plain = programme(hosts=hosts(2))
    view = for_audience(plain, PLAN, "host", "H1")
    assert [each.id for each in view.people] == ["P2"]
    assert (view.head_count, view.diets, view.needs) == (3, {"halal": 2, "vegan": 1}, ("hearing loop", "hearing loop"))


def test_a_facilitator_reaches_the_set_and_its_kin() -> None:
    """Of the set that F1 looks after: names, addresses, whom to ring, diets and needs by count."""
    led = PLAN.rounds[0].sets[1].model_copy(update={"facilitators": ("F1",)})
    plan = PLAN.model_copy(
        update={"rounds": (PLAN.rounds[0].model_copy(update={"sets": (PLAN.rounds[0].sets[0], led)}),)}
    )
    view = for_audience(SCENARIO, plan, "facilitator", "F1")
    assert [each.id for each in view.people] == ["P4", "P5", "P6"]
    assert view.people[0] == Profile(
        "P4", "Name4", person(4).attributes, "mail4@example.org", "phone4", emergency="kin4"
    )
    assert view.diets == {"halal": 1, "vegan": 2}


def test_a_sponsor_sees_whom_they_sponsor() -> None:
    """Name and work of one's own person, nothing else, and nobody else."""
    assert seen("sponsor") == {"P4": Profile("P4", "Name4", person(4).attributes)}


def test_a_guest_sees_those_who_agreed_of_those_who_are_there() -> None:
    """At an event that is all who agreed, at a meeting those of the table; how many there are, and nothing more."""
    assert seen("guest") == {"P2": Profile("P2", "Name2", person(2).attributes)}
    view = for_audience(SCENARIO, PLAN, "guest", "G1")
    assert (view.head_count, view.diets, view.needs) == (6, {}, ())
    known = {"participants": SCENARIO.participants, "private": SCENARIO.private, "attributes": SCENARIO.attributes}
    lunch = celebration(Guest(id="G1", name="Guest"), **known)
    for seats, names in (("P1 P2 P3 | P4 P5 P6", ["P2"]), ("P4 P5 P6 | P1 P2 P3", [])):
        view = for_audience(lunch, with_guests(lunch, seats, "G1", ""), "guest", "G1")
        assert ([each.id for each in view.people], view.head_count) == (names, 3)


def test_research_sees_nobody() -> None:
    """Those who do research get what `share` makes, and no profile."""
    view = for_audience(SCENARIO, PLAN, "research")
    assert (view.people, view.diets, view.needs) == ((), {}, ())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_flags_and_notes_are_in_no_profile(audience: Audience) -> None:
    """Whoever looks, no profile has a flag or what the organiser noted."""
    text = str([asdict(each) for each in for_audience(SCENARIO, PLAN, audience, EYES[audience]).people])
    assert "flag" not in text
    assert "invoice" not in text


def test_what_a_programme_hides_is_not_seen() -> None:
    """A fact that is hidden from an audience by [privacy] is neither in profiles nor in counts."""
    shy = programme(privacy=Privacy(hide={"fellow": ("organisation",), "secure_host": ("diet", "born")}))
    assert seen("fellow", shy)["P3"] == Profile("P3", "Name3")
    assert seen("secure_host", shy)["Legal1"] == Profile(legal_name="Legal1")
    assert for_audience(shy, PLAN, "host", "H1").diets == {}


def test_only_some_sets_may_be_asked_for() -> None:
    """A paper for one visit is about those who make it."""
    assert for_audience(SCENARIO, PLAN, "organiser", sets=["D1.2"]).head_count == 3
