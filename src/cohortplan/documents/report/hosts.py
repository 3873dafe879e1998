"""The hosts: when each receives whom, how much of what they offer is taken, where they are, and the ways there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cohortplan.documents.charts import Bar, Chart, Spot, bars, places, spread
from cohortplan.documents.report.subject import Subject
from cohortplan.documents.table import Table
from cohortplan.documents.words import count, duration
from cohortplan.evaluate.travelling import minutes_on_the_way
from cohortplan.model import Host

#: Of more hosts than this it is only drawn how many receive how many visits.
_NAMED = 120
#: Of more hosts than this the loads are drawn in two columns.
_COLUMN = 30


@dataclass(frozen=True)
class HostsPart:
    """What there is to see of hosts; None where the scenario does not say enough."""

    loads: tuple[Chart, ...]
    timetable: Table
    map: Chart | None
    travel: Chart | None


def hosts(about: Subject, *, names: bool) -> HostsPart | None:
    """Return what is told of the hosts, None if the scenario has none; without `names`, of nobody's home."""
    if not about.scenario.hosts:
        return None
    visits = Counter(item.host for item in about.items if item.host is not None)
    return HostsPart(
        tuple(_loads(about, visits)),
        _timetable(about),
        _map(about, visits, homes=names),
        _travel(about) if names else None,
    )


def _loads(about: Subject, visits: Counter[str]) -> Iterator[Chart]:
    """Yield the load of each host, of many hosts in two halves that stand side by side."""
    known = sorted(about.scenario.hosts, key=lambda host: (host.reserve, -visits[host.id], host.name))
    entries = [
        Bar(host.name, visits[host.id], host.most_visits, "in reserve" if host.reserve else "") for host in known
    ]
    offered = [host.most_visits for host in known if not host.reserve and host.most_visits is not None]
    said = f"{count(visits.total(), 'visit')} in all"
    if len(offered) == sum(not host.reserve for host in known):
        said += f", of {sum(offered):,} offered by hosts that are not in reserve"
    said += "."
    if len(entries) > _NAMED:
        numbers = [each.value for each in entries]
        yield spread("load", "How much hosts do", f"{said} Too many to draw each.", numbers, "visits", "hosts")
        return
    size = len(entries) if len(entries) <= _COLUMN else -(-len(entries) // 2)
    outline = " The outline shows how many a host offers." if offered else ""
    for k, first in enumerate(range(0, len(entries), size)):
        title, summary = (
            ("More hosts", "The others, to the same scale.") if k else ("How much each host does", f"{said}{outline}")
        )
        columns = ("host", "visits", "at most")
        yield bars(f"load-{k}", title, summary, entries[first : first + size], columns, entries)


def _timetable(about: Subject) -> Table:
    """Return which sets each host receives on which day, the time only where it is not the day's usual one."""
    visits = [item for item in about.items if item.host is not None]
    usual: dict[date, str] = {}
    for day in sorted({item.start.date() for item in visits}):
        usual[day] = Counter(f"{item.start:%H:%M}" for item in visits if item.start.date() == day).most_common(1)[0][0]
    found: dict[str | None, dict[date, list[str]]] = {}
    for item in visits:
        day, time = item.start.date(), f"{item.start:%H:%M}"
        said = item.set if time == usual[day] else f"{item.set} ({time})"
        found.setdefault(item.host, {}).setdefault(day, []).append(said)
    rows = [
        (host.name, *(", ".join(found[host.id].get(day, ())) for day in usual))
        for host in sorted(about.scenario.hosts, key=lambda host: (host.kind, host.name))
        if host.id in found
    ]
    columns = ("host", *(f"{day.day} {day:%b}, {time}" for day, time in usual.items()))
    return Table("Which set each host receives, and when", columns, rows)


def _point(about: Subject, host: Host) -> tuple[float, float] | None:
    if host.lat is not None and host.lon is not None:
        return host.lat, host.lon
    place = next((place for place in about.scenario.places if place.id == host.town), None)
    return (place.lat, place.lon) if place is not None else None


def _map(about: Subject, visits: Counter[str], *, homes: bool) -> Chart | None:
    spots = [
        Spot(host.name, *point, visits[host.id], note=host.town)
        for host in about.scenario.hosts
        if (point := _point(about, host)) is not None
    ]
    if len(spots) < 2:
        return None
    lacking = len(about.scenario.hosts) - len(spots)
    living = Counter(about.scenario.atlas.home(person) for person in about.scenario.participants) if homes else {}
    spots += [
        Spot(place.id, place.lat, place.lon, living[place.id], home=True)
        for place in about.scenario.places
        if living.get(place.id)
    ]
    summary = "True to scale; names stand where there is room for them, all are among the numbers."
    if lacking:
        summary += f" Of {count(lacking, 'host')} it is not known where they are."
    return places("map", "Where the hosts are", summary, spots, ("place", "what", "visits, or people", "town"))


def _travel(about: Subject) -> Chart | None:
    minutes, figures = minutes_on_the_way(about.scenario, about.plan), about.evaluation.metrics
    if not minutes or figures.travel_most is None or figures.travel_p90 is None:
        return None
    median = about.network.loads["travel"].median
    summary = (
        f"Half of the people are on the way to visits and back for {duration(median)} or less in all, nine of ten for "
        f"{duration(figures.travel_p90)} or less, nobody for more than {duration(figures.travel_most)}."
    )
    return spread("ways", "How long people are on the way", summary, [each // 60 for each in minutes], "hours in all")
