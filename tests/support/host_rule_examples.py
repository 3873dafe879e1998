"""Example configurations of the rules about hosts, at least one of every kind, and a scenario that is hard on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from cohortplan.io.cells import codes
from cohortplan.model import (
    Absence,
    Activity,
    Booking,
    BusyTime,
    Cannot,
    Closure,
    Event,
    Holiday,
    Host,
    Hours,
    Opening,
    Participant,
    Place,
    Programme,
    Round,
    SetSpec,
    Way,
    Window,
)
from tests.support.builders import cohort, hosts, visit_rounds
from tests.support.examples import Example


def moment(text: str) -> datetime:
    """Local time from ISO text."""
    return datetime.fromisoformat(text)


def window(day: str, start: str, end: str, *, days: int = 0) -> Window:
    """Window from one time to another, `days` days later."""
    return Window(start=moment(f"{day}T{start}"), end=moment(f"{day}T{end}") + timedelta(days=days))


def visit(name: str, *windows: Window, **fields: Any) -> Activity:
    """Make a visit of 90 minutes, starting every 30, unless `fields` say otherwise."""
    return Activity(**{"id": name, "kind": "visit", "windows": windows, "minutes": 90, "step": 30, **fields})


def busy_rounds() -> tuple[Round, ...]:
    """Return rounds of three sets of any size with slots that overlap.

    A has two windows on two days, a slot past midnight and a meeting; B has two visits, one of them of certain kinds;
    C's sets part for two visits that overlap in time; D's visit takes a weekend.
    """
    specs = {name: tuple(SetSpec(id=f"{name}.{k}", least=0, most=9) for k in (1, 2, 3)) for name in "ABCD"}
    return (
        Round(
            id="A",
            sets=specs["A"],
            activities=(
                visit("day", window("2026-10-08", "10:00", "13:00"), window("2026-10-09", "10:00", "13:00")),
                visit("night", window("2026-10-10", "22:00", "01:00", days=1)),
                Activity(id="talk", windows=(window("2026-10-11", "14:00", "15:00"),)),
            ),
        ),
        Round(
            id="B",
            sets=specs["B"],
            activities=(
                visit("early", window("2026-10-15", "08:00", "10:00"), kinds=("prison", "radio")),
                visit("late", window("2026-10-15", "10:00", "14:00"), step=None),
            ),
        ),
        Round(
            id="C",
            sets=specs["C"],
            activities=(
                visit("one", window("2026-10-16", "10:00", "13:00"), only=("C.1",), minutes=60),
                visit("other", window("2026-10-16", "09:30", "13:00"), only=("C.2", "C.3"), minutes=105, step=15),
            ),
        ),
        Round(
            id="D",
            sets=specs["D"],
            activities=(visit("camp", window("2026-10-23", "12:00", "12:00", days=4), minutes=2880, step=720),),
            contacts=False,
        ),
    )


def busy_hosts() -> tuple[Host, ...]:
    """Return seven hosts of three functions, each with a quirk of its own."""
    quirks: tuple[Mapping[str, Any], ...] = (
        {"capacity": 4, "least": 3, "gap_days": 7, "barriers": ("stairs",), "most_visits": 2},
        {"sets_at_once": 2, "capacity": 5, "openings": (opening("2026-10-08", "10:30", "12:15"),), "gap_days": 2}
        | {"leader": (Hours(weekdays=(3, 4), opens=time(10), closes=time(12)),)},
        {"sets_at_once": 3, "least": 3, "hours": (Hours(opens=time(9), closes=time(0)),), "reserve": True},
        {"most_visits": 0, "closures": (Closure(first=date(2026, 10, 11), last=date(2026, 10, 15)),)},
        {"kind": "", "function": "", "sector": "", "organisation": "", "lead_days": 14},
        {"capacity": 1, "hours": (Hours(weekdays=(3, 4), opens=time(10, 15), closes=time(12)),), "most_visits": 1},
        {"organisation": "Org 0", "barriers": ("stairs", "magnets"), "least": 1, "gap_days": 30}
        | {"leader": (Hours(weekdays=(3,), opens=time(8), closes=time(11)), Hours(weekdays=(4, 5), opens=time(11)))},
    )
    functions = ("justice", "media", "health")
    return tuple(
        Host(**{**host.model_dump(), "function": functions[k % 3], **quirks[k]}) for k, host in enumerate(hosts(7))
    )


def opening(day: str, start: str, end: str) -> Opening:
    """Opening on one day."""
    return Opening(start=moment(f"{day}T{start}"), end=moment(f"{day}T{end}"))


def busy_cohort() -> tuple[Participant, ...]:
    """Return nine people, some of whom cannot go everywhere."""
    cannot = {
        0: (Cannot(code="stairs"),),
        1: (Cannot(code="stairs", first=date(2026, 10, 11)), Cannot(code="H5", last=date(2026, 10, 15))),
        2: (Cannot(code="magnets", first=date(2026, 10, 24), last=date(2026, 10, 24)), Cannot(code="nowhere")),
    }
    people = (person.model_copy(update={"cannot": cannot.get(k, ())}) for k, person in enumerate(cohort(9)))
    return tuple(people)


#: Parts of a scenario in which every quirk of the rules about hosts shows.
BUSY: Mapping[str, Any] = {
    "programme": Programme(
        id="busy", title="Busy", starts=date(2026, 9, 1), ends=date(2027, 7, 31), planned_on=date(2026, 10, 1)
    ),
    "participants": busy_cohort(),
    "hosts": busy_hosts(),
    "rounds": busy_rounds(),
    "ties": (),
    "absences": (*(Absence(participant="P09", round=name) for name in "ABCD"), Absence(participant="P08", round="B")),
    "seat_locks": (),
    "visit_locks": (),
}

#: Fields of each kind, several where it has any.
FIELDS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "access": ({},),
    "both_ways": ({"least": 2, "hard": False}, {"rounds": ("A", "B"), "hard": False}),
    "closures": ({},),
    "host_capacity": ({},),
    "host_gap": ({}, {"visit_days": 1}, {"visit_days": 3, "hard": False}),
    "host_quota": (
        {"kinds": ("prison",), "least": 1, "most": 1},
        {"kinds": ("radio", "hospital"), "sectors": ("private",), "most": 0},
        {"each": "sector", "least": 1, "hard": False},
        {"hosts": ("H1", "H2"), "each": "kind", "least": 2, "most": 2, "hard": False},
        {"functions": ("justice",), "least": 1, "hard": False},
    ),
    "host_sectors": (
        {"kinds": ("prison", "radio")},
        {"every": {"public": 2, "private": 3}, "alternate": False, "hard": False},
        {"kinds": ("prison", "radio", "hospital"), "every": {"nonprofit": 2}, "rounds": ("A", "B"), "hard": False},
        {"hard": False},
    ),
    "host_variety": ({"least": 2}, {"of": "sector", "least": 3}, {"of": "function", "least": 2}),
    "horizon": ({}, {"minutes": 90, "rounds": ("A", "C")}, {"rounds": ("A",), "minutes": 30}),
    "lead_time": ({},),
    "leader_present": ({}, {"minutes": 30, "rounds": ("A", "B", "D")}, {"minutes": 60, "hard": False}),
    "host_balance": ({}, {"power": 1, "rounds": ("A", "B", "D")}, {"hard": True}),
    "most_visits": ({},),
    "no_host_twice": ({},),
    "openings": ({},),
    "own_organisation": ({},),
    "own_sector": ({}, {"most": 0, "rounds": ("A", "B"), "hard": False}),
    "reserve_hosts": ({},),
    "sets_at_once": ({},),
    "travel_gap": (
        {"way": [" ".join(str(j) for j in range(k)) for k in range(1, 7)], "minutes": 1440},
        {"way": [" ".join("9" * k) for k in range(1, 7)], "minutes": 480, "hard": False, "rounds": ("A", "B", "C")},
    ),
    "wishes": (
        {"wishes": {"P01": (("H3",), ("H1", "H4"), ("H6",)), "P05": (("H2", "H2"),), "P09": ()}},
        {"wishes": {"P02": (("H1", "H2", "H3", "H4"), (), ("H1", "H5"))}, "rounds": ("A", "D"), "hard": True},
    ),
}

#: Two configurations on the plain example scenario, where one change to a plan that keeps them can break them.
PLAIN: tuple[Example, ...] = (
    Example("host_variety", {"least": 2}),
    Example("both_ways"),
    Example("openings", {}, {"hosts": (*hosts(3), Host(id="H4", name="Host 4", hours=(Hours(weekdays=(0,)),)))}),
)

#: People away on some of the days on which a visit may be, on all of them, before joining, on the weekday on which
#: they do not work, on holidays, and for a whole round.
AWAY: Mapping[str, Any] = {
    **BUSY,
    "participants": (
        *busy_cohort()[:7],
        busy_cohort()[7].model_copy(update={"weekdays": (0, 1, 2, 4, 5, 6)}),
        busy_cohort()[8].model_copy(update={"joins": date(2026, 10, 25)}),
    ),
    "holidays": (
        Holiday(first=date(2026, 10, 9), last=date(2026, 10, 9), attribute="sector", value="nonprofit"),
        Holiday(first=date(2026, 10, 25), last=date(2026, 10, 25)),
    ),
    "absences": (
        Absence(participant="P01", first=date(2026, 10, 9), last=date(2026, 10, 9)),
        Absence(participant="P02", first=date(2026, 10, 8), last=date(2026, 10, 9)),
        Absence(participant="P03", round="A"),
        Absence(participant="P03", last=date(2026, 10, 8)),
    ),
}

#: People busy at some of the hours offered, at all of them, on one day, at night, and while a visit of days is on.
HOURS: Mapping[str, Any] = {
    **BUSY,
    "participants": tuple(
        each.model_copy(update={"busy": busy})
        for each, busy in zip(
            busy_cohort(),
            (
                (BusyTime(weekday=3, start=time(9), end=time(11, 30)),),
                (BusyTime(weekday=3, start=time(9), end=time(11, 30)), BusyTime(weekday=4, start=time(8), end=time())),
                (BusyTime(day=date(2026, 10, 15), start=time(8), end=time(10)),),
                (BusyTime(weekday=5, start=time(23), end=time()),),
                (BusyTime(weekday=6, start=time(0), end=time(0, 30)),),
                tuple(BusyTime(weekday=k, start=time(12), end=time(18)) for k in (4, 5)),
                (),
                (BusyTime(weekday=3, start=time(0), end=time()),),
                (BusyTime(day=date(2026, 10, 16), start=time(9, 30), end=time(9, 45)),),
            ),
            strict=True,
        )
    ),
}

#: Some are online only, something is online, something hybrid, and sets of a round meet for different times.
SCREENS: Mapping[str, Any] = {
    **AWAY,
    "participants": tuple(each.model_copy(update={"online": each.id == "P05"}) for each in AWAY["participants"]),
    "rounds": (
        *busy_rounds()[:1],
        busy_rounds()[1].model_copy(
            update={
                "activities": (
                    busy_rounds()[1].activities[1].model_copy(update={"mode": "hybrid"}),
                    Activity(id="long", windows=(window("2026-10-15", "15:00", "17:00"),), only=("B.1",)),
                    Activity(id="short", windows=(window("2026-10-15", "15:00", "16:00"),), only=("B.2", "B.3")),
                    Activity(id="call", windows=(window("2026-10-15", "18:00", "19:00"),), mode="online"),
                )
            }
        ),
        *busy_rounds()[2:],
    ),
    "events": (
        Event(id="talk", title="Talk", start=moment("2026-10-20T10:00"), end=moment("2026-10-20T11:00"), mode="online"),
        Event(id="fair", title="Fair", start=moment("2026-10-08T20:00"), end=moment("2026-10-08T21:30"), mode="hybrid"),
    ),
}

#: Two towns, hosts near either, one of which gives only its town, and one way that the organiser knows.
SPREAD: Mapping[str, Any] = {
    **BUSY,
    "places": (Place(id="Leeds", lat=53.8008, lon=-1.5491), Place(id="York", lat=53.96, lon=-1.0873)),
    "hosts": tuple(
        host.model_copy(update={"lat": 53.8 + k / 20, "lon": -1.5 + k / 20} if k else {"town": "York"})
        for k, host in enumerate(busy_hosts())
    ),
    "ways": (Way(a="Leeds", b="H3", minutes=95),),
    "events": (
        Event(
            id="dinner", title="Dinner", start=moment("2026-10-15T14:30"), end=moment("2026-10-15T16:00"), place="York"
        ),
    ),
}


def booking(start: str, end: str, people: int, sets: int = 1) -> Booking:
    """Booking from one local time to another."""
    return Booking(start=moment(start), end=moment(end), people=people, sets=sets)


#: Others come to three hosts: while a visit may be under way, when one begins, twice at once, and on days nearby.
SHARED: Mapping[str, Any] = {
    **BUSY,
    "hosts": tuple(
        host.model_copy(update={"bookings": booked})
        for host, booked in zip(
            busy_hosts(),
            (
                (
                    booking("2026-10-08T10:15", "2026-10-08T12:00", 2),
                    booking("2026-10-12T09:00", "2026-10-12T10:00", 2),
                ),
                (
                    booking("2026-10-08T10:30", "2026-10-08T11:00", 3),
                    booking("2026-10-08T10:45", "2026-10-08T12:00", 1),
                ),
                (
                    booking("2026-10-15T10:00", "2026-10-15T14:00", 9, 2),
                    booking("2026-10-09T08:00", "2026-10-09T20:00", 1),
                ),
                *[()] * 3,
                (
                    booking("2026-10-16T10:10", "2026-10-16T10:20", 1),
                    booking("2026-11-20T10:00", "2026-11-20T11:00", 1),
                ),
            ),
            strict=True,
        )
    ),
}

#: Hosts that ask for two clearances, in time or not; people who hold them, were refused, or neither.
SECURE: Mapping[str, Any] = {
    **BUSY,
    "hosts": tuple(
        host.model_copy(update={"clearance": code, "clearance_days": days, "lead_days": 0})
        for host, code, days in zip(
            busy_hosts(),
            ("list-A", "list-B", None, "list-A", None, "list-B", "list-A"),
            (9, 60, 60, 0, 0, 15, 21),
            strict=True,
        )
    ),
    "participants": tuple(
        person.model_copy(update={"cleared": codes(cleared), "refused": codes(refused)})
        for person, cleared, refused in zip(
            busy_cohort(),
            ("list-A", "list-A;list-B", "list-B", "", "list-A", "", "", "list-C", "list-A"),
            ("", "", "list-A", "list-B;list-A", "", "list-C", "", "", "list-B"),
            strict=True,
        )
    ),
}

#: Three reserves, each with an hour, a size, a notice or a booking that is in the way of some visits.
WITH_RESERVES: Mapping[str, Any] = {
    **SHARED,
    "hosts": tuple(
        host.model_copy(update={"reserve": k in quirks, **quirks.get(k, {})})
        for k, (host, quirks) in enumerate(
            (host, {2: {"least": 0}, 4: {"capacity": 9}, 5: {"hours": (), "capacity": 12}}) for host in SHARED["hosts"]
        )
    ),
}

#: Another round on the day of the second, in the evening, that one who misses the others takes part in, too.
EVENING: Mapping[str, Any] = {
    **SPREAD,
    "rounds": (
        *busy_rounds(),
        Round(
            id="E",
            sets=tuple(SetSpec(id=f"E.{k}", least=0, most=9) for k in (1, 2)),
            activities=(visit("evening", window("2026-10-15", "16:00", "20:00"), step=60),),
        ),
    ),
}


def on_either(*days: tuple[str, str]) -> Activity:
    """Make a visit that takes all of one of its windows on some days, each from 10:00 until a time."""
    return visit("visit", *(window(day, "10:00", until) for day, until in days), minutes=None, step=None)


#: Visits that may be on one of two days each, a fortnight apart or a little less, and not as long on the second.
TWO_DAYS: Mapping[str, Any] = {
    "rounds": tuple(
        each.model_copy(update={"activities": (on_either((one, "13:00"), (other, "12:30")),)})
        for each, (one, other) in zip(
            visit_rounds(3, [(3, 5), (3, 5)]),
            (("2026-10-08", "2026-10-09"), ("2026-10-22", "2026-10-21"), ("2026-11-05", "2026-11-03")),
            strict=True,
        )
    ),
    **dict.fromkeys(("absences", "seat_locks", "visit_locks"), ()),
}

HOST_EXAMPLES: tuple[Example, ...] = (
    Example("absences", {}, AWAY),
    Example("busy", {}, HOURS),
    Example("busy", {"rounds": ("A", "C")}, HOURS),
    *(Example(kind, fields, BUSY) for kind, configurations in FIELDS.items() for fields in configurations),
    *(
        Example(kind, fields, SPREAD)
        for kind, fields in (
            ("journeys", {"most": 40}),
            ("journeys", {"most": 60, "rounds": ("A", "B"), "hard": False}),
            ("near", {"most": 40}),
            ("near", {"most": 0, "attribute": "sector", "values": ("public",), "rounds": ("A", "C"), "hard": False}),
            ("home_times", {"leave": time(7, 20)}),
            ("home_times", {"leave": time(9), "back": time(12, 45), "rounds": ("A", "C"), "hard": False}),
            ("itinerary", {}),
            ("itinerary", {"rounds": ("B", "D"), "hard": False}),
            ("travel", {}),
            ("travel", {"most": 300, "unit": 15, "power": 2, "hard": True, "rounds": ("A", "C", "D")}),
        )
    ),
    Example("standby", {}, WITH_RESERVES),
    Example("standby", {"same": "function", "rounds": ("A", "B", "C")}, WITH_RESERVES),
    Example(
        "standby",
        {"same": "kind", "hard": True},
        {"hosts": (*hosts(4), hosts(5)[4].model_copy(update={"reserve": True}))},
    ),
    Example("spacing", {"days": 5, "hard": False}, EVENING),
    Example("spacing", {"days": 6, "rounds": ("A", "C", "D"), "hard": False}, BUSY),
    Example(
        "spacing",
        {"days": 5, "rounds": ("A", "C"), "hard": False},
        {**BUSY, "holidays": (Holiday(first=date(2026, 10, 12), last=date(2026, 10, 12)),)},
    ),
    Example("spacing", {"days": 10}, TWO_DAYS),
    Example("time_budget", {"most": 510}, TWO_DAYS),
    Example("time_budget", {"most": 400, "unit": 7, "hard": False}, EVENING),
    Example("time_budget", {"most": 300, "travel": True, "rounds": ("A", "B", "E"), "hard": False}, EVENING),
    Example("time_budget", {"most": 2000, "unit": 60, "hard": False}, {**AWAY, "events": SPREAD["events"]}),
    Example("itinerary", {}, EVENING),
    Example("itinerary", {"rounds": ("E", "B"), "hard": False}, EVENING),
    Example("clearance", {}, SECURE),
    Example("clearance", {"rounds": ("A", "C")}, SECURE),
    *(Example(kind, {}, SHARED) for kind in ("host_capacity", "host_gap", "most_visits", "sets_at_once")),
    Example("host_gap", {"visit_days": 2, "hard": False}, SHARED),
    Example("in_person", {"least": 480}),
    Example("receives", {"hosts": ("H1", "H2"), "least": 2}),
    Example("receives", {"hosts": ("H3",), "days": (date(2026, 10, 22), date(2026, 11, 5)), "hard": False}),
    Example("in_person", {"least": 3400, "hard": False}, SCREENS),
    Example("in_person", {"least": 350, "rounds": ("A", "B", "C"), "hard": False}, SCREENS),
    *PLAIN,
)
