"""Visits, as the rules about hosts look at them: plain Python on names and times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, combinations, product
from typing import Literal

from cohortplan.errors import Defect
from cohortplan.model.hosts import Host
from cohortplan.model.names import unknown
from cohortplan.model.plan import Plan, PlannedRound, Visit
from cohortplan.model.rounds import Activity
from cohortplan.model.rule import Match, Rule
from cohortplan.model.scenario import Scenario
from cohortplan.model.seen import visits_of

#: Says what is wrong with the visits of one person, or to one host.
Judge = Callable[[str, Sequence[Visit]], Sequence[Match]]
#: What rules may tell hosts apart by.
Trait = Literal["kind", "function", "sector"]


def trait(host: Host, name: str) -> str:
    """Value of a field of `host` that holds text, "" where it has none."""
    value: str = getattr(host, name)
    return value


def hosts_by(hosts: Iterable[Host], name: str, read: Callable[[str], str] = str) -> dict[str, list[str]]:
    """Group the ids of `hosts` by the value of a trait, as `read`; those that have none are left out."""
    found: dict[str, list[str]] = {}
    for host in hosts:
        if trait(host, name):
            found.setdefault(read(trait(host, name)), []).append(host.id)
    return found


def selected_visits(rule: Rule, scenario: Scenario, plan: Plan) -> list[Visit]:
    """Visits of `plan` to known hosts in the rounds `rule` applies to, in plan order."""
    rounds = scenario.selected_rounds(rule)
    return [visit for visit in scenario.visits(plan) if visit.round in rounds]


def visits_by_person(rule: Rule, scenario: Scenario, plan: Plan) -> Mapping[str, Sequence[Visit]]:
    """Visits of `plan` to known hosts in the rounds `rule` applies to, by the ids of those who take part in them."""
    return _visits_by(_by_person_in, rule, scenario, plan)


def of_visitors(rule: Rule, scenario: Scenario, plan: Plan, judge: Judge) -> Iterator[Match]:
    """Return what a rule has to say of the visits of each of the `visitors`, which hangs on nothing else."""
    visits = visits_by_person(rule, scenario, plan)
    facts = ((person, visits.get(person, ())) for person in visitors(rule, scenario))
    return chain.from_iterable(scenario.seen.judged(rule, facts, judge))


def of_hosts(rule: Rule, scenario: Scenario, plan: Plan, judge: Judge) -> Iterator[Match]:
    """Return what a rule has to say of the visits to each host, which hangs on nothing else."""
    visits = _visits_by(_by_host_in, rule, scenario, plan)
    return chain.from_iterable(scenario.seen.judged(rule, visits.items(), judge))


def _visits_by(
    look: Callable[[Scenario, PlannedRound], Iterable[tuple[str, tuple[Visit, ...]]]],
    rule: Rule,
    scenario: Scenario,
    plan: Plan,
) -> Mapping[str, Sequence[Visit]]:
    """Put together what is known by round; a plan is asked by many rules, each of them about the same rounds mostly."""
    rounds = scenario.selected_rounds(rule)

    def found(_: Scenario, whole: Plan) -> Iterator[Mapping[str, Sequence[Visit]]]:
        made: dict[str, tuple[Visit, ...]] = {}
        for planned in whole.rounds:
            for name, visits in scenario.seen.of(planned, look) if planned.id in rounds else ():
                made[name] = made[name] + visits if name in made else visits
        yield made

    return scenario.seen.of(plan, found, f"{look.__name__} {rounds}")[0]


def _by_person_in(scenario: Scenario, planned: PlannedRound) -> Iterable[tuple[str, tuple[Visit, ...]]]:
    return ((name, tuple(made)) for name, made in by_person(scenario.seen.of(planned, visits_of)).items())


def _by_host_in(scenario: Scenario, planned: PlannedRound) -> Iterable[tuple[str, tuple[Visit, ...]]]:
    return ((name, tuple(made)) for name, made in by_host(scenario.seen.of(planned, visits_of)).items())


def by_host(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    """Group visits by host id."""
    found: dict[str, list[Visit]] = {}
    for visit in visits:
        found.setdefault(visit.host, []).append(visit)
    return found


def by_person(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    """Group visits by the ids of those who take part in them."""
    found = defaultdict[str, list[Visit]](list)
    for visit in visits:
        for member in visit.members:
            found[member].append(visit)
    return dict(found)


def sharing(scenario: Scenario, rounds: Iterable[str]) -> set[frozenset[str]]:
    """Pairs of different `rounds` that some participant takes part in."""
    present = {name: set(scenario.attending(name)) for name in rounds}
    return {frozenset(pair) for pair in combinations(present, 2) if not present[pair[0]].isdisjoint(present[pair[1]])}


def of_one_person(scenario: Scenario, visits: Iterable[Visit]) -> Iterator[tuple[Visit, Visit]]:
    """Yield every two of `visits` that one person may make: of one set, and of two rounds with a common attendee."""
    by_round: dict[str, dict[str, list[Visit]]] = {}
    for visit in visits:
        by_round.setdefault(visit.round, {}).setdefault(visit.set, []).append(visit)
    for sets in by_round.values():
        for mine in sets.values():
            yield from combinations(mine, 2)
    related = sharing(scenario, by_round) if len(by_round) > 1 else ()
    for pair in combinations(by_round, 2):
        if frozenset(pair) in related:
            yield from product(*(chain.from_iterable(by_round[name].values()) for name in pair))


def moments(visits: Sequence[Visit], host: Host) -> Iterator[tuple[datetime, list[Visit]]]:
    """Yield every time at which one of the visits to a host starts, or others' visit while one is under way.

    With each come the visits under way then, in order of time.
    """
    for moment in sorted({visit.start for visit in visits} | {booking.start for booking in host.bookings}):
        there = [v for v in visits if v.start == moment or v.start < moment < v.end]
        if there:
            yield moment, there


def soon(scenario: Scenario, day: date, days: int) -> bool:
    """Whether fewer than `days` days lie from the day of planning to `day`; not if it is not said when that is."""
    planned_on = scenario.programme.planned_on
    return planned_on is not None and (day - planned_on).days < days


def visitors(rule: Rule, scenario: Scenario) -> list[str]:
    """Ids of the participants who take part in a round with visits that `rule` applies to, and have not withdrawn."""
    visiting = [each.id for each in scenario.rounds if any(activity.kind == "visit" for activity in each.activities)]
    rounds = [name for name in scenario.selected_rounds(rule) if name in visiting]
    there = set(chain.from_iterable(map(scenario.attending, rounds)))
    return [person.id for person in scenario.participants if not person.withdrawn and person.id in there]


def avoidably_away(scenario: Scenario, person: str, activity: Activity, first: date, last: date) -> bool:
    """Whether `person` is away on a day from `first` to `last`, though not on every day offered for the visit.

    Who is away on all of them misses the visit whenever it takes place; the set goes without.
    """
    away = [day for day in activity.days if person in scenario.away_on(day)]
    return len(away) < len(activity.days) and any(first <= day <= last for day in away)


def visit_days(scenario: Scenario) -> list[date]:
    """Return the days on which the programme may have visits, ascending."""
    activities = (activity for each in scenario.rounds for activity in each.activities if activity.kind == "visit")
    return sorted({day for activity in activities for window in activity.windows for day in window.days})


def days_between(days: Sequence[date], first: date, last: date) -> int:
    """Count those of `days`, ascending, that lie after `first` and before `last`."""
    return max(0, bisect_left(days, last) - bisect_right(days, first))


def most_visits_each(rule: Rule, scenario: Scenario, hosts: Iterable[Host]) -> int:
    """Return the most visits to `hosts` that one person could make in the rounds `rule` applies to."""
    kinds = {host.kind for host in hosts}
    return sum(
        max(
            sum(
                a.kind == "visit" and bool(kinds.intersection(a.kinds or kinds))
                for a in scenario.activities(each, spec.id)
            )
            for spec in each.sets
        )
        for each in (scenario.round[name] for name in scenario.selected_rounds(rule))
    )


def visits_match(
    rule: Rule, amount: int, visits: Sequence[Visit], sentence: str, *, people: Iterable[str] = ()
) -> Match:
    """Make a match that names the hosts, sets and rounds of `visits`, each once."""
    return Match(
        rule=rule.id,
        amount=amount,
        people=tuple(people),
        sets=tuple(dict.fromkeys(visit.set for visit in visits)),
        rounds=tuple(dict.fromkeys(visit.round for visit in visits)),
        hosts=tuple(dict.fromkeys(visit.host for visit in visits)),
        sentence=sentence,
    )


def slot_of(moment: datetime, length: timedelta) -> int:
    """Number of the slot in which a local time lies; slots follow one another from the beginning of the calendar."""
    clock = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return (timedelta(days=moment.toordinal()) + clock) // length


def at(moment: datetime) -> str:
    """Say when: "on 2026-10-08 at 10:00"."""
    return f"on {moment.date()} at {moment:%H:%M}"


def unknown_values(scenario: Scenario, name: str, values: Iterable[str], field: str) -> Iterator[Defect]:
    """Yield a defect for each of `values`, given in a rule's `field`, that is no host's value of a trait."""
    known = sorted(hosts_by(scenario.hosts, name))
    for value in values:
        if value not in known:
            yield unknown("host" if name == "id" else f"{name} of host", value, known, (field,))
