"""Programmes without a plan: twenty causes, each planted in a programme that has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from cohortplan.model import (
    Absence,
    Activity,
    Attribute,
    Cannot,
    Closure,
    Host,
    Participant,
    Place,
    Programme,
    Round,
    Scenario,
    SeatLock,
    SetSpec,
    Tie,
    VisitLock,
    Window,
)
from cohortplan.rules import build_rule, with_implied

Parts = dict[str, Any]
#: Members of a core, of each of which one is to be named: ids of rules, or the beginnings of paths of data.
Cause = tuple[frozenset[str | tuple[str | int, ...]], ...]
Plant = Callable[[Parts, np.random.Generator], Iterable[Iterable[str | tuple[str | int, ...]]]]

SECTORS = ("public", "private", "nonprofit")
KINDS = ("prison", "radio", "hospital", "bakery")
ROUNDS = 6
FIRST = date(2026, 10, 8)


@dataclass(frozen=True)
class Planted:
    """A programme without a plan, and why."""

    name: str
    scenario: Scenario
    cause: Cause

    def named_by(self, members: Iterable[str | tuple[str | int, ...]]) -> bool:
        """Whether each part of the cause is among the members of a core."""
        named = set(members)
        starts = named | {m[:k] for m in named if isinstance(m, tuple) for k in range(1, len(m))}
        return all(not part.isdisjoint(starts) for part in self.cause)


def plant(name: str, people: int, seed: int) -> Planted:
    """Plant a cause in a programme of so many people."""
    rng = np.random.default_rng([seed, people, sorted(CAUSES).index(name)])
    parts = programme(people, rng)
    cause = tuple(frozenset(part) for part in CAUSES[name](parts, rng))
    return Planted(name, made(parts), cause)


def made(parts: Parts) -> Scenario:
    """Make the scenario of its parts, the implied rules with it."""
    return Scenario(**{**parts, "rules": with_implied(parts["rules"])})


def programme(people: int, rng: np.random.Generator) -> Parts:
    """Make the parts of a programme that has plans: sets of six visit hosts in six rounds of two days each."""
    sets = people // 6
    rounds = tuple(_round(r, sets) for r in range(ROUNDS))
    ids = [f"P{k + 1:02}" for k in range(people)]
    away = rng.choice(people, ROUNDS, replace=False)
    known = rng.choice([*combinations(ids, 2)], 20, replace=False)
    return {
        "programme": Programme(id="planted", title="Planted", starts=date(2026, 9, 1), ends=date(2027, 7, 31)),
        "attributes": tuple(Attribute(name=name) for name in ("sector", "organisation", "town")),
        "participants": tuple(_person(k, name) for k, name in enumerate(ids)),
        "hosts": tuple(_host(h, sets) for h in range(sets + 3)),
        "rounds": rounds,
        "places": (Place(id="Leeds", lat=53.8, lon=-1.55), Place(id="York", lat=53.96, lon=-1.08), FAR),
        "absences": tuple(Absence(participant=ids[p], round=rounds[r].id) for r, p in enumerate(away)),
        "ties": tuple(Tie(a=a, b=b, kind="knows") for a, b in known),
        "rules": [
            build_rule("keep_apart", id="colleagues", kinds=(), same=("organisation",)),
            build_rule("host_quota", id="prisons", kinds=("prison",), most=2),
            build_rule("repeat_cap", most=5),
            build_rule("new_contacts"),
        ],
    }


FAR = Place(id="Truro", lat=50.26, lon=-5.05)


def _person(k: int, name: str) -> Participant:
    values = {"sector": SECTORS[k % 3], "organisation": f"Org {k // 2}", "town": ("Leeds", "York")[k % 2]}
    return Participant(id=name, name=f"Person {k + 1}", attributes=values)


def _host(h: int, sets: int) -> Host:
    return Host(
        id=f"H{h + 1}",
        name=f"Host {h + 1}",
        organisation=f"House {h + 1}",
        sector=SECTORS[h % 3],
        kind=KINDS[h % 4],
        town="Leeds",
        lat=53.8,
        lon=-1.55,
        capacity=8,
        least=2,
        lead_days=14,
        gap_days=1 + h % 3,
        most_visits=2 * sets,
    )


def _round(r: int, sets: int) -> Round:
    days = [datetime.combine(FIRST + timedelta(days=14 * r + d), time(10)) for d in (0, 1)]
    windows = tuple(Window(start=day, end=day + timedelta(hours=3)) for day in days)
    return Round(
        id=f"D{r + 1}",
        sets=tuple(SetSpec(id=f"D{r + 1}.{s + 1}", least=5, most=6) for s in range(sets)),
        activities=(Activity(id="visit", kind="visit", windows=windows),),
    )


def _changed(parts: Parts, family: str, number: int, **fields: Any) -> None:
    rows = list(parts[family])
    rows[number] = rows[number].model_copy(update=fields)
    parts[family] = tuple(rows)


def _added(parts: Parts, family: str, *rows: Any) -> list[tuple[str | int, ...]]:
    """Add rows to a table and return where they stand."""
    before = tuple(parts.get(family, ()))
    parts[family] = (*before, *rows)
    return [(family, len(before) + k) for k in range(len(rows))]


def _of_kind(parts: Parts, kind: str) -> list[int]:
    return [h for h, host in enumerate(parts["hosts"]) if host.kind == kind]


def _only(parts: Parts, r: int, kind: str) -> tuple[str | int, ...]:
    """Let a round's visits be to hosts of one kind."""
    (activity,) = parts["rounds"][r].activities
    _changed(parts, "rounds", r, activities=(activity.model_copy(update={"kinds": (kind,)}),))
    return ("rounds", r, "activities", 0, "kinds")


def _roomy(parts: Parts) -> None:
    """Let hosts take any number of sets, so that it is something else that is short."""
    for h in range(len(parts["hosts"])):
        _changed(parts, "hosts", h, sets_at_once=9, capacity=99, most_visits=None, gap_days=0)


def _rule(parts: Parts, kind: str, **fields: Any) -> None:
    parts["rules"].append(build_rule(kind, **fields))


def _someone(parts: Parts, rng: np.random.Generator, count: int = 1) -> list[int]:
    """Draw people who are never away."""
    away = {absence.participant for absence in parts["absences"]}
    there = [k for k, person in enumerate(parts["participants"]) if person.id not in away]
    return sorted(rng.choice(there, count, replace=False).tolist())


def _names(parts: Parts, numbers: Iterable[int]) -> list[str]:
    return [parts["participants"][k].id for k in numbers]


def _strangers(parts: Parts, rng: np.random.Generator, count: int) -> list[str]:
    """Draw people of different organisations who are never away."""
    found: dict[str, str] = {}
    for name in _names(parts, rng.permutation(_someone(parts, rng, len(parts["participants"]) - ROUNDS)).tolist()):
        person = next(each for each in parts["participants"] if each.id == name)
        found.setdefault(person.get("organisation"), name)
    return list(found.values())[:count]


def lock_and_absence(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Somebody is locked to a set whose visit is locked to a day on which they are away."""
    (name,) = _names(parts, _someone(parts, rng))
    day = parts["rounds"][2].activities[0].windows[1].start
    yield _added(parts, "seat_locks", SeatLock(participant=name, set="D3.1"))
    yield _added(parts, "visit_locks", VisitLock(set="D3.1", activity="visit", host="H2", start=day))
    yield _added(parts, "absences", Absence(participant=name, first=day.date(), last=day.date()))
    yield from (["pins"], ["absences"])


def prison_visits(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Everyone is to see a prison, but the prisons receive one set too few."""
    del rng
    sets, prisons = len(parts["rounds"][0].sets), _of_kind(parts, "prison")
    for k, h in enumerate(prisons):
        share = (sets - 1) // len(prisons) + (k < (sets - 1) % len(prisons))
        _changed(parts, "hosts", h, most_visits=share, capacity=6)
    parts["rules"][1] = build_rule("host_quota", id="prisons", kinds=("prison",), least=1)
    yield from (["prisons"], ["most_visits"], [("hosts", h, "most_visits") for h in prisons])


def clique_apart(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """More people are to be kept apart from each other than there are sets."""
    names = _strangers(parts, rng, len(parts["rounds"][0].sets) + 1)
    yield _added(parts, "ties", *(Tie(a=a, b=b, kind="apart") for a, b in combinations(names, 2)))
    _rule(parts, "keep_apart")
    yield ["keep_apart"]


def two_locks(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Two people who are to be kept apart are locked to one set."""
    a, b = _strangers(parts, rng, 2)
    for name in (a, b):
        yield _added(parts, "seat_locks", SeatLock(participant=name, set="D4.2"))
    yield _added(parts, "ties", Tie(a=a, b=b, kind="apart"))
    _rule(parts, "keep_apart")
    yield from (["keep_apart"], ["pins"])


def rooms_too_small(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """No host has room for a set of five."""
    del rng
    for h in range(len(parts["hosts"])):
        _changed(parts, "hosts", h, capacity=4)
    yield from (["host_capacity"], [("hosts", h, "capacity") for h in range(len(parts["hosts"]))])


def all_closed(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Every host is closed on both days of a round."""
    del rng
    days = parts["rounds"][2].days
    for h in range(len(parts["hosts"])):
        _changed(parts, "hosts", h, closures=(Closure(first=days[0], last=days[1]),))
    yield from (["closures"], [("hosts", h, "closures", 0) for h in range(len(parts["hosts"]))])


def notice_too_long(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """The plan is made so late that no host can be visited in the first round."""
    del rng
    changed = parts["programme"].model_copy(update={"planned_on": FIRST - timedelta(days=5)})
    parts["programme"] = changed
    yield from (["lead_time"], [("hosts", h, "lead_days") for h in range(len(parts["hosts"]))])


def far_from_home(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Somebody lives farther from every host than is allowed."""
    (k,) = _someone(parts, rng)
    values = {**parts["participants"][k].attributes, "town": "Truro"}
    _changed(parts, "participants", k, attributes=values)
    _rule(parts, "journeys", most=120)
    yield ["journeys"]


def home_too_late(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Somebody would be home too late from every host."""
    (k,) = _someone(parts, rng)
    values = {**parts["participants"][k].attributes, "town": "Truro"}
    _changed(parts, "participants", k, attributes=values)
    _rule(parts, "home_times", leave=time(6), back=time(19))
    yield ["home_times"]


def too_few_hosts(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """So many rounds go to one kind that everyone would see one of its hosts twice."""
    del rng
    _roomy(parts)
    radios = _of_kind(parts, "radio")
    yield [_only(parts, r, "radio") for r in range(len(radios) + 1)]
    yield ["no_host_twice"]


def own_house(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """All hosts of the kind that a round visits belong to somebody's own organisation."""
    _roomy(parts)
    (k,) = _someone(parts, rng)
    own = parts["participants"][k].get("organisation")
    for h in _of_kind(parts, "hospital"):
        _changed(parts, "hosts", h, organisation=own)
    yield from ([_only(parts, 1, "hospital")], ["own_organisation"])


def mix_and_together(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Three of one sector are to stay together, while a set holds two at most."""
    there = _someone(parts, rng, len(parts["participants"]) - ROUNDS)
    public = _names(parts, [k for k in there if SECTORS[k % 3] == "public"][:3])
    yield _added(parts, "ties", *(Tie(a=a, b=b, kind="together") for a, b in pairwise(public)))
    parts["rules"].pop(2)
    _rule(parts, "mix", quota={"public": (0, 2)})
    _rule(parts, "keep_together")
    yield from (["mix"], ["keep_together"])


def alone_and_spread(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Two people of a town are not to be without each other, while a set holds one of them at most."""
    for k in _someone(parts, rng, 2):
        _changed(parts, "participants", k, attributes={**parts["participants"][k].attributes, "town": "Truro"})
    _rule(parts, "never_alone", attribute="town", value="Truro")
    _rule(parts, "mix", attribute="town", quota={"Truro": (0, 1), "Leeds": (0, 6), "York": (0, 6)})
    yield from (["never_alone"], ["mix"])


def repeats(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Two people are to stay together, while nobody may meet more than five times."""
    a, b = _strangers(parts, rng, 2)
    yield _added(parts, "ties", Tie(a=a, b=b, kind="together"))
    _rule(parts, "keep_together")
    yield from (["repeat_cap"], ["keep_together"])


def chains(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """There are more chains of four who stay together than sets, and no set has room for two."""
    groups = len(parts["rounds"][0].sets) + 1
    parts["absences"] = ()
    del parts["rules"][2], parts["rules"][0]
    names = _names(parts, rng.permutation(len(parts["participants"])).tolist())
    ties = [pair for g in range(groups) for pair in pairwise(names[4 * g : 4 * g + 4])]
    yield _added(parts, "ties", *(Tie(a=a, b=b, kind="together") for a, b in ties))
    _rule(parts, "keep_together")
    yield from (["keep_together"], ["set_size"])


def long_rests(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Hosts rest for longer than from one round to the next, and there are not enough for two rounds."""
    del rng
    for h in range(len(parts["hosts"])):
        _changed(parts, "hosts", h, gap_days=16)
    yield from (["host_gap"], [("hosts", h, "gap_days") for h in range(len(parts["hosts"]))])


def not_both_ways(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """A host whose organisation sends somebody, and is to be visited, is closed all the time."""
    (k,) = _someone(parts, rng)
    shut = (Closure(first=date(2026, 9, 1), last=date(2027, 7, 31)),)
    _changed(parts, "hosts", 1, organisation=parts["participants"][k].get("organisation"), closures=shut)
    _rule(parts, "both_ways")
    yield from (["both_ways"], ["closures"], [("hosts", 1, "closures", 0)])


def stairs(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Somebody cannot go to any host of the kind that a round visits."""
    _roomy(parts)
    (k,) = _someone(parts, rng)
    _changed(parts, "participants", k, cannot=(Cannot(code="stairs"),))
    bakeries = _of_kind(parts, "bakery")
    for h in bakeries:
        _changed(parts, "hosts", h, barriers=("stairs",))
    yield [_only(parts, 4, "bakery")]
    yield from (["access"], [("participants", k, "cannot")])


def no_time_between(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Two visits of a set on one day are locked to hosts with too long a way between them."""
    del rng
    _changed(parts, "hosts", 1, town="Truro", lat=FAR.lat, lon=FAR.lon)
    windows = parts["rounds"][3].activities[0].windows
    late = tuple(Window(start=w.end + timedelta(minutes=30), end=w.end + timedelta(hours=2)) for w in windows)
    both = (*parts["rounds"][3].activities, Activity(id="late", kind="visit", windows=late))
    _changed(parts, "rounds", 3, activities=both)
    for name, host, day in (("visit", "H1", windows[0].start), ("late", "H2", late[0].start)):
        yield _added(parts, "visit_locks", VisitLock(set="D4.1", activity=name, host=host, start=day))
    _rule(parts, "itinerary")
    yield from (["itinerary"], ["pins"])


def hub_too_small(parts: Parts, rng: np.random.Generator) -> Iterator[Any]:
    """Sets are of one hub each, and a hub has too few people for a set."""
    odd = set(_someone(parts, rng, 3))
    for k, person in enumerate(parts["participants"]):
        hub = "Truro" if k in odd else "Leeds"
        _changed(parts, "participants", k, attributes={**person.attributes, "town": hub})
    _rule(parts, "hubs", attribute="town")
    yield from (["hubs"], ["set_size"])


CAUSES: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        *(lock_and_absence, prison_visits, clique_apart, two_locks, rooms_too_small, all_closed, notice_too_long),
        *(far_from_home, home_too_late, too_few_hosts, own_house, mix_and_together, alone_and_spread, repeats),
        *(chains, long_rests, not_both_ways, stairs, no_time_between, hub_too_small),
    )
}
