"""Example configurations of every rule kind, for the contracts that rules and solvers must keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cohortplan.io.cells import codes
from cohortplan.model import Absence, Activity, Attendance, Attribute, Event, Objection, Place, Round, Tie, Window
from cohortplan.model.triangle import Triangle
from tests.support.builders import cohort, make_scenario, visit_rounds
from tests.support.examples import Example, home_round
from tests.support.host_rule_examples import HOST_EXAMPLES
from tests.support.plans import make_plan

#: Fields of each kind, several where it has any.
FIELDS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "absences": ({},),
    "distance": (
        {"distances": Triangle(k * k % 11 for k in range(28))},
        {"distances": [" ".join("3" * k) for k in range(1, 8)], "rounds": ("D2", "M1"), "hard": True},
    ),
    "cover": (
        {"flag": "first", "rounds": ("D1", "D2", "D3")},
        {"attribute": "sector", "values": ("public", "private"), "least": 2, "hard": False},
    ),
    "depth": ({"partners": 6, "minutes": 120}, {"partners": 3, "minutes": 150, "hard": True, "rounds": ("D1", "M1")}),
    "early_contacts": (
        {},
        {"kinds": ("rival", "apart", "knows"), "across": ("town",)},
        {"across": ("sector", "town"), "known": (), "rounds": ("D2", "M1", "D3"), "hard": False},
    ),
    "fair_floor": ({"at_least": 5}, {"at_least": 7, "power": 2, "known": (), "rounds": ("D1", "M1")}, {}),
    "hubs": ({"attribute": "town"}, {"attribute": "sector", "rounds": ("D1", "M1"), "hard": False}),
    "faultline": (
        {"attributes": ("sector", "town")},
        {"attributes": ("town", "sector", "organisation"), "least": 5, "rounds": ("D2", "M1"), "hard": False},
    ),
    "isolation": (
        {"attribute": "organisation", "at_least": 6},
        {"flag": "first", "rounds": ("D1", "D2")},
        {"attribute": "organisation", "flag": "first", "at_least": 4, "hard": True},
    ),
    "keep_apart": ({}, {"kinds": ("apart", "rival"), "same": ("organisation", "town"), "hard": False}),
    "keep_together": ({}, {"kinds": ("together", "knows"), "rounds": ("D2", "M1")}),
    "mix": (
        {},
        {"attribute": "town", "quota": {"Leeds": (1, 2)}, "rounds": ("D1", "D2")},
        {"mode": "maximal"},
        {"mode": "maximal", "attribute": "town"},
        {"attribute": "organisation", "hard": False},
    ),
    "never_alone": ({"flag": "first"}, {"attribute": "sector", "value": "private", "least": 3, "hard": False}),
    "new_contacts": ({}, {"known": ("knows", "rival"), "across": {"sector": 2, "town": 1}}, {"rounds": ("M1", "D3")}),
    "pins": ({}, {"rounds": ("D1", "D2")}),
    "repeat_cap": ({"most": 1}, {"most": 2, "known": ("knows",), "rounds": ("D1", "D3", "M1")}),
    "repeat_price": ({}, {"power": 1, "known": ("knows", "rival")}),
    "role_alike": (
        {"attribute": "town", "across": "sector", "least": 2},
        {"attribute": "sector", "across": "town", "least": 3, "rounds": ("D1", "M1")},
        {"attribute": "town", "hard": True},
    ),
    "set_size": ({}, {"rounds": ("D1", "M1")}),
    "spread": (
        {"attribute": "sector", "at_least": 3, "rounds": ("D1", "D2", "D3")},
        {"attribute": "town", "at_least": 2, "at_most": 3, "hard": False},
        {"attribute": "organisation", "at_most": 1},
    ),
}

#: Parts of the example scenario in which people have a number of years, one of them none.
YEARS: Mapping[str, Any] = {
    "participants": tuple(
        person.model_copy(update={"attributes": {**person.attributes, "years": "" if k == 4 else str(k * k % 7)}})
        for k, person in enumerate(cohort(8))
    ),
    "attributes": tuple(
        Attribute(name=name, optional=name == "years") for name in ("sector", "organisation", "town", "years")
    ),
}

#: Ties of pairs that are to have met by a day: before the first round, on the day of one, between two, and twice.
DATED: Mapping[str, Any] = {
    "ties": tuple(
        Tie(a=a, b=b, kind=kind, need_by=None if day is None else date.fromisoformat(day))
        for a, b, kind, day in (
            ("P01", "P02", "knows", "2026-10-08"),
            ("P04", "P03", "project", "2026-09-30"),
            ("P05", "P06", "project", "2026-11-04"),
            ("P08", "P05", "project", "2026-11-04"),
            ("P07", "P01", "project", "2027-05-01"),
            ("P07", "P01", "apart", "2026-10-25"),
            ("P02", "P03", "knows", None),
        )
    )
}

#: Parts of the example scenario in which people ask and offer; some do both, and some ask for what nobody offers.
TOPICS: Mapping[str, Any] = {
    "participants": tuple(
        person.model_copy(update={"asks": codes(asks), "offers": codes(offers)})
        for person, (asks, offers) in zip(
            cohort(8),
            (
                ("budgets", "volunteers"),
                ("Budgets;volunteers", "budgets"),
                ("budgets", "media"),
                ("media", "budgets"),
                ("prisons", "media"),
                ("media;law", "law"),
                ("volunteers", "volunteers"),
                ("", ""),
            ),
            strict=True,
        )
    )
}


#: Attendance of the first day, on which P01 and P05 were away.
MISSED: Mapping[str, Any] = {
    "attendance": tuple(
        Attendance(
            participant=f"P{k:02}",
            round="D1",
            set=f"D1.{1 + k // 5}",
            activity="visit",
            date=date(2026, 10, 8),
            present=k not in (1, 5),
        )
        for k in range(1, 9)
    )
}


def meeting_in(*places: tuple[str, str]) -> Round:
    """Return the example's round of meetings with one more for each of some sets, at a place each."""
    start = datetime.fromisoformat("2026-12-02T14:00")
    each = home_round()
    more = tuple(
        Activity(id=f"at-{k}", windows=(Window(start=start, end=start.replace(hour=16)),), only=(set_id,), place=place)
        for k, (set_id, place) in enumerate(places)
    )
    return each.model_copy(update={"activities": (*each.activities, *more)})


#: Sets that meet in rooms for two, three and three people, of whom there are seven.
ROOMS: Mapping[str, Any] = {
    "rounds": (
        *visit_rounds(3, [(3, 5), (3, 5)]),
        meeting_in(("M1.1", "Attic"), ("M1.2", "Hall, upstairs"), ("M1.3", "Barn")),
    ),
    "places": (
        Place(id="Attic", lat=53, lon=-1, holds=2),
        Place(id="Hall, upstairs", lat=53, lon=-1, holds=3, rooms=1),
        Place(id="Barn", lat=53, lon=-1, holds=3),
    ),
}


def of_format(name: str, *rounds: Round) -> tuple[Round, ...]:
    """Return `rounds`, all of whose activities have a format."""
    return tuple(
        each.model_copy(
            update={"activities": tuple(activity.model_copy(update={"format": name}) for activity in each.activities)}
        )
        for each in rounds
    )


#: Events and activities that have formats, some of them twice in a row, and people who are away from events.
GATHERED: Mapping[str, Any] = {
    "rounds": (*of_format("visit", *visit_rounds(2, [(3, 5), (3, 5)])), *of_format("Talk", home_round())),
    "events": tuple(
        Event(
            id=name,
            title=name.title(),
            start=datetime.fromisoformat(f"{day}T18:00"),
            end=datetime.fromisoformat(f"{day}T20:00"),
            format=form,
        )
        for name, day, form in (
            ("launch", "2026-09-20", "plenary"),
            ("walk", "2026-10-15", "walk"),
            ("close", "2026-12-02", "talk"),
        )
    ),
    "absences": (
        Absence(participant="P07", first=date(2026, 9, 1), last=date(2026, 12, 24)),
        Absence(participant="P08", first=date(2026, 12, 2), last=date(2026, 12, 2)),
    ),
    "seat_locks": (),
    "visit_locks": (),
}

DECLINED = tuple(
    Objection(participant=person, set=name)
    for person, name in (("P01", "D1.1"), ("P08", "D2.2"), ("P02", "D3.1"), ("P05", "M1.3"))
)

#: A plan that people were told before: somebody in it is away since, and two sets share a visit on the third day.
TOLD: Mapping[str, Any] = {
    "former": make_plan(
        make_scenario(rounds=(*visit_rounds(3, [(3, 5), (3, 5)]), home_round())),
        {
            "D1": "P01 P02 P03 P04 | P05 P06 P07 P08",
            "D2": "P01 P03 P05 P07 | P02 P04 P06 P08",
            "D3": "P01 P02 P05 P06 | P03 P04 P07 P08",
            "M1": "P01 P02 P03 | P04 P05 P06 | P07 P08",
        },
        {
            ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
            ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180),
            ("D2.1", "visit"): ("H3", "2026-10-22T10:00", 180),
            ("D2.2", "visit"): ("H4", "2026-10-22T11:00", 180),
            ("D3.1", "visit"): ("H1", "2026-11-05T10:00", 180),
            ("D3.2", "visit"): ("H1", "2026-11-05T10:00", 180),
        },
    )
}

#: Another plan of the same scenario: some sit together as before, and one visit is made by others.
OTHER = make_plan(
    make_scenario(rounds=(*visit_rounds(3, [(3, 5), (3, 5)]), home_round())),
    {"D1": "P05 P06 P03 P04 | P01 P02 P07 P08", "D3": "P03 P04 P07 P08 | P01 P02 P05 P06", "M1": "P01 P02 | P03 | P07"},
    {
        ("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180),
        ("D3.1", "visit"): ("H1", "2026-11-05T10:00", 180),
        ("D3.2", "visit"): ("H2", "2026-11-05T10:00", 180),
    },
)

PEOPLE_EXAMPLES = (
    Example("least_change", {}, TOLD),
    Example("least_change", {"rounds": ("D1", "M1")}, TOLD),
    Example("least_change", {"since": date(2026, 10, 22), "until": date(2026, 11, 5)}, TOLD),
    Example("unlike", {"plans": (TOLD["former"],)}),
    Example("unlike", {"plans": (TOLD["former"], OTHER), "rounds": ("D1", "D3", "M1")}),
    Example("must_meet", {"pairs": (("P02", "P01"), ("P03", "P08"))}),
    Example("must_meet", {"pairs": (("P02", "P01"),), "rounds": ("D2", "M1"), "hard": False}),
    Example("objections", {}, {"objections": DECLINED}),
    Example("objections", {"rounds": ("D1", "M1")}, {"objections": DECLINED}),
    Example("objections", {}, {"objections": DECLINED, **TOLD}),
    Example("meeting_room", {}, ROOMS),
    Example("meeting_room", {"rounds": ("M1",), "hard": False}, ROOMS),
    *(Example(kind, fields) for kind, variants in FIELDS.items() for fields in variants),
    Example("asks_offers", {}, TOPICS),
    Example("asks_offers", {"rounds": ("D1", "M1")}, TOPICS),
    Example("catch_up", {}, MISSED),
    Example("catch_up", {"hard": True, "rounds": ("D2", "M1")}, MISSED),
    Example("need_by", {}, DATED),
    Example("need_by", {"rounds": ("M1", "D2", "D3")}, DATED),
    Example("need_by", {"hard": True}, {"ties": (DATED["ties"][0], *DATED["ties"][2:])}),
    Example("formats", {}, GATHERED),
    Example("formats", {"interactive": ("Visit",), "share": 70, "rounds": ("D1", "M1"), "hard": True}, GATHERED),
    Example("formats", {"interactive": ("visit",), "share": 30, "rounds": ("D1", "M1")}, GATHERED),
    Example("quorum", {}, GATHERED),
    Example("quorum", {"values": ("Org 5",), "events": ("launch", "walk"), "hard": True}, GATHERED),
    Example("quorum", {"attribute": "sector", "formats": ("Plenary",)}, GATHERED),
    Example("balance", {"attribute": "years"}, YEARS),
    Example("head_count", {"attribute": "years", "room": {"D1.1": 7, "D1.2": 5, "D3.2": 7, "M1.3": 4}}, YEARS),
    Example(
        "head_count",
        {"attribute": "years", "room": {"D1.1": 2, "D2.2": 9}, "rounds": ("D2", "M1"), "hard": False},
        YEARS,
    ),
    Example("balance", {"attribute": "years", "most": 4, "rounds": ("D3", "M1"), "hard": True}, YEARS),
)


def _by_kind(examples: tuple[Example, ...]) -> Mapping[str, list[Example]]:
    table: dict[str, list[Example]] = {}
    for example in examples:
        table.setdefault(example.kind, []).append(example)
    return table


#: At least one example of every registered kind; ``tests/contracts/test_rules.py`` sees to it.
EXAMPLES: Mapping[str, list[Example]] = _by_kind(PEOPLE_EXAMPLES + HOST_EXAMPLES)
