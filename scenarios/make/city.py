"""``city-240``: two overlapping intakes of 120 people, sixty hosts, sixteen visit days in Greater Manchester."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.tables import Row, table
from cohortplan.bench.generate.towns import PLACES
from scenarios.make import disruptions, names
from scenarios.make.tables import bank_holidays, school_holidays

NAME = "city-240"

#: Towns, and how many of a hundred people and hosts are there.
SHARES = {"Manchester": 26, "Salford": 12, "Bolton": 10, "Bury": 7, "Oldham": 9}
SHARES |= {"Rochdale": 8, "Stockport": 10, "Ashton": 6, "Altrincham": 5, "Wigan": 7}
TOWNS = {town: (*PLACES[town], share) for town, share in SHARES.items()}
EARLY_TOWNS = ("Wigan",)

#: Days on which only the first intake, both, or only the second are there; each intake has twelve.
AUTUMN = ("2026-09-24", "2026-10-15", "2026-11-12", "2026-12-03")
JOINT = ("2027-01-14", "2027-01-28", "2027-02-11", "2027-02-25", "2027-03-11", "2027-03-25", "2027-04-15", "2027-04-29")
SUMMER = ("2027-05-20", "2027-06-10", "2027-06-24", "2027-07-08")
HOME = ("2027-01-19", "2027-02-02", "2027-02-23", "2027-03-16", "2027-04-13", "2027-04-27")

#: For each sector, its people in each intake, and the organisations that send one and two people, of both intakes.
SECTORS = {"public": (48, 56, 20), "private": (36, 42, 15), "nonprofit": (36, 42, 15)}
FLAGGED = 12
SENIORITY = ("director", "head of service", "manager")


@dataclass(frozen=True)
class Kind:
    """Hosts of one kind.

    Attributes
    ----------
    number, at_once : int
        How many there are, and how many sets each takes at the same time.
    visits : tuple of int
        Visits of a set that each takes in all: with much, some, and little to spare.
    owner : str
        What the employers are called whose houses these are; "" if nobody's in the programme.
    """

    kind: str
    label: str
    function: str
    sector: str
    number: int
    at_once: int
    visits: tuple[int, int, int]
    lead: int
    owner: str = ""
    barriers: str = ""


KINDS = (
    Kind("prison", "HMP {}", "justice", "public", 3, 1, (9, 6, 3), 42),
    Kind("court", "{} Crown Court", "justice", "public", 3, 2, (18, 12, 4), 14),
    Kind("hospital", "{} General Hospital", "health", "public", 6, 2, (24, 16, 9), 28, "Hospitals"),
    Kind("radio", "{} Radio", "media", "private", 3, 2, (24, 16, 10), 7, "Broadcasting", "stairs"),
    Kind("television", "{} Television", "media", "private", 2, 2, (24, 16, 10), 14, "Broadcasting"),
    Kind("school", "{} High School", "education", "public", 6, 2, (18, 12, 7), 14, "Academy Trust"),
    Kind("college", "{} Sixth Form College", "education", "public", 4, 2, (18, 12, 7), 14, "College"),
    Kind("police", "{} Police Station", "emergency", "public", 2, 2, (18, 12, 6), 21, "Police"),
    Kind("fire", "{} Fire Station", "emergency", "public", 2, 2, (18, 12, 6), 21, "Fire and Rescue"),
    Kind("ambulance", "{} Ambulance Station", "emergency", "public", 2, 2, (18, 12, 6), 21),
    Kind("factory", "{} Works", "industry", "private", 4, 2, (24, 16, 9), 14, "Engineering", "stairs;magnets"),
    Kind("logistics", "{} Parcel Hub", "industry", "private", 4, 2, (24, 16, 9), 14, "Logistics", "magnets"),
    Kind("faith", "{} Faith Centre", "faith", "nonprofit", 5, 3, (27, 18, 9), 28, "Faiths"),
    Kind("food bank", "{} Food Bank", "community", "nonprofit", 4, 2, (24, 16, 9), 7, "Kitchen"),
    Kind("charity", "{} Advice Centre", "community", "nonprofit", 4, 2, (24, 16, 9), 7, "Advice"),
    Kind("council", "{} Council Chamber", "local government", "public", 3, 4, (48, 32, 16), 10, "City Services"),
    Kind("university", "{} University Campus", "research", "public", 3, 4, (48, 32, 16), 10, "University"),
)
#: Those who look after the sets, how many come from participants' employers, or are paid by one, and what they can do.
FACILITATORS, EMPLOYED, SPONSORED = 20, 6, 4
SKILLS = ("action learning", "mediation", "coaching", "theatre")


def make() -> Mapping[str, str]:
    """Return the scenario's tables, by the names of their files."""
    people, places = _participants(), _hosts()
    of_round = "round title contacts sets size activity kind activity_title date from until minutes kinds place"
    of_facilitator = "facilitator name email organisation sponsor skills most_sets away"
    return {
        "participants.csv": table(
            "id name sector organisation intake town profession seniority flags cannot joins leaves", people
        ),
        "places.csv": table("place lat lon", ((town, lat, lon) for town, (lat, lon, _) in TOWNS.items())),
        **{f"hosts{level}.csv": _host_table(places, k) for k, level in enumerate(("-loose", "", "-tight"))},
        "closures.csv": table("host from until reason", _closures(places)),
        "rounds.csv": table(f"{of_round} facilitators", _rounds()),
        "facilitators.csv": table(of_facilitator, _facilitators(len(people))),
        "disruptions.toml": disruptions.script(
            NAME, _attendance(people), [(place.id, place.kind.kind, place.town) for place in places]
        ),
    }


def _attendance(people: list[Row]) -> dict[str, list[str]]:
    """Return who is there on each visit day: their intake is in the fifth column."""
    first, second = ([str(row[0]) for row in people if row[4] == intake] for intake in ("first", "second"))
    return dict.fromkeys(AUTUMN, first) | dict.fromkeys(JOINT, first + second) | dict.fromkeys(SUMMER, second)


def somewhere(stream: Stream) -> str:
    """Draw a town, a large one more often."""
    return stream.pick([town for town, (*_, share) in TOWNS.items() for _ in range(share)])


def _participants() -> list[Row]:
    seats = [
        (sector, organisation)
        for sector in SECTORS
        for organisation in Stream(NAME, "organisations", sector).shuffled(_employers(sector))
    ]
    towns, jobs, marks = (Stream(NAME, purpose) for purpose in ("towns", "jobs", "flags"))
    called = iter(names.people(len(seats), Stream(NAME, "names")))
    home = {organisation: somewhere(towns) for organisation in dict.fromkeys(name for _, name in seats)}
    intakes: dict[str, list[Row]] = {"first": [], "second": []}
    for sector, (half, *_) in SECTORS.items():
        mine = [seat for seat in seats if seat[0] == sector]
        for intake, part in (("first", mine[:half]), ("second", mine[half:])):
            for _, organisation in part:
                work = (names.profession(organisation), jobs.pick(SENIORITY))
                intakes[intake].append((next(called), sector, organisation, intake, home[organisation], *work))
    found: list[Row] = []
    for intake, rows in intakes.items():
        flagged = set(marks.shuffled(range(len(rows)))[:FLAGGED])
        dates = ("", "2027-05-07") if intake == "first" else ("2027-01-04", "")
        for k, row in enumerate(rows):
            flag, cannot = "lived_experience" if k in flagged else "", _cannot(marks)
            found.append((f"P{len(found) + 1:03}", *row, flag, cannot, *dates))
    return found


def _employers(sector: str) -> list[str]:
    """Return an organisation for each person of a sector."""
    _, single, double = SECTORS[sector]
    found = names.organisations(sector, single + double, Stream(NAME, "employers", sector))
    return found + found[:double]


def _cannot(stream: Stream) -> str:
    chance = stream.unit()
    return "stairs" if chance < 0.03 else "magnets" if chance < 0.04 else ""


@dataclass(frozen=True)
class Place:
    """A host, but for what it takes."""

    id: str
    name: str
    organisation: str
    town: str
    kind: Kind


def _hosts() -> list[Place]:
    stream = Stream(NAME, "hosts")
    words = iter(stream.shuffled(names.PLACES))
    owners = [name for sector in SECTORS for name in dict.fromkeys(_employers(sector))]
    found: list[Place] = []
    for kind in KINDS:
        mine = stream.shuffled([name for name in owners if kind.owner and name.endswith(f" {kind.owner}")])
        for _ in range(kind.number):
            name = kind.label.format(next(words))
            owner = mine.pop() if mine else name
            found.append(Place(f"H{len(found) + 1:02}", name, owner, somewhere(stream), kind))
    return found


def _host_table(places: list[Place], level: int) -> str:
    stream = Stream(NAME, "places")
    rows: list[Row] = []
    for place in places:
        kind, (lat, lon, _) = place.kind, TOWNS[place.town]
        where = (place.town, round(lat + (stream.unit() - 0.5) / 30, 4), round(lon + (stream.unit() - 0.5) / 20, 4))
        limits = (7 * kind.at_once, 4, kind.at_once, kind.visits[level], kind.lead, kind.barriers)
        what = (place.id, place.name, place.organisation, kind.sector, kind.kind, kind.function)
        rows.append((*what, *where, *limits))
    return table(
        "id name organisation sector kind function town lat lon"
        " capacity min sets_at_once max_visits lead_days barriers",
        rows,
    )


def _closures(places: list[Place]) -> list[Row]:
    stream = Stream(NAME, "closures")
    found = bank_holidays()
    for name, town, kind in ((place.id, place.town, place.kind) for place in places):
        if kind.function == "education":
            found += school_holidays(name, early=town in EARLY_TOWNS)
        elif kind.kind == "hospital":
            found.append((name, "2027-01-04", "2027-01-22", "winter pressure"))
        elif kind.function == "industry":
            found.append((name, "2026-11-23", "2026-12-31", "peak season"))
        else:
            day = stream.pick((*AUTUMN, *JOINT, *SUMMER))
            found.append((name, day, day, "not that day"))
    return found


def _rounds() -> list[Row]:
    kinds = ";".join(kind.kind for kind in KINDS)
    found: list[Row] = []
    for number, day in enumerate(chain(AUTUMN, JOINT, SUMMER), start=1):
        sets = 40 if day in JOINT else 20
        visit = ("visit", "visit", "Morning visit", day, "10:00", "11:30", 90, kinds, "")
        found.append((f"D{number}", f"Visit day {number}", "yes", sets, 6, *visit, 1))
    for number, day in enumerate(HOME, start=1):
        of_round = ("home", "Home sets", "no", 40, 6) if number == 1 else ("home", "", "", "", "")
        what = (f"set-{number}", "meet", "Home set", day, "16:30", "18:00", "", "", "Open Table rooms")
        found.append((*of_round, *what, 1 if number == 1 else ""))
    return found


def _facilitators(participants: int) -> list[Row]:
    """Return the facilitators: forty sets are all that twenty can have, so each is away on a day of one intake only."""
    stream = Stream(NAME, "facilitators")
    called = names.people(participants + FACILITATORS, Stream(NAME, "names"))[participants:]
    employers = stream.shuffled([name for sector in SECTORS for name in dict.fromkeys(_employers(sector))])
    found: list[Row] = []
    for k, name in enumerate(called):
        employer = employers[k] if k < EMPLOYED else ""
        sponsor = employers[k] if EMPLOYED <= k < EMPLOYED + SPONSORED else ""
        skills = ";".join(stream.shuffled(SKILLS)[: 1 + stream.below(3)])
        email = f"{name.split()[0].lower()}@manchestertables.example"
        away = stream.pick((*AUTUMN, *SUMMER))
        found.append((f"F{k + 1:02}", name, email, employer, sponsor, skills, 2, away))
    return found
