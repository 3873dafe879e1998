"""Parts of a scenario: some of its people, sets and hosts, and whatever is about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cohortplan.model.duties import Duty
from cohortplan.model.guests import Guest
from cohortplan.model.hosts import Host
from cohortplan.model.people import Participant
from cohortplan.model.rounds import Activity, Event, Round
from cohortplan.model.rule import Rule
from cohortplan.model.scenario import Scenario
from cohortplan.model.travel import Way


def cut(scenario: Scenario, people: Collection[str], sets: Collection[str], hosts: Collection[str]) -> Scenario:
    """Return a scenario of some people, sets and hosts; what is only about others is left out, rules and duties too.

    Raises
    ------
    ScenarioError
        If what is left does not hold together.
    """
    rounds = tuple(_rounds_of(scenario.rounds, sets))
    names = {each.id for each in rounds}
    rules = tuple(_rules_of(scenario.rules, names, sets))
    kept_rules = {rule.id for rule in rules}
    duties = tuple(kept for duty in scenario.duties if (kept := _in_rounds(duty, rounds)) is not None)
    kept_hosts = tuple(host for host in scenario.hosts if host.id in hosts)
    gone = _codes(scenario.hosts) - _codes(kept_hosts)
    kept_people = tuple(_without(each, gone) for each in scenario.participants if each.id in people)
    parts = {
        "participants": kept_people,
        "hosts": kept_hosts,
        "rounds": rounds,
        "rules": rules,
        "weights": {name: weight for name, weight in scenario.weights.items() if name in kept_rules},
        "ties": tuple(tie for tie in scenario.ties if tie.a in people and tie.b in people),
        "absences": tuple(
            each for each in scenario.absences if each.participant in people and each.round in {None, *names}
        ),
        "holidays": tuple(each for each in scenario.holidays if any(map(each.concerns, kept_people))),
        "seat_locks": tuple(each for each in scenario.seat_locks if each.participant in people and each.set in sets),
        "objections": tuple(each for each in scenario.objections if each.participant in people and each.set in sets),
        "visit_locks": tuple(each for each in scenario.visit_locks if each.host in hosts and each.set in sets),
        "ways": tuple(_ways_of(scenario, kept_people, kept_hosts)),
        "duties": duties,
        "cases": tuple(
            case for case in scenario.cases if case.participant in people and any(duty.cases for duty in duties)
        ),
        "guests": tuple(_guests_of(scenario, people, rounds)),
        "attendance": tuple(each for each in scenario.attendance if each.participant in people and each.set in sets),
        "confirmed": tuple(each for each in scenario.confirmed if each.participant in people and each.met in people),
        "private": (),  # no rule looks at it, and a part may be solved on another machine
        "links": scenario.links if any(map(scenario.reach.has, kept_people)) else (),
    }
    return scenario.but(**parts)


def _rounds_of(rounds: Iterable[Round], sets: Collection[str]) -> Iterable[Round]:
    """Yield the rounds that have some of the sets, with these alone."""
    for each in rounds:
        kept = tuple(spec for spec in each.sets if spec.id in sets)
        if kept:
            activities = tuple(
                activity.model_copy(update={"only": tuple(name for name in activity.only if name in sets)})
                for activity in each.activities
                if not activity.only or any(name in sets for name in activity.only)
            )
            yield each.model_copy(update={"sets": kept, "activities": activities})


def _rules_of(rules: Iterable[Rule], rounds: Collection[str], sets: Collection[str]) -> Iterable[Rule]:
    for rule in (rule for rule in rules if not rule.settled):  # what is settled is a matter of the whole programme
        left = tuple(name for name in rule.rounds if name in rounds)
        if left or not rule.rounds:
            yield rule.among(sets).model_copy(update={"rounds": left})


def _in_rounds(duty: Duty, rounds: Collection[Round]) -> Duty | None:
    """Return `duty` as it is in `rounds`, None if it belongs to none of their activities."""
    if not any(duty.belongs_to(each.id, activity) for each in rounds for activity in each.activities):
        return None
    left = tuple(each.id for each in rounds if each.id in duty.rounds)
    return duty.model_copy(update={"rounds": left})


def _guests_of(scenario: Scenario, people: Collection[str], rounds: Collection[Round]) -> Iterable[Guest]:
    """Yield the guests who are invited to something that is left, with those of `people` whom they sponsor."""
    left: list[Event | Activity] = [*scenario.events, *(activity for each in rounds for activity in each.activities)]
    names = {what.id for what in left}
    for guest in scenario.guests:
        of = tuple(name for name in guest.of if name in people)
        if any(map(guest.comes_to, left)) and (of or not guest.of):
            events = tuple(name for name in guest.events if name in names)
            yield guest.model_copy(update={"of": of, "events": events})


def _codes(hosts: Iterable[Host]) -> frozenset[str]:
    return frozenset(code for host in hosts for code in host.codes)


def _without(person: Participant, codes: Collection[str]) -> Participant:
    """Return somebody without codes that keep them away from nothing that is left."""
    if not person.cannot or not codes:
        return person
    return person.model_copy(update={"cannot": tuple(each for each in person.cannot if each.code not in codes)})


def _ways_of(scenario: Scenario, people: Iterable[Participant], hosts: Iterable[Host]) -> Iterable[Way]:
    """Return the ways whose ends are known where there are only these people and hosts."""
    ends = {place.id for place in scenario.places} | {scenario.atlas.home(person) for person in people}
    ends |= {name for host in hosts for name in (host.id, host.town)}
    return (way for way in scenario.ways if way.a in ends and way.b in ends)
