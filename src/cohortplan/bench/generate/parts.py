"""The parts of an instance, and the tables they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property

from cohortplan.bench.generate.disruptions import Kinds, absent, script_text, weekly
from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.hosts import Site, closed_days, draw_sites, offers, planned_on, room, spread, visit_days
from cohortplan.bench.generate.pairs import Pair, knowing, pairs
from cohortplan.bench.generate.people import FLAG, Person, clearance, draw_people
from cohortplan.bench.generate.plant import Hidden, hide
from cohortplan.bench.generate.streams import Stream
from cohortplan.bench.generate.tables import Row, table
from cohortplan.bench.generate.towns import PLACES

#: What draws instances; the number goes up when the same factors give other bytes.
GENERATOR = "cohortplan-generate/1"
#: The changes that become known once there is a plan.
SCRIPT = "disruptions.toml"
#: When visits may begin, and if a host opens late; when they are over at the latest; minutes they take, and steps.
OPENS, LATE, CLOSES, MINUTES, STEP = time(10), time(10, 30), time(12), 90, 30

_ROUNDS = "round title contacts sets size activity kind activity_title date from until minutes step"
_HOSTS = "id name organisation sector kind function town lat lon capacity sets_at_once max_visits lead_days clearance"
_HEAD = "# What happens to a plan, in the order in which it becomes known.\n"


@dataclass(frozen=True)
class Parts:
    """What was drawn.

    Attributes
    ----------
    hidden : Hidden or None
        The plan that the rest is fitted to.
    """

    factors: Factors
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    hidden: Hidden | None

    @cached_property
    def knows(self) -> list[Pair]:
        """Pairs who know each other."""
        return knowing(self.factors, self.people, self._draw)

    @cached_property
    def projects(self) -> dict[Pair, int]:
        """Pairs who are to meet, and by which visit day: one of the later half."""
        days = range(self.factors.rounds // 2, self.factors.rounds)
        due = {}

        def in_time(pair: Pair) -> bool:
            due[pair] = self._draw("project", *pair).pick(days)
            return self.hidden is None or self._met.get(pair, self.factors.rounds) <= due[pair]

        number = round(self.factors.projects * self.factors.pairs)
        return {pair: due[pair] for pair in pairs(self.people, number, self._draw("projects"), in_time)}

    @cached_property
    def apart(self) -> list[Pair]:
        """Pairs to be kept apart: none who are to meet."""
        number = round(self.factors.keep_apart * self.factors.pairs)
        unfit = self.projects.keys() | self._met.keys()
        return pairs(self.people, number, self._draw("apart"), lambda pair: pair not in unfit)

    @cached_property
    def wishes(self) -> dict[str, list[str]]:
        """The hosts that people wish for: half of all, but one for each visit at least."""
        size = max(self.factors.rounds, len(self.sites) // 2)
        chosen = self._draw("wishes").sample(len(self.people), round(self.factors.preferences * len(self.people)))
        found = {}
        for person in sorted(self.people[k].id for k in chosen):
            drawn = [self.sites[k].id for k in self._draw("wishes", person).sample(len(self.sites), len(self.sites))]
            found[person] = sorted(list(dict.fromkeys([*self._visited.get(person, ()), *drawn]))[:size])
        return found

    @cached_property
    def offers(self) -> dict[str, int]:
        """How many visits each host offers."""
        if self.hidden is not None:
            return offers(self.factors, self.sites, Counter(host for host, _ in self.hidden.visits()))
        could = (self.sites[h].id for hosts in spread(self.factors, self.sites) for h in hosts)
        return offers(self.factors, self.sites, Counter(could))

    @cached_property
    def floor(self) -> int:
        """How many new people everyone meets by the hidden plan."""
        met = Counter(person for pair in self._met.keys() - set(self.knows) for person in pair)
        return min(met[person.id] for person in self.people)

    def tables(self) -> Iterator[tuple[str, str]]:
        """Yield the tables that are not empty, and the script of disruptions, by the names of their files."""
        every = {
            "participants.csv": ("id name sector organisation role town flags refused", self._participants()),
            "places.csv": ("place lat lon", ((town, *PLACES[town]) for town in self.factors.towns)),
            "hosts.csv": (_HOSTS, self._hosts()),
            "closures.csv": ("host from until reason", self._closures()),
            "rounds.csv": (_ROUNDS, self._rounds()),
            "ties.csv": ("a b kind source need_by", self._ties()),
        }
        for name, (heading, rows) in every.items():
            listed = list(rows)
            if listed:
                yield name, table(heading, listed)
        script = self._script()
        if script != _HEAD:
            yield SCRIPT, script

    def _participants(self) -> Iterator[Row]:
        for person in self.people:
            what = (person.id, person.id, person.sector, person.organisation, person.role, person.town)
            yield *what, FLAG if person.flagged else "", ";".join(person.refused)

    def _hosts(self) -> Iterator[Row]:
        most = self.factors.set_size[1]
        for site in self.sites:
            kind, sets = site.kind, room(self.factors, site.kind)
            what = (site.id, site.title, site.organisation, kind.sector, kind.kind, kind.function)
            limits = (kind.capacity or sets * most, sets, self.offers[site.id], site.lead_days)
            code = clearance(kind.kind) if kind.clearance else ""
            yield *what, site.town, site.lat, site.lon, *limits, code

    def _closures(self) -> Iterator[Row]:
        for site in self.sites:
            yield from ((site.id, day, day, "not that day") for day in closed_days(self.factors, site))

    def _rounds(self) -> Iterator[Row]:
        size = "-".join(map(str, self.factors.set_size))
        times = (f"{OPENS:%H:%M}", f"{CLOSES:%H:%M}", MINUTES, STEP)
        for number, day in enumerate(visit_days(self.factors), start=1):
            sets = (f"D{number}", f"Visit day {number}", "yes", self.factors.sets, size)
            yield *sets, "visit", "visit", "Visit", day, *times

    def _ties(self) -> Iterator[Row]:
        days = visit_days(self.factors)
        yield from ((*pair, "knows", "", "") for pair in self.knows)
        yield from ((*pair, "project", "", days[due]) for pair, due in self.projects.items())
        yield from ((*pair, "apart", "", "") for pair in self.apart)

    def _script(self) -> str:
        days = visit_days(self.factors)
        monday = planned_on(self.factors) + timedelta(days=-planned_on(self.factors).weekday() % 7)
        kinds = Kinds(LATE.isoformat(), CLOSES.isoformat(), self.factors.set_size[1])
        mean, span = self.factors.disruptions * 12 / 52, (monday, days[-1] + timedelta(days=7))
        hosts = [site.id for site in self.sites]
        everyone = [person.id for person in self.people]
        rounds = {f"D{number}": (day, everyone) for number, day in enumerate(days, start=1)}
        changes = weekly(self._draw("changes"), mean, span, days, hosts, kinds)
        return script_text(_HEAD, [*changes, *absent(self._draw("no-shows"), self.factors.no_show, rounds)])

    @cached_property
    def _met(self) -> Mapping[Pair, int]:
        """The day on which two people meet first by the hidden plan, by pair."""
        found: dict[Pair, int] = {}
        for day, pair in () if self.hidden is None else self.hidden.meetings():
            found.setdefault(pair, day)
        return found

    @cached_property
    def _visited(self) -> Mapping[str, list[str]]:
        """The hosts that people visit by the hidden plan."""
        found: dict[str, list[str]] = {}
        for host, members in () if self.hidden is None else self.hidden.visits():
            for person in members:
                found.setdefault(person, []).append(host)
        return found

    def _draw(self, *purpose: str) -> Stream:
        return stream(self.factors, *purpose)


def draw_parts(factors: Factors) -> Parts:
    """Draw the parts of an instance.

    Raises
    ------
    InputError
        If the factors ask for what cannot be.
    """

    def draw(purpose: str) -> Stream:
        return stream(factors, purpose)

    people, sites = draw_people(factors, draw), draw_sites(factors, draw)
    hidden = hide(factors, people, sites, draw("plan")) if factors.plant else None
    return Parts(factors, tuple(people), tuple(sites), hidden)


def stream(factors: Factors, *purpose: str) -> Stream:
    """Return the random numbers of a purpose."""
    return Stream(GENERATOR, str(factors.seed), *purpose)
