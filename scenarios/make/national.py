"""``national-2400`` and larger: twelve hubs, eight visit days in each, two online days across the hubs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.tables import Row, table
from scenarios.make import names
from scenarios.make.tables import BANK_HOLIDAYS, SCHOOL_HOLIDAYS, bank_holidays


@dataclass(frozen=True)
class Hub:
    """A hub: its town, where it is, and in which nation."""

    id: str
    town: str
    lat: float
    lon: float
    nation: str = "England"


HUBS = (
    Hub("newcastle", "Newcastle", 54.9783, -1.6178),
    Hub("leeds", "Leeds", 53.8008, -1.5491),
    Hub("manchester", "Manchester", 53.4808, -2.2426),
    Hub("birmingham", "Birmingham", 52.4862, -1.8904),
    Hub("nottingham", "Nottingham", 52.9548, -1.1581),
    Hub("norwich", "Norwich", 52.6309, 1.2974),
    Hub("london", "London", 51.5074, -0.1278),
    Hub("brighton", "Brighton", 50.8225, -0.1372),
    Hub("bristol", "Bristol", 51.4545, -2.5879),
    Hub("glasgow", "Glasgow", 55.8642, -4.2518, "Scotland"),
    Hub("cardiff", "Cardiff", 51.4816, -3.1791, "Wales"),
    Hub("belfast", "Belfast", 54.5973, -5.9301, "Northern Ireland"),
)
#: Of 24 people in a hub, how many are of each sector; and organisations for each person.
SHARES = {"public": 9, "private": 8, "nonprofit": 7}
EMPLOYERS = 1500 / 2400
FLAGGED = 200 / 2400
#: Members of a set on average, hosts for each person, and what a host takes.
SIZE, HOSTS, AT_ONCE, CAPACITY = 6.25, 400 / 2400, 2, 14
#: How many visits a host offers in each level of tightness.
LEVELS = {"": 10, "loose": 15, "tight": 8}
DAYS = ("2026-10-08", "2026-11-12", "2026-12-03", "2027-01-21", "2027-02-25", "2027-03-18", "2027-04-22", "2027-05-13")
ACROSS = ("2027-02-04", "2027-06-17")
KINDS = {
    "prison": ("justice", "public"),
    "hospital": ("health", "public"),
    "radio": ("media", "private"),
    "school": ("education", "public"),
    "fire station": ("emergency", "public"),
    "factory": ("industry", "private"),
    "start-up": ("business", "private"),
    "faith centre": ("faith", "nonprofit"),
    "food bank": ("community", "nonprofit"),
    "council": ("local government", "public"),
}
#: Autumn and spring half-terms, and Easter holidays, where they are not as in England.
TERMS = {
    "Scotland": (("2026-10-12", "2026-10-16"), ("2027-02-10", "2027-02-12"), ("2027-03-29", "2027-04-09")),
    "Northern Ireland": (("2026-10-26", "2026-10-30"), ("2027-02-15", "2027-02-16"), ("2027-03-25", "2027-04-02")),
}


def make(number: int, towns: int = len(HUBS)) -> Mapping[str, str]:
    """Return the whole scenario of so many people, as many in each of the first hubs as in the others."""
    hubs = HUBS[:towns]
    size = number // len(hubs)
    name = f"national-{number}"
    hosts = list(_hosts(name, round(HOSTS * number), hubs))
    sets = round(size / SIZE)
    return {
        **{file: text for level in LEVELS for file, text in _level(level, number, hubs, hosts).items()},
        "participants.csv": table("id name sector organisation hub flags", _participants(name, size, hubs)),
        "places.csv": table("place lat lon", ((hub.town, hub.lat, hub.lon) for hub in hubs)),
        "closures.csv": table("host from until reason", _closures(hosts)),
        "holidays.csv": table("from until reason who", _holidays(hubs)),
        "rounds.csv": table(
            "round title contacts sets size activity kind activity_title date from until minutes place",
            _rounds(sets * len(hubs)),
        ),
    }


def _level(level: str, number: int, hubs: Sequence[Hub], hosts: Sequence[tuple[Hub, Row]]) -> Mapping[str, str]:
    """Return the settings of a level of tightness, and its hosts, who differ in how many visits they offer."""
    end = f"-{level}" if level else ""
    settings = _SETTINGS.format(
        number=number,
        end=end,
        files=f'\n[files]\nhosts = "hosts{end}.csv"\n' if level else "",
        towns=", ".join(f'"{hub.town}"' for hub in hubs),
        mixed=min(4, len(hubs)),
        days=", ".join(f'"D{k}"' for k in range(1, len(DAYS) + 1)),
    )
    columns = "id name organisation sector kind function town lat lon capacity min sets_at_once max_visits lead_days"
    rows = ((*row[:-2], LEVELS[level], row[-1]) for _, row in hosts)
    return {f"{level or 'scenario'}.toml": settings, f"hosts{end}.csv": table(columns, rows)}


def _participants(name: str, size: int, hubs: Sequence[Hub]) -> Iterator[Row]:
    number = size * len(hubs)
    called, draw = names.people(number, Stream(name, "names")), Stream(name, "people")
    flagged = set(Stream(name, "flags").shuffled(range(number))[: round(FLAGGED * number)])
    sectors = _sectors()
    employers = {
        sector: names.organisations(
            sector, round(EMPLOYERS * number * share / len(sectors)), Stream(name, "employers", sector)
        )
        for sector, share in SHARES.items()
    }
    for k in range(number):
        h, sector = k // size, sectors[k % len(sectors)]
        employer = draw.pick(employers[sector][h :: len(hubs)])
        flag = "lived_experience" if k in flagged else ""
        yield f"P{k + 1:05}", called[k], sector, employer, hubs[h].town, flag


def _sectors() -> list[str]:
    """Return the sectors of 24 people, each spread as evenly as can be over them."""
    places = ((k + 0.5) / share for share in SHARES.values() for k in range(share))
    owners = (sector for sector, share in SHARES.items() for _ in range(share))
    return [sector for _, sector in sorted(zip(places, owners, strict=True))]


def _hosts(name: str, number: int, hubs: Sequence[Hub]) -> Iterator[tuple[Hub, Row]]:
    words, places = Stream(name, "hosts"), Stream(name, "places")
    for k in range(number):
        hub = hubs[k % len(hubs)]
        kind = list(KINDS)[k // len(hubs) % len(KINDS)]
        function, sector = KINDS[kind]
        title = f"{words.pick(names.PLACES)} {kind.title()}, {hub.town} {k // len(hubs) + 1}"
        where = (round(hub.lat + (places.unit() - 0.5) / 10, 4), round(hub.lon + (places.unit() - 0.5) / 7, 4))
        limits = (CAPACITY, 4, AT_ONCE, LEVELS[""], 28)
        yield hub, (f"H{k + 1:04}", title, title, sector, kind, function, hub.town, *where, *limits)


def _closures(hosts: list[tuple[Hub, Row]]) -> list[Row]:
    found = bank_holidays()
    for hub, row in hosts:
        name = str(row[0])
        if row[4] == "school":
            found += [(name, *days) for days in _school_holidays(hub)]
    return found


def _holidays(hubs: Sequence[Hub]) -> Iterator[Row]:
    """Yield the days on which nothing is planned: bank holidays, and for the people of a hub its schools' holidays."""
    for day, reason in BANK_HOLIDAYS:
        yield day, day, reason, ""
    for hub in hubs:
        for days in _school_holidays(hub):
            yield *days, f"hub={hub.town}"


def _school_holidays(hub: Hub) -> list[tuple[str, str, str]]:
    """Return first day, last day and reason of the school holidays in the nation of a hub."""
    return [(*days, "school holidays") for days in TERMS[hub.nation]] if hub.nation in TERMS else [*SCHOOL_HOLIDAYS]


def _rounds(sets: int) -> Iterator[Row]:
    for k, day in enumerate(DAYS, start=1):
        visit = ("visit", "visit", "Morning visit", day, "10:00", "11:30", 90, "")
        yield (f"D{k}", f"Visit day {k} of the hubs", "yes", sets, "6-7", *visit)
    for k, day in enumerate(ACROSS, start=1):
        meet = ("meet", "meet", "Across the hubs", day, "10:00", "12:00", "", "online")
        yield (f"X{k}", f"Day {k} across the hubs", "yes", sets, "6-7", *meet)


_SETTINGS = """\
# A national programme of {number} people in twelve hubs. Everything here is fictional but the towns.

[programme]
id = "national-{number}{end}"
title = "Leaders of twelve hubs"
timezone = "Europe/London"
starts = 2026-09-01
ends = 2027-07-31
planned_on = 2026-08-01
contact = "office@twelvehubs.example"
{files}
[charter]
purpose = "Twelve hubs from Newcastle to Belfast learn what works in the others."
vision = "A leader who moves from one town to another finds colleagues there."
engagement = [
  "We are there on time, on the screen too.",
  "What is said in a set stays in it.",
]
measures = [
  "Pairs across hubs who have met.",
  "Sets that were complete.",
]

[attributes]
sector = ["public", "private", "nonprofit"]
organisation = []
hub = [{towns}]

[travel]
home = "hub"

# Each set: two or three public members, two or three private ones, one to three nonprofit ones.
[[rules]]
rule = "mix"
quota = {{ public = [2, 3], private = [2, 3], nonprofit = [1, 3] }}

# On visit days the members of a set are of one hub, and no host is more than three quarters of an hour from home.
[[rules]]
rule = "hubs"
attribute = "hub"
rounds = [{days}]

[[rules]]
rule = "journeys"
most = 45
rounds = [{days}]

# On the two online days each set has people of {mixed} hubs or more.
[[rules]]
rule = "spread"
attribute = "hub"
at_least = {mixed}
rounds = ["X1", "X2"]

# Nobody with lived experience is the only one in a set: a wish, as there are many sets and few of them.
[[rules]]
rule = "never_alone"
flag = "lived_experience"
hard = false

[[rules]]
rule = "new_contacts"
across = {{ sector = 1, hub = 1 }}

[weights]
new_contacts = 1
never_alone = 5
"""
