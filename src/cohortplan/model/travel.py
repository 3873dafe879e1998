"""Where people come from, and how long it takes from place to place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import asin, ceil, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line
from cohortplan.model.names import unknown

if TYPE_CHECKING:
    from cohortplan.model.hosts import Host
    from cohortplan.model.people import Participant
    from cohortplan.model.scenario import Scenario

#: Mean radius of the earth in km (IUGG).
EARTH = 6371.0088

Minutes = Annotated[int, Field(ge=0, le=10_080)]


class Place(Frozen):
    """A town or a venue: where people live, or where a meeting is held.

    Attributes
    ----------
    holds : int or None
        How many people it has room for; None = as many as come.
    rooms : int or None
        How many sets can meet there at the same time; None = as many as like.
    """

    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    holds: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    rooms: Annotated[int, Field(ge=1, le=10_000)] | None = None


class Way(Frozen):
    """Minutes from door to door as the organiser knows them; both directions, unless the other is given, too.

    Attributes
    ----------
    a, b : str
        Ids of places or hosts; towns that hosts name may stand for the hosts in them.
    """

    a: Line
    b: Line
    minutes: Minutes


class Mode(Frozen):
    """A way of getting about: its speed as the crow flies, and the minutes it takes however short the way."""

    kmh: Annotated[float, Field(gt=0, le=1000)]
    wait: Minutes = 0


class Travel(Frozen):
    """How ways are reckoned that no `Way` gives.

    Attributes
    ----------
    home : str
        The attribute of participants that names the place they come from.
    buffer : int
        Minutes to spare between two activities of one day, beside the way.
    modes : mapping of str to Mode
        The quickest counts.
    """

    home: Id = "town"
    buffer: Minutes = 15
    modes: Annotated[Mapping[Id, Mode], Field(min_length=1)] = {"road": Mode(kmh=45, wait=10)}


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance in km between two points (latitude, longitude) in degrees, by the haversine formula."""
    (lat, lon), (other_lat, other_lon) = (tuple(map(radians, point)) for point in (a, b))
    chord = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))


class Atlas:
    """Minutes between any two places or hosts of a scenario, by id.

    What the organiser's ways say counts before what is reckoned: of the two ends themselves, else of the towns of
    hosts among them.
    """

    def __init__(self, places: Iterable[Place], hosts: Iterable[Host], ways: Iterable[Way], travel: Travel) -> None:
        self._travel = travel
        self._points = {place.id: (place.lat, place.lon) for place in places}
        self._town: dict[str, str] = {}
        for host in hosts:
            if host.town:
                self._town[host.id] = host.town
            if host.lat is not None and host.lon is not None:
                self._points[host.id] = (host.lat, host.lon)
            elif host.town in self._points:
                self._points[host.id] = self._points[host.town]
        self._given: dict[tuple[str, str], int] = {}
        for way in ways:
            self._given[way.a, way.b] = way.minutes
        self._known: dict[tuple[str, str], int | None] = {}

    def minutes(self, a: str, b: str) -> int | None:
        """Return the minutes from `a` to `b`, whole and rounded up; None if it is not known where one of them is."""
        if (a, b) not in self._known:
            self._known[a, b] = self._minutes(a, b)
        return self._known[a, b]

    def from_home(self, person: Participant, host: str) -> int | None:
        """Return the minutes of somebody's way from home to a host, None if it is not known."""
        return self.minutes(self.home(person), host)

    def _minutes(self, a: str, b: str) -> int | None:
        if a == b and (a, b) not in self._given:
            return 0
        for one in dict.fromkeys((a, self._town.get(a, a))):
            for other in dict.fromkeys((b, self._town.get(b, b))):
                for pair in ((one, other), (other, one)):
                    if pair in self._given:
                        return self._given[pair]
        km = self._distance(a, b)
        if km is None:
            return None
        return min(ceil(60 * km / mode.kmh + mode.wait) for mode in self._travel.modes.values())

    def _distance(self, a: str, b: str) -> float | None:
        if a in self._points and b in self._points:
            return great_circle(self._points[a], self._points[b])
        return 0.0 if self._town.get(a, a) == self._town.get(b, b) else None

    def home(self, person: Participant) -> str:
        """Return the place somebody comes from, "" if that is not said, or the person comes to nothing but a screen."""
        return "" if person.online else person.get(self._travel.home)


def travel_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield the ways that lead from or to nowhere, and those given twice."""
    known = {place.id for place in scenario.places}
    known |= {name for host in scenario.hosts for name in (host.id, host.town)}
    known |= {person.get(scenario.travel.home) for person in scenario.participants}
    seen: set[tuple[str, str]] = set()
    for index, way in enumerate(scenario.ways):
        for column, name in (("a", way.a), ("b", way.b)):
            if name not in known:
                yield unknown("place or host", name, sorted(known - {""}), ("ways", index, column))
        if (way.a, way.b) in seen:
            message = f"the way from {way.a} to {way.b} is given twice"
            yield Defect(message, "Remove one of the rows", path=("ways", index, "a"))
        seen.add((way.a, way.b))


def nowhere(scenario: Scenario) -> Iterator[Defect]:
    """Yield, for rules about travel, people and hosts between whom no way is known; a defect for each place."""
    travellers = [person for person in scenario.participants if not person.online]
    homes = dict.fromkeys(scenario.atlas.home(person) for person in travellers)
    for home in homes:
        lost = [host.id for host in scenario.hosts if scenario.atlas.minutes(home, host.id) is None]
        if home and lost:
            message = f"no way is known from {home!r} to {', '.join(lost[:5])}{' …' if lost[5:] else ''}"
            yield Defect(message, "Add the place to places.csv and lat and lon to the host, or the way to travel.csv")
    if "" in homes:
        person = next(each for each in travellers if not scenario.atlas.home(each))
        message = f"{person.id} has no {scenario.travel.home}, so that no way is known"
        yield Defect(message, f"Fill in the column {scenario.travel.home}, or name another as home under [travel]")
