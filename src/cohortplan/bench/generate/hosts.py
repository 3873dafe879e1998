"""The hosts of an instance: what they are, on which visit days they can be visited, and how many visits they offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from cohortplan.bench.generate.factors import Factors, Kind
from cohortplan.bench.generate.people import Draw, name, organisations, shares
from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.towns import PLACES
from cohortplan.errors import Defect, InputError

#: The first visit day, a Thursday; the others follow every so many days.
FIRST_DAY, BETWEEN = date(2026, 10, 1), timedelta(days=14)
#: The days of notice that some hosts need beyond the usual ones of their kind.
LONG = 42
#: For each set of a day there are so many places at hosts that can be visited, at least.
ROOM = 1.25


@dataclass(frozen=True)
class Site:
    """A host, but for the visits it offers.

    Attributes
    ----------
    open : tuple of bool
        For each visit day, whether it can be visited: it is not closed, and hears of it in time.
    """

    id: str
    kind: Kind
    title: str
    organisation: str
    town: str
    lat: float
    lon: float
    lead_days: int
    open: tuple[bool, ...]


def visit_days(factors: Factors) -> list[date]:
    """Return the visit days."""
    return [FIRST_DAY + k * BETWEEN for k in range(factors.rounds)]


def planned_on(factors: Factors) -> date:
    """Return the day on which the plan is made."""
    return FIRST_DAY - timedelta(days=factors.head_start)


def draw_sites(factors: Factors, draw: Draw) -> list[Site]:
    """Draw the hosts.

    Raises
    ------
    InputError
        If on some days they could not receive all sets even if none were closed.
    """
    number, towns = factors.hosts, list(factors.towns)
    employers = organisations(factors)
    everybody = [each for mine in employers.values() for each in mine]
    own = set(draw("own hosts").sample(number, round(factors.own_hosts * number)))
    slow = set(draw("notice").sample(number, round(factors.long_notice * number)))
    of_owner, of_town, of_place = draw("owners"), draw("host towns"), draw("places")
    found: list[Site] = []
    for k, kind in enumerate(_kinds(factors, draw("kinds"))):
        title = f"{kind.kind} {1 + sum(site.kind.kind == kind.kind for site in found)}"
        employer = of_owner.pick(employers.get(kind.sector, everybody))
        town = of_town.weighted(towns, list(factors.towns.values()))
        lat, lon = (round(at + (of_place.unit() - 0.5) / 20, 4) for at in PLACES[town])
        lead_days, owner = kind.lead_days + (LONG if k in slow else 0), employer if k in own else title
        found.append(
            Site(name("H", k, number), kind, title, owner, town, lat, lon, lead_days, _heard(factors, lead_days))
        )
    return _opened(factors, found, [[draw.unit() for _ in range(factors.rounds)] for draw in _each(draw, number)])


def spread(factors: Factors, sites: Sequence[Site]) -> list[list[int]]:
    """Return the hosts, by their numbers, that the sets of each day could visit, if anybody could visit any host.

    Those come first that have been visited least for what their kind offers; none more often than a round has sets.
    """
    used = [0] * len(sites)
    found: list[list[int]] = []
    for day in range(factors.rounds):
        able = [h for h, site in enumerate(sites) if site.open[day] and used[h] < factors.sets]
        waiting = [((used[h] + 0.5) / sites[h].kind.visits, h, 0) for h in able]
        heapify(waiting)
        found.append([])
        while waiting and len(found[-1]) < factors.sets:
            _, h, there = heappop(waiting)
            used[h] += 1
            found[-1].append(h)
            if there + 1 < room(factors, sites[h].kind) and used[h] < factors.sets:
                heappush(waiting, ((used[h] + 0.5) / sites[h].kind.visits, h, there + 1))
    return found


def offers(factors: Factors, sites: Sequence[Site], used: Mapping[str, int]) -> dict[str, int]:
    """Share out the visits that tightness asks for, in proportion to what kinds offer, but to each host those `used`.

    As nobody visits a host twice, one that were to receive more visits than a round has sets would offer nothing.

    Raises
    ------
    InputError
        If the hosts cannot receive so many.
    """
    most = {site.id: min(factors.sets, room(factors, site.kind) * sum(site.open)) for site in sites}
    wanted, possible = round(factors.needed / factors.tightness), sum(most.values())
    if possible < wanted:
        message = f"{wanted} visits are to be offered, and on the days that they are open hosts can receive {possible}"
        least = -(-1000 * factors.needed // possible) / 1000
        remedy = f"Raise hosts or availability, or tightness to {least} or more"
        raise InputError([Defect(message, remedy, f"{factors.tightness:g}", "factors", column="tightness")])
    # Where visits are lacking, nobody could make all that are used.
    found = {site.id: used.get(site.id, 0) if factors.tightness <= 1 else 0 for site in sites}
    weight = {site.id: site.kind.visits for site in sites}
    waiting = [((found[host] + 0.5) / weight[host], host) for host in found if found[host] < most[host]]
    heapify(waiting)
    for _ in range(wanted - sum(found.values())):
        _, host = heappop(waiting)
        found[host] += 1
        if found[host] < most[host]:
            heappush(waiting, ((found[host] + 0.5) / weight[host], host))
    return found


def closed_days(factors: Factors, site: Site) -> list[date]:
    """Return the visit days of which a host would hear in time, but on which it receives nobody."""
    heard = _heard(factors, site.lead_days)
    return [day for day, ear, open_ in zip(visit_days(factors), heard, site.open, strict=True) if ear and not open_]


def room(factors: Factors, kind: Kind) -> int:
    """Return how many sets can be at a host of a kind at the same time."""
    return kind.at_once if kind.capacity is None else min(kind.at_once, kind.capacity // factors.set_size[1])


def _kinds(factors: Factors, stream: Stream) -> list[Kind]:
    """Return the kind of each host."""
    numbers = shares(factors.hosts, {str(k): kind.share for k, kind in enumerate(factors.kinds)})
    return stream.shuffled([factors.kinds[int(k)] for k, number in numbers.items() for _ in range(number)])


def _heard(factors: Factors, lead_days: int) -> tuple[bool, ...]:
    """Return for each visit day whether who needs so much notice can hear of it in time."""
    return tuple(factors.head_start + k * BETWEEN.days >= lead_days for k in range(factors.rounds))


def _each(draw: Draw, number: int) -> Iterator[Stream]:
    """Yield a stream for each host, so that more days leave the openings of the first ones as they are."""
    return (draw(f"openings {k}") for k in range(number))


def _opened(factors: Factors, sites: list[Site], chances: list[list[float]]) -> list[Site]:
    """Close hosts on days, but leave enough open: those that came nearest to being so."""
    opened = [[False] * factors.rounds for _ in sites]
    for day in range(factors.rounds):
        places = 0
        for k in sorted((k for k, site in enumerate(sites) if site.open[day]), key=lambda k: chances[k][day]):
            opened[k][day] = chances[k][day] < factors.availability or places < ROOM * factors.sets
            places += room(factors, sites[k].kind) * opened[k][day]
        if places < factors.sets:
            message = (
                f"on visit day {day + 1} the hosts that hear of it in time can receive {places} of {factors.sets} sets"
            )
            remedy = "Raise hosts or head_start, or let kinds of host take more sets at once"
            raise InputError([Defect(message, remedy, str(factors.hosts), "factors", column="hosts")])
    return [replace(site, open=tuple(opened[k])) for k, site in enumerate(sites)]
