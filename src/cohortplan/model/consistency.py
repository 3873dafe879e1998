"""Cross-validation of a scenario: every reference, date, size and capacity, all problems at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cohortplan.errors import Defect, InputError
from cohortplan.model.attendance import attendance_defects
from cohortplan.model.calendars import alias_defects
from cohortplan.model.clearance import clearance_defects
from cohortplan.model.days import holiday_defects
from cohortplan.model.duties import duty_defects
from cohortplan.model.facilitators import facilitator_defects
from cohortplan.model.guests import guest_defects
from cohortplan.model.names import Path, nearest, unknown
from cohortplan.model.private import private_defects
from cohortplan.model.reach import reach_defects
from cohortplan.model.timing import busy, overlaps, round_defects
from cohortplan.model.travel import travel_defects
from cohortplan.model.venues import venue_defects
from cohortplan.model.zones import zone

if TYPE_CHECKING:
    from cohortplan.model.people import Absence, Participant
    from cohortplan.model.scenario import Scenario


#: What is said of a leader's hours that end before they begin.
_LEAVES = "the host's leader leaves before coming"


def inconsistencies(scenario: Scenario) -> list[Defect]:
    """Return everything that does not hold together in `scenario`, in the order of its parts."""
    checks = (
        *(_programme, _duplicates, _people, clearance_defects, _hosts, _references, travel_defects),
        *(round_defects, overlaps, holiday_defects, venue_defects, duty_defects, facilitator_defects),
        *(guest_defects, reach_defects, attendance_defects, alias_defects, private_defects, _rules),
    )
    return [defect for check in checks for defect in check(scenario)]


def _programme(scenario: Scenario) -> Iterator[Defect]:
    programme = scenario.programme
    if programme.ends < programme.starts:
        yield Defect(
            "the programme ends before it starts",
            "Swap the two dates or mend the year",
            str(programme.ends),
            path=("programme", "ends"),
        )
    try:
        zone(programme.timezone)
    except InputError as error:
        yield replace(error.defects[0], path=("programme", "timezone"))


def _duplicates(scenario: Scenario) -> Iterator[Defect]:
    families = {
        "participants": [p.id for p in scenario.participants],
        "hosts": [h.id for h in scenario.hosts],
        "rounds": [r.id for r in scenario.rounds],
        "events": [e.id for e in scenario.events],
        "places": [p.id for p in scenario.places],
        "duties": [d.id for d in scenario.duties],
        "guests": [g.id for g in scenario.guests],
        "facilitators": [f.id for f in scenario.facilitators],
        "rules": [r.id for r in scenario.rules],
        "attributes": [a.name for a in scenario.attributes],
    }
    for family, ids in families.items():
        yield from _repeated(family, ids)
    sets = Counter(spec.id for each in scenario.rounds for spec in each.sets)
    for index, each in enumerate(scenario.rounds):
        for spec in each.sets:
            if sets[spec.id] > 1:
                yield _duplicate(spec.id, ("rounds", index, "sets"))
        names = [activity.id for activity in each.activities]
        for position, name in enumerate(names):
            if name in names[:position]:
                yield _duplicate(name, ("rounds", index, "activities", position, "activity"))


def _repeated(family: str, ids: list[str]) -> Iterator[Defect]:
    seen: dict[str, str] = {}
    for index, name in enumerate(ids):
        key = name.casefold()  # the names of files on many computers do not tell capitals from small letters
        if seen.get(key, name) != name:
            message = f"{name!r} and {seen[key]!r} differ in capital letters only"
            yield Defect(message, "Give every row an id of its own", name, path=(family, index, "id"))
        elif key in seen:
            yield _duplicate(name, (family, index, "id"))
        seen.setdefault(key, name)


def _duplicate(name: str, path: Path) -> Defect:
    return Defect(f"{name!r} is used twice", "Give every row an id of its own", name, path=path)


def _people(scenario: Scenario) -> Iterator[Defect]:
    codes = sorted({code for host in scenario.hosts for code in host.codes})
    for index, person in enumerate(scenario.participants):
        yield from _attributes(scenario, person, index)
        for cannot in person.cannot:
            # A code that no host has is no mistake, but a code like one that a host has would keep nobody away.
            near = None if cannot.code in codes else nearest(cannot.code, codes, cutoff=0.75)
            if near is not None:
                message, remedy = f"no host has the barrier {cannot.code!r}", f"Did you mean {near!r}?"
                yield Defect(message, remedy, cannot.code, path=("participants", index, "cannot"))
        if person.joins and person.leaves and person.leaves < person.joins:
            yield Defect(
                f"{person.id} leaves before joining",
                "Mend one of the dates",
                str(person.leaves),
                path=("participants", index, "leaves"),
            )


def _attributes(scenario: Scenario, person: Participant, index: int) -> Iterator[Defect]:
    for attribute in scenario.attributes:
        value, path = person.get(attribute.name), ("participants", index, attribute.name)
        if not value and not attribute.optional:
            yield Defect(f"{person.id} has no {attribute.name}", "Fill in the cell", path=path)
        elif value and attribute.values and value not in attribute.values:
            yield unknown(attribute.name, value, attribute.values, path)


def _hosts(scenario: Scenario) -> Iterator[Defect]:
    for index, host in enumerate(scenario.hosts):
        if host.least > host.capacity:
            yield Defect(
                f"host {host.id} wants at least {host.least} persons but has room for {host.capacity}",
                "Lower min or raise capacity",
                str(host.least),
                path=("hosts", index, "least"),
            )
        for field, spans in (("openings", host.openings), ("closures", host.closures), ("bookings", host.bookings)):
            for position, span in enumerate(spans):
                first, last = (span.first, span.last) if field == "closures" else (span.start, span.end)  # type: ignore[attr-defined]
                if last < first or (field != "closures" and last == first):
                    yield Defect(
                        f"host {host.id}: this ends before it begins",
                        "Swap the two times",
                        str(last),
                        path=("hosts", index, field, position),
                    )
        for field, what in (("hours", f"host {host.id} closes before it opens"), ("leader", _LEAVES)):
            for position, hours in enumerate(getattr(host, field)):
                if hours.backwards:
                    path: Path = ("hosts", index, field, position)
                    yield Defect(what, "Swap the two times", str(hours.closes), path=path)


def _references(scenario: Scenario) -> Iterator[Defect]:
    people = [p.id for p in scenario.participants]
    known = set(people)
    for index, tie in enumerate(scenario.ties):
        for column, name in (("a", tie.a), ("b", tie.b)):
            if name not in known:
                yield unknown("participant", name, people, ("ties", index, column))
        if tie.a == tie.b:
            yield Defect("a tie needs two people", "Name two different people", tie.a, path=("ties", index, "b"))
    for index, absence in enumerate(scenario.absences):
        if absence.participant not in known:
            yield unknown("participant", absence.participant, people, ("absences", index, "participant"))
        yield from _absence(scenario, absence, index)
    yield from _locks(scenario, people)
    yield from _objections(scenario)


def _absence(scenario: Scenario, absence: Absence, index: int) -> Iterator[Defect]:
    rounds = [r.id for r in scenario.rounds]
    if absence.round is not None and absence.round not in rounds:
        yield unknown("round", absence.round, rounds, ("absences", index, "round"))
    if absence.round is None and absence.first is None and absence.last is None:
        yield Defect("the absence has neither a round nor dates", "Fill in one", path=("absences", index, "round"))
    if absence.first and absence.last and absence.last < absence.first:
        yield Defect(
            "the absence ends before it begins",
            "Swap the two dates",
            str(absence.last),
            path=("absences", index, "last"),
        )


def _objections(scenario: Scenario) -> Iterator[Defect]:
    for index, objection in enumerate(scenario.objections):
        if objection.participant not in scenario.people:
            yield unknown("participant", objection.participant, scenario.people, ("objections", index, "participant"))
        if objection.set not in scenario.set_spec:
            yield unknown("set", objection.set, scenario.set_spec, ("objections", index, "set"))


def _locks(scenario: Scenario, people: list[str]) -> Iterator[Defect]:
    sets = {spec.id: each for each in scenario.rounds for spec in each.sets}
    hosts = [h.id for h in scenario.hosts]
    for index, seat in enumerate(scenario.seat_locks):
        if seat.participant not in people:
            yield unknown("participant", seat.participant, people, ("seat_locks", index, "participant"))
        if seat.set not in sets:
            yield unknown("set", seat.set, sets, ("seat_locks", index, "set"))
    for index, lock in enumerate(scenario.visit_locks):
        if lock.host not in hosts:
            yield unknown("host", lock.host, hosts, ("visit_locks", index, "host"))
        if lock.set not in sets:
            yield unknown("set", lock.set, sets, ("visit_locks", index, "set"))
            continue
        visits = {a.id: a for a in scenario.activities(sets[lock.set], lock.set) if a.kind == "visit"}
        if lock.activity not in visits:
            yield unknown("visit", lock.activity, visits, ("visit_locks", index, "activity"))
        elif lock.start and not visits[lock.activity].may_start(lock.start):
            message = f"{lock.activity} of set {lock.set} is locked to a start at which it does not fit its window"
            path: Path = ("visit_locks", index, "start")
            yield Defect(message, "Mend the start, or leave it out", f"{lock.start:%Y-%m-%d %H:%M}", path=path)
        elif lock.start and busy(scenario, visits[lock.activity], [lock.start]):
            message = (
                f"{lock.activity} of set {lock.set} is locked to a start at which an event for everyone is in its way"
            )
            path = ("visit_locks", index, "start")
            yield Defect(message, "Mend the start, or move the event", f"{lock.start:%Y-%m-%d %H:%M}", path=path)


def _rules(scenario: Scenario) -> Iterator[Defect]:
    rounds = [r.id for r in scenario.rounds]
    ids = {rule.id for rule in scenario.rules}
    for index, rule in enumerate(scenario.rules):
        for name in rule.rounds:
            if name not in rounds:
                yield unknown("round", name, rounds, ("rules", index, "rounds"))
        for defect in rule.defects(scenario):
            yield replace(defect, path=("rules", index, *defect.path))
    for name in scenario.weights:
        if name not in ids:
            yield unknown("rule", name, sorted(ids), ("weights", name))
