"""A hidden plan: seats and visits that keep every rule, found by exchanging them until nothing is wrong.

What can be fitted to it is drawn after it: pairs to be kept apart and to meet, wishes, and how many visits hosts offer.
It fits itself to what people are, where they cannot go, and when hosts can be visited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from cohortplan.bench.generate.factors import Factors
from cohortplan.bench.generate.hosts import Site, room, spread
from cohortplan.bench.generate.people import Person, clearance
from cohortplan.bench.generate.streams import Stream
from cohortplan.errors import Defect, InputError
from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Scenario, ScenarioRef

#: What a thing that is wrong costs beside a pair that meets again.
WRONG = 8
#: Chance of an exchange that costs 1, 2, ... more: powers of two, as these are the same on every machine.
CHANCES = tuple(2.0 ** (-3 * worse) for worse in range(1, 9))
#: Exchanges tried for each seat, so that people meet many others; and how many times as many while something is wrong.
TRIES, PATIENCE = 40, 25


@dataclass(frozen=True)
class Hidden:
    """A plan: the members of each set of each round, and its host, by their ids."""

    members: tuple[tuple[tuple[str, ...], ...], ...]
    hosts: tuple[tuple[str, ...], ...]

    def meetings(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """Yield the pairs that share a set, with the number of the round."""
        for number, sets in enumerate(self.members):
            for members in sets:
                yield from ((number, pair) for pair in combinations(sorted(members), 2))

    def visits(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the host and the members of each visit."""
        for hosts, sets in zip(self.hosts, self.members, strict=True):
            yield from zip(hosts, sets, strict=True)


def hide(factors: Factors, people: Sequence[Person], sites: Sequence[Site], stream: Stream) -> Hidden:
    """Find a plan.

    Raises
    ------
    InputError
        If none was found.
    """
    hosts = spread(factors, sites)
    for day, mine in enumerate(hosts, start=1):
        if len(mine) < factors.sets:
            message = f"on visit day {day} hosts can receive {len(mine)} of {factors.sets} sets, after the days before"
            raise InputError(
                [Defect(message, "Raise hosts or availability", str(factors.hosts), "factors", column="plant")]
            )
    search = _Search(factors, people, sites, [stream.shuffled(mine) for mine in hosts], stream)
    seats = factors.participants * factors.rounds
    for tried in range(TRIES * PATIENCE * seats):
        if not search.wrong and tried >= TRIES * seats:
            break
        search.exchange()
    if search.wrong:
        raise InputError(search.faults())
    return search.found()


def disclosed(scenario: Scenario, hidden: Hidden) -> Plan:
    """Return the plan as one of the scenario it is hidden in: every visit begins as early as it may."""
    rounds = []
    for each, groups, hosts in zip(scenario.rounds, hidden.members, hidden.hosts, strict=True):
        activity = each.activities[0]
        window = activity.windows[0]
        start, end = scenario.aware(window.start), scenario.aware(window.start + activity.length(window))
        sets = tuple(
            PlannedSet(
                id=spec.id,
                members=members,
                activities=(PlannedActivity(id=activity.id, kind="visit", host=host, start=start, end=end),),
            )
            for spec, members, host in zip(each.sets, groups, hosts, strict=True)
        )
        rounds.append(PlannedRound(id=each.id, sets=sets))
    return Plan(scenario=ScenarioRef(id=scenario.programme.id, sha256=scenario.sha256), rounds=tuple(rounds))


class _Search:
    """The plan on its way; people, sets and hosts are numbers.

    Attributes
    ----------
    wrong : int
        Things that break a rule or a wish.
    """

    def __init__(
        self,
        factors: Factors,
        people: Sequence[Person],
        sites: Sequence[Site],
        hosts: list[list[int]],
        stream: Stream,
    ) -> None:
        self._factors, self._people, self._sites, self._draw = factors, people, sites, stream
        number = len(people)
        sectors = list(factors.sectors)
        self._sector = [sectors.index(person.sector) for person in people]
        self._flagged = [person.flagged for person in people]
        first = next(iter(factors.roles))
        self._leads = [person.role == first for person in people]
        self._lead_wanted = sum(self._leads) >= factors.sets
        self._parts = [self._sector.count(k) for k in range(len(sectors))]
        self._barred = [frozenset(h for h, site in enumerate(sites) if _bars(site, person)) for person in people]
        self._room = [room(factors, site.kind) for site in sites]
        self._seen = [[0] * len(sites) for _ in people]
        self._met = [[0] * number for _ in people]
        self._sets = [self._dealt() for _ in range(factors.rounds)]
        self._hosts = hosts
        self.wrong = self._count()

    def found(self) -> Hidden:
        """Return the plan as it is."""
        members = (tuple(tuple(sorted(self._people[p].id for p in group)) for group in sets) for sets in self._sets)
        return Hidden(tuple(members), tuple(tuple(self._sites[h].id for h in hosts) for hosts in self._hosts))

    def faults(self) -> Iterator[Defect]:
        """Tell what is wrong with the plan as it is, each kind with what to do about it."""
        visits = [
            (p, host)
            for sets, hosts in zip(self._sets, self._hosts, strict=True)
            for group, host in zip(sets, hosts, strict=True)
            for p in group
        ]
        barred = sum(host in self._barred[p] for p, host in visits)
        again = sum(self._seen[p][host] > 1 for p, host in visits)
        sets = sum(self._of_set(group) > 0 for sets in self._sets for group in sets)
        for number, what, remedy in (
            (
                barred,
                "visits of somebody are to a host that is their own or has refused them",
                "Lower own_hosts or refusal, or raise organisations or hosts",
            ),
            (
                again,
                "visits of somebody are to a host that they visit more than once",
                "Raise hosts or availability, or lower rounds",
            ),
            (
                sets,
                "sets are not mixed, or leave somebody alone who is flagged",
                "Lower flagged, or let sets be larger",
            ),
        ):
            if number:
                message = f"no plan was found that keeps every rule: of the best one {number} {what}"
                yield Defect(message, f"{remedy}; or try another seed", file="factors", column="plant")

    def exchange(self) -> None:
        """Exchange two people of a round, or the hosts of two sets, unless that makes the plan too much worse."""
        draw = self._draw
        day = draw.below(self._factors.rounds)
        one = draw.below(self._factors.sets)
        if draw.below(4):
            other = draw.below(self._factors.sets)
            if one != other:
                places = (draw.below(len(self._sets[day][one])), draw.below(len(self._sets[day][other])))
                self._try_people(day, one, other, places)
        else:
            self._try_host(day, one, draw.below(len(self._sites)))

    def _dealt(self) -> list[list[int]]:
        """Deal everyone to sets of nearly one size, sector by sector."""
        order = sorted(self._draw.shuffled(range(len(self._people))), key=lambda p: self._sector[p])
        return [order[k :: self._factors.sets] for k in range(self._factors.sets)]

    def _count(self) -> int:
        """Fill in who saw and met whom, and count what is wrong."""
        wrong = 0
        for sets, hosts in zip(self._sets, self._hosts, strict=True):
            for group, host in zip(sets, hosts, strict=True):
                wrong += self._of_set(group) + self._of_visit(group, host)
                self._see(group, host, 1)
                for a, b in combinations(group, 2):
                    self._meet(a, b, 1)
        return wrong

    def _of_set(self, group: Sequence[int]) -> int:
        """Count what is wrong with who sits in a set: too many or few of a sector, a flag alone, nobody who leads."""
        size, number = len(group), len(self._people)
        here = [self._sector[p] for p in group]
        wrong = 0
        for sector, part in enumerate(self._parts):
            there = here.count(sector)
            wrong += max(0, part * size // number - there, there + (-part * size // number))
        wrong += sum(self._flagged[p] for p in group) == 1
        return wrong + (self._lead_wanted and not any(self._leads[p] for p in group))

    def _of_visit(self, group: Sequence[int], host: int) -> int:
        """Count who cannot go to a host, and who was there on another day."""
        return sum((host in self._barred[p]) + (self._seen[p][host] > 0) for p in group)

    def _see(self, group: Sequence[int], host: int, times: int) -> None:
        for p in group:
            self._seen[p][host] += times

    def _meet(self, a: int, b: int, times: int) -> None:
        self._met[a][b] += times
        self._met[b][a] += times

    def _try_people(self, day: int, one: int, other: int, places: tuple[int, int]) -> None:
        sets, hosts = self._sets[day], self._hosts[day]
        (s, t), (h, g) = (sets[one], sets[other]), (hosts[one], hosts[other])
        before = self._of_set(s) + self._of_set(t)
        a, b = s[places[0]], t[places[1]]
        again = 0
        for group, out, into in ((s, a, b), (t, b, a)):
            there, newly = self._met[out], self._met[into]
            again += sum((newly[p] > 0) - (there[p] > 1) for p in group if p != out)
        self._see((a,), h, -1)
        self._see((b,), g, -1)
        s[places[0]], t[places[1]] = b, a
        wrong = self._of_set(s) + self._of_set(t) - before
        wrong += self._of_visit((b,), h) + self._of_visit((a,), g) - self._of_visit((a,), h) - self._of_visit((b,), g)
        if self._taken(WRONG * wrong + again):
            self.wrong += wrong
            for group, out, into in ((s, a, b), (t, b, a)):
                for p in group:
                    if p != into:
                        self._meet(out, p, -1)
                        self._meet(into, p, 1)
            a, b = b, a
        else:
            s[places[0]], t[places[1]] = a, b
        self._see((a,), h, 1)
        self._see((b,), g, 1)

    def _try_host(self, day: int, one: int, host: int) -> None:
        """Send a set to another host; if that is full, a set that is there goes where this one was."""
        hosts, sets = self._hosts[day], self._sets[day]
        old = hosts[one]
        if host == old or not self._sites[host].open[day]:
            return
        there = [k for k, each in enumerate(hosts) if each == host]
        moves = [(one, old, host)]
        if len(there) >= self._room[host]:
            moves.append((self._draw.pick(there), host, old))
        wrong = 0
        for k, left, _ in moves:
            self._see(sets[k], left, -1)
        for k, left, reached in moves:
            wrong += self._of_visit(sets[k], reached) - self._of_visit(sets[k], left)
        taken = self._taken(WRONG * wrong)
        for k, left, reached in moves:
            hosts[k] = reached if taken else left
            self._see(sets[k], hosts[k], 1)
        self.wrong += wrong * taken

    def _taken(self, worse: int) -> bool:
        """Whether to make an exchange that makes the plan so much worse, or better."""
        return worse <= 0 or (worse <= len(CHANCES) and self._draw.unit() < CHANCES[worse - 1])


def _bars(site: Site, person: Person) -> bool:
    """Whether somebody cannot go to a host."""
    refused = site.kind.clearance and clearance(site.kind.kind) in person.refused
    return refused or site.organisation == person.organisation
